"""Tests of the export, written from the design before the code."""

import io
import json
import zipfile

import pytest

from replay.store import Recording, RecordingNotFound, RecordingStore

export = pytest.importorskip("replay.export", reason="not written yet")


def _store() -> RecordingStore:
    store = RecordingStore()
    store.add(Recording("a", "First", ("start",)))
    store.add(Recording("b", "Second"))
    return store


def test_the_archive_has_one_file_for_each_recording() -> None:
    archive = zipfile.ZipFile(io.BytesIO(export.export_batch(_store(), ["b", "a", "b"])))
    assert archive.namelist() == ["b.json", "a.json"]
    assert json.loads(archive.read("a.json")) == {
        "id": "a",
        "name": "First",
        "events": ["start"],
    }


def test_equal_requests_give_equal_bytes() -> None:
    assert export.export_batch(_store(), ["a"]) == export.export_batch(_store(), ["a"])


def test_an_unknown_id_exports_nothing() -> None:
    with pytest.raises(RecordingNotFound, match="x"):
        export.export_batch(_store(), ["a", "x"])


def test_an_empty_list_is_refused() -> None:
    with pytest.raises(ValueError):
        export.export_batch(_store(), [])
