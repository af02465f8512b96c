"""The catalogue of messages: collect them from the sources, merge them into zh_Hans, compile it.

`python tests/house/messages.py` writes both files; a message without Chinese is listed and fails the suite.
"""

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
FOLDER = Path("anxin/locale/zh_Hans/LC_MESSAGES")
KEYWORDS = DEFAULT_KEYWORDS | {
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
BORN = datetime(2026, 11, 25, tzinfo=UTC)  # a fixed date: the catalogue changes only when a message does


def sources(root: Path) -> Iterator[Path]:
    """List the files that may hold a message."""
    for pattern in ("anxin/**/*.py", "anxin/**/templates/**/*.html"):
        yield from sorted(root.glob(pattern))


def collect(root: Path) -> Catalog:
    """Gather every message of the sources."""
    found = _empty()
    for path in sources(root):
        text = path.read_text(encoding="utf-8")
        if path.suffix == ".html":
            text = "\n".join(line.strip() for line in templatize(text, origin=str(path)).splitlines())
        for _line, message, comments, context in extract("python", io.BytesIO(text.encode()), keywords=KEYWORDS):
            place = [(str(path.relative_to(root)), 0)]
            found.add(message, None, place, auto_comments=comments, context=context)
    return found


def catalogue(root: Path) -> Catalog:
    """Read the Chinese catalogue as committed."""
    path = root / FOLDER / "django.po"
    if not path.exists():
        return _empty()
    with path.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def merged(root: Path) -> Catalog:
    """Merge what the sources say with what was translated; what nobody says any more falls out."""
    found, known = collect(root), catalogue(root)
    for message in found:
        old = known.get(message.id, context=message.context) if message.id else None
        if old is not None and old.string:
            message.string = old.string
            message.flags |= old.flags - {"fuzzy"}
    return found


def untranslated(found: Catalog) -> list[str]:
    """List the messages without Chinese."""
    return [str(message.id) for message in found if message.id and not _said(message.string)]


def places(text: str) -> set[str]:
    """Name the places of a message that values fill."""
    return set(re.findall(r"%+\(\w+\)|\{\w+\}", text))


def write(root: Path, found: Catalog) -> None:
    """Write the catalogue for people and for programs."""
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "django.po").open("wb") as file:
        write_po(file, found, width=120, sort_output=True, include_lineno=False)
    (folder / "django.mo").write_bytes(compiled(found))


def compiled(found: Catalog) -> bytes:
    """Compile a catalogue."""
    file = io.BytesIO()
    write_mo(file, found)
    return file.getvalue()


def _said(string: object) -> bool:
    return all(string) if isinstance(string, tuple | list) else bool(string)


def _empty() -> Catalog:
    return Catalog(
        locale="zh_Hans",
        project="Anxin",
        copyright_holder="the Anxin authors",
        msgid_bugs_address="",
        last_translator="the Anxin authors",
        language_team="zh_Hans",
        creation_date=BORN,
        revision_date=BORN,
        fuzzy=False,
    )


if __name__ == "__main__":
    everything = merged(ROOT)
    write(ROOT, everything)
    missing = untranslated(everything)
    sys.stdout.write(f"{len(everything)} messages, {len(missing)} without Chinese\n")
    sys.stdout.writelines(f"  {message}\n" for message in missing)
