"""Recordings over HTTP."""

from fastapi import FastAPI, HTTPException
from pydantic import BaseModel

from replay.store import RecordingNotFound, RecordingStore

app = FastAPI(title="Replay")
store = RecordingStore()


class RecordingOut(BaseModel):
    """A recording as the front end reads it."""

    id: str
    name: str


@app.get("/recordings/{recording_id}", response_model=RecordingOut)
async def read_recording(recording_id: str) -> RecordingOut:
    """Give one recording."""
    try:
        found = store.get(recording_id)
    except RecordingNotFound as error:
        raise HTTPException(status_code=404, detail=str(error)) from None
    return RecordingOut(id=found.id, name=found.name)
