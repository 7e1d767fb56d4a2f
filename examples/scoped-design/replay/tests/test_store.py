"""Tests of the store."""

import pytest

from replay.store import Recording, RecordingNotFound, RecordingStore


def test_a_recording_is_found_again() -> None:
    store = RecordingStore()
    store.add(Recording("a", "First", ("start", "stop")))
    assert store.get("a").events == ("start", "stop")


def test_an_unknown_id_is_named() -> None:
    with pytest.raises(RecordingNotFound, match="b"):
        RecordingStore().get("b")
