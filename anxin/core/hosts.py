"""Under which names this installation answers: those of its start, and the public one that was chosen since."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

NAME = "address"
"""The file in the data folder that keeps the public address."""


class Hosts(list[str]):
    """The names of the start, then the public one as the file has it now; a file nobody changed is read once."""

    def __init__(self, given: list[str], data: Path) -> None:
        super().__init__(given)
        self._path = data / NAME
        self._stamp, self._host = 0, ""

    def __iter__(self) -> Iterator[str]:
        """Go through all of them."""
        yield from super().__iter__()
        if host := self._public():
            yield host

    def _public(self) -> str:
        try:
            stamp = self._path.stat().st_mtime_ns
        except OSError:
            return ""
        if stamp != self._stamp:
            self._stamp, self._host = stamp, urlsplit(self._path.read_text(encoding="utf-8").strip()).hostname or ""
        return self._host


def keep(address: str, data: Path) -> None:
    """Keep the public address; every process answers to it from its next request on."""
    path = data / NAME
    draft = path.with_name(f".{NAME}")
    draft.write_text(f"{address}\n", encoding="utf-8")
    draft.replace(path)
