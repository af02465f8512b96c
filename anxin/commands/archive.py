"""`anxin archive`: which records are to go into archives, that they do, that all verify, and one of them in plain."""

import argparse
import sys
from datetime import UTC, datetime

from anxin.commands import inspect, parser


def run(arguments: list[str]) -> int:
    """Do one subcommand; exit 1 where an archive, or a chain that was to go into one, is broken."""
    options = parser.Parser("archive", "Records of cases whose term was over long ago, in sealed files.")
    subcommands = options.add_subparsers(dest="subcommand", required=True, parser_class=argparse.ArgumentParser)
    subcommands.add_parser("plan", help="count what would be archived now, and say by which settings")
    subcommands.add_parser("run", help="archive it now, and not only in the night")
    subcommands.add_parser("verify", help="read every archive whole, and compare each record in it with its chain")
    read = subcommands.add_parser("read", help="print the archived facts of one case as lines of JSON")
    read.add_argument("number", help="R-20221124-000123-7")
    options.show(plan="plan", run="run", verify="verify", read="read R-20221124-000123-7")
    known = options.open_house(arguments, filled=True)
    now = datetime.now(UTC)
    if known.subcommand == "plan":
        return _plan(now)
    if known.subcommand == "run":
        return _run(now)
    return _verify() if known.subcommand == "verify" else _read(known.number)


def _plan(now: datetime) -> int:
    from anxin.domain.publications.queries import archives

    after, counts = archives.after_d(now=now), archives.count(now=now)
    if not after:
        print("nothing is archived: the setting publications.archive_after_d is 0")
        return 0
    for kind, days, count in counts:
        print(f"{kind}: {count} records, {days} + {after} days after their case ended")
    return 0


def _run(now: datetime) -> int:
    from anxin.domain.publications.actions import archives

    streams = facts = broken = 0
    for done in archives.runs(now=now):
        streams, facts, broken = streams + done.streams, facts + done.facts, broken + len(done.broken)
    print(f"archived: {streams} records, {facts} facts")
    if broken:
        print(f"{broken} records stay: their chains are broken; `anxin timeline verify` names them", file=sys.stderr)
    return 1 if broken else 0


def _verify() -> int:
    from anxin.core import archives, timeline

    wrong = 0
    for stream in archives.streams():
        if fault := timeline.verify_stream(stream):
            wrong += 1
            print(f"{fault.code}: {fault}")
    files, streams = archives.counts()
    if not wrong:
        print(f"archives: {files} files read whole, {streams} records verified")
    return 1 if wrong else 0


def _read(number: str) -> int:
    from anxin.core import archives

    row = inspect.found(number)
    line = archives.line_of_stream(row.stream()) if row is not None else None
    if line is None:
        expected = "the number of a case that was archived"
        parser.refuse("anxin archive", f"number: expected {expected}, got {number}")
    print(line.decode())
    return 0
