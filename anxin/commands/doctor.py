"""`anxin doctor`: what is missing before customers can be served, and what helps: the desk's checklist."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime

from anxin.commands import parser


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at."""

    code: str
    ok: bool
    says: str
    do: str


def run(arguments: list[str]) -> int:
    """Print every finding; exit 1 where one is not ok."""
    options = parser.Parser("doctor", "Say what is missing before customers can be served, and what helps.")
    options.add_argument("--json", action="store_true", help="one list of findings, for programs")
    known = options.open_house(arguments, filled=True)
    found = findings(now=datetime.now(UTC))
    if known.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        print("\n".join(_line(one) for one in found))
    return 0 if all(one.ok for one in found) else 1


def findings(*, now: datetime) -> list[Finding]:
    """Look at tables, configuration, and everything the checklist looks at."""
    from django.core.checks import run_checks

    from anxin.commands import upgrade
    from anxin.domain.opening import queries, wording

    waiting, _applied = upgrade.pending()
    if waiting:
        says = f"{len(waiting)} steps wait, {waiting[0]} first"
        return [Finding(code="upgrade", ok=False, says=says, do="run `anxin upgrade`")]
    faults = [
        Finding(code=str(one.id), ok=False, says=str(one.msg), do=str(one.hint or ""))
        for one in run_checks(databases=["default"])
    ]
    checked = [
        Finding(
            code=":".join(filter(None, (one.code, one.brand))),
            ok=one.ok,
            says=queries.says(one),
            do="" if one.ok else str(wording.DO[one.code]),
        )
        for one in queries.checks(now=now)
    ]
    return [*faults, _files(), *checked]


def _files() -> Finding:
    """Do with something of no worth what is done with files, where they lie."""
    from anxin.core import wording
    from anxin.core.errors import AnxinError
    from anxin.core.files import store

    try:
        store.here().trial()
    except (AnxinError, ValueError, ImportError) as error:
        says = wording.error(error) if isinstance(error, AnxinError) else str(error)
        return Finding(code="files", ok=False, says=says, do="look at ANXIN_DATA, or ANXIN_S3: docs/how-to/s3.md")
    return Finding(code="files", ok=True, says="can be kept", do="")


def _line(one: Finding) -> str:
    return f"{'ok ' if one.ok else 'no '} {one.code}: {one.says}{'' if one.ok else f' → {one.do}'}"
