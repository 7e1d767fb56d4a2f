"""Tests of the export, written from the design before the code."""

import io
import json
import zipfile

import pytest
from fastapi.testclient import TestClient

from replay import app as application
from replay.store import Recording, RecordingNotFound, RecordingStore

export = pytest.importorskip("replay.export", reason="not written yet")


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> RecordingStore:
    store = RecordingStore()
    store.add(Recording("a", "First", ("start",)))
    store.add(Recording("b", "Second"))
    monkeypatch.setattr(application, "store", store)
    return store


def test_the_archive_has_one_file_for_each_recording(store: RecordingStore) -> None:
    archive = zipfile.ZipFile(io.BytesIO(export.export_batch(store, ["b", "a", "b"])))
    assert archive.namelist() == ["b.json", "a.json"]
    assert json.loads(archive.read("a.json")) == {"id": "a", "name": "First", "events": ["start"]}


def test_equal_requests_give_equal_bytes(store: RecordingStore) -> None:
    assert export.export_batch(store, ["a"]) == export.export_batch(store, ["a"])


def test_an_unknown_id_exports_nothing(store: RecordingStore) -> None:
    with pytest.raises(RecordingNotFound, match="x"):
        export.export_batch(store, ["a", "x"])


def test_an_empty_list_is_refused(store: RecordingStore) -> None:
    with pytest.raises(ValueError):
        export.export_batch(store, [])


def test_the_route_answers_with_the_archive(store: RecordingStore) -> None:
    answer = TestClient(application.app).post("/exports", json={"ids": ["b"]})
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist() == ["b.json"]


@pytest.mark.parametrize(("ids", "status"), [(["x"], 404), ([], 422)])
def test_the_route_refuses_unknown_and_no_ids(store: RecordingStore, ids: list[str], status: int) -> None:
    assert TestClient(application.app).post("/exports", json={"ids": ids}).status_code == status
