"""`anxin timeline verify`: check every chain, head and checkpoint; name what was changed, cut or taken away."""

import argparse
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from anxin.commands import parser

if TYPE_CHECKING:
    from anxin.core.timeline import ChainFinding


def run(arguments: list[str]) -> int:
    """Verify; exit 0 with one line where all holds, 1 with a line a fault, the first of its kind first."""
    about = "Verify all streams against their chains, seals and checkpoints, and each row that has a witness there."
    options = parser.Parser("timeline", about)
    options.add_argument("subcommand", choices=["verify"], help="what to do")
    options.add_argument("--files", action="store_true", help="read every original and compare it with its hash")
    options.add_argument("--expect", type=_hash, metavar="HASH", help="a checkpoint's hash as you keep it outside")
    options.add_argument(
        "--roots", type=parser.existing_file, help="PEM to trust for the outside stamps, instead of what is kept here"
    )
    options.add_argument("--all-roots", action="store_true", help="compute the root of every checkpoint again")
    known = options.open_house(arguments, filled=True)
    return report(roots=known.roots, all_roots=known.all_roots, originals=known.files, expect=known.expect or "")


def report(*, roots: Path | None = None, all_roots: bool = False, originals: bool = False, expect: str = "") -> int:
    """Print what was found."""
    from anxin.core import timeline

    pem = roots.read_text(encoding="ascii") if roots else ""
    found = timeline.verify(roots=pem, all_roots=all_roots, expect=expect)
    found += _originals() if originals else ()
    for one in found:
        print(f"{one.code}: {one}")
    if not found:
        print(_all_well(originals=originals))
        print(_stamped(pem))
    return 1 if found else 0


def _originals() -> "Iterator[ChainFinding]":
    """Return every file that is missing or was changed."""
    from anxin.core import files, timeline

    for file in files.missing():
        yield timeline.ChainFinding(code="timeline.file_missing", row=f"file {file.sha256} ({file.id})")
    for file in files.changed():
        yield timeline.ChainFinding(code="timeline.file_changed", row=f"file {file.sha256} ({file.id})")


def _all_well(*, originals: bool) -> str:
    """Return what holds, the hash to keep outside, and since when heads are sealed."""
    from django.apps import apps

    streams, kept = apps.get_model("core.Stream").objects.count(), apps.get_model("core.SealedFile").objects.count()
    tip = apps.get_model("core.CheckpointTip").objects.get()
    said = [f"timeline: {streams} streams hold, {tip.number} checkpoints"]
    said += [f"{kept} originals are as received"] if originals else []
    said += [f"sealed since {tip.since:%Y-%m-%d %H:%M} UTC"]
    if tip.adopted:
        said[-1] += f" ({tip.adopted} older streams as they stood then)"
    said += [f"newest checkpoint {tip.hash}"] if tip.number else []
    return ", ".join(said)


def _stamped(pem: str) -> str:
    """Return who outside has stamped what, and by whose certificates it was held."""
    from anxin.core.checkpoints import stamps

    below = "the certificates given" if pem else "the certificates kept here"
    said = [
        f"{one.count} by {stamps.title(one.authority)}, newest of checkpoint {one.newest} at {one.at:%Y-%m-%d %H:%M}"
        for one in stamps.stamped()
    ]
    return f"stamps: {'; '.join(said)}; they hold below {below}" if said else "stamps: none from outside"


def _hash(text: str) -> str:
    """Read a checkpoint's hash."""
    if re.fullmatch(r"[0-9a-f]{64}", text.strip().lower()):
        return text.strip().lower()
    raise argparse.ArgumentTypeError(f"expected the 64 hexadecimal digits of a checkpoint's hash, got {text!r}")
