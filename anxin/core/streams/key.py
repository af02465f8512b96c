"""The name of a stream."""

from typing import NamedTuple


class StreamKey(NamedTuple):
    """What a stream is about: a kind (`repair`) and a plain key."""

    kind: str
    key: str

    def __str__(self) -> str:
        return f"{self.kind}:{self.key}"
