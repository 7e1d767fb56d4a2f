"""Recordings by id."""

from dataclasses import dataclass, field


class RecordingNotFound(KeyError):
    """There is no recording with that id."""


@dataclass(frozen=True)
class Recording:
    """What was recorded: a name and the events in order."""

    id: str
    name: str
    events: tuple[str, ...] = ()


@dataclass
class RecordingStore:
    """Keeps recordings in memory."""

    recordings: dict[str, Recording] = field(default_factory=dict)

    def add(self, recording: Recording) -> None:
        """Keep a recording; one with the same id is replaced."""
        self.recordings[recording.id] = recording

    def get(self, recording_id: str) -> Recording:
        """Give a recording; raises RecordingNotFound."""
        try:
            return self.recordings[recording_id]
        except KeyError:
            raise RecordingNotFound(recording_id) from None
