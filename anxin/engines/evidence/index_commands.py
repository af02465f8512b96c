"""`anxin evidence index …`."""

import argparse
import os
import sys

from anxin.engines.evidence.examination import Opened, open_picture
from anxin.engines.evidence.findings import plain
from anxin.engines.evidence.options import write_line
from anxin.engines.evidence.reuse.copies import CopyModel
from anxin.engines.evidence.reuse.lookup import search
from anxin.engines.evidence.reuse.store import Entry, Index, Keys


def add(options: argparse.Namespace) -> int:
    """Add pictures; one JSON line each. A picture without pixels is told, not added."""
    keys, copies = keys_of(options), copies_of(options)
    with Index(options.folder, create=True) as index:
        for number, path in enumerate(options.pictures, 1):
            opened = open_picture(path)
            name = options.id or os.fspath(path)
            if opened.features is None:
                write_line({"path": path, "added": False, "findings": plain(opened.taken.findings)})
                continue
            entry = enter(index, opened, name, keys, copies)
            row = {
                "path": path,
                "id": name,
                "entry": entry.id,
                "added": True,
                "sha256": entry.sha256,
                "pdq": entry.codes[0],
            }
            write_line(row)
            progress(number, len(options.pictures))
    return 0


def enter(index: Index, opened: Opened, name: str, keys: Keys, copies: CopyModel | None = None) -> Entry:
    """Enter one opened picture or video into an index; a video by its frames' codes."""
    assert opened.features is not None
    taken = opened.taken
    codes = list(dict.fromkeys([taken.pdq, *(code for _, code, quality in taken.frames if quality >= 50)]))
    entry = index.add(
        name=name, sha256=taken.sha256, pixels=taken.pixels_sha256, codes=codes, quality=taken.pdq_quality,
        keys=keys, features=opened.features,
    )  # fmt: skip
    if copies is not None and taken.work is not None:
        index.describe(entry.id, copies.mark, copies.describe(taken.work))
    return entry


def find(options: argparse.Namespace) -> int:
    """Search for pictures; one JSON line each."""
    keys, copies = keys_of(options), copies_of(options)
    with Index(options.folder) as index:
        for number, path in enumerate(options.pictures, 1):
            opened = open_picture(path)
            seen = opened.features
            hits = search(opened.taken, seen, index, keys, copies=copies) if seen is not None else []
            findings = [f for f in opened.taken.findings if f.code == "file.unreadable"]
            write_line({"path": path, "reuse": plain(hits), "findings": plain(findings)})
            progress(number, len(options.pictures))
    return 0


def remove(options: argparse.Namespace) -> int:
    """Remove entries by their id."""
    with Index(options.folder) as index:
        for name in options.names:
            write_line({"id": name, "removed": index.remove(name)})
    return 0


def stats(options: argparse.Namespace) -> int:
    """Count the table against the files."""
    with Index(options.folder) as index:
        write_line(index.stats())
    return 0


def rebuild(options: argparse.Namespace) -> int:
    """Write the files anew from the table; exit 1 where the counts then differ."""
    with Index(options.folder) as index:
        counts = index.rebuild()
    write_line(counts)
    return 0 if counts["codes"] == counts["expected"] else 1


def keys_of(options: argparse.Namespace) -> Keys:
    """Read the three keys."""
    return Keys(options.owner, options.order, options.party)


def copies_of(options: argparse.Namespace) -> CopyModel | None:
    """Load the operator's copy model, where one was named."""
    return CopyModel(options.copy_model) if options.copy_model else None


def progress(number: int, total: int) -> None:
    """Show progress to a person at a terminal when there are many files."""
    if total >= 20 and sys.stderr.isatty():
        end = "\n" if number == total else ""
        sys.stderr.write(f"\r{number}/{total}{end}")
        sys.stderr.flush()
