"""Show answers and progress to people."""

import os
import sys
import time
from typing import BinaryIO, TextIO

from anxin.engines.address.contact import Contact
from anxin.engines.address.resolution import Resolution

_GREEN, _YELLOW, _RED, _DIM, _OFF = "\033[32m", "\033[33m", "\033[31m", "\033[2m", "\033[0m"


def coloured() -> bool:
    """Return whether the output is a terminal that wants colour."""
    return sys.stdout.isatty() and "NO_COLOR" not in os.environ


def heading(contact: bool) -> str:
    """Return the first line of the table."""
    columns = "sure   code       division · detail · notes"
    return ("name · phones · " if contact else "") + columns + "\n"


def row(found: Resolution, contact: Contact | None) -> str:
    """Write one answer as one line of the table."""
    who = f"{contact.name or '-'} · {_numbers(contact)} · " if contact else ""
    notes = [*found.notes, *(f"or {other.name}" for other in found.alternatives[:3])]
    sure = found.confidence
    body = f"{sure:<6.3f} {found.code or '-':<10} {found.full_name or '-'} · {_one_line(found.detail) or '-'}"
    tail = f" · {'; '.join(notes)}" if notes else ""
    if not coloured():
        return who + body + tail
    colour = _GREEN if sure >= 0.95 else _YELLOW if sure >= 0.6 else _RED
    return f"{who}{colour}{body[:6]}{_OFF}{body[6:]}{_DIM}{tail}{_OFF}"


def refusal(text: str, note: str) -> str:
    """Write a line that could not be read."""
    return f"{0:<6.3f} {'-':<10} - · {_one_line(text)[:60]} · {note}"


def _numbers(contact: Contact) -> str:
    return ", ".join(p.number + (f"转{p.extension}" if p.extension else "") for p in contact.phones) or "-"


def _one_line(text: str) -> str:
    return "".join(sign if sign.isprintable() else " " for sign in text)


class Progress:
    """Counts lines on a terminal while the answers go elsewhere; silent otherwise."""

    def __init__(self, screen: TextIO, source: BinaryIO, as_json: bool) -> None:
        self._screen = screen
        self._shown = screen.isatty() and not sys.stdout.isatty()
        self._lines = 0
        self._next = 0.0

    def advance(self, lines: int) -> None:
        """Count lines and show the count a few times a second."""
        self._lines += lines
        if self._shown and time.monotonic() >= self._next:
            self._next = time.monotonic() + 0.2
            self._screen.write(f"\r{self._lines:,} lines")
            self._screen.flush()

    def finish(self) -> None:
        """End the line."""
        if self._shown:
            self._screen.write(f"\r{self._lines:,} lines\n")
