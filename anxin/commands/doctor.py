"""`anxin doctor`: what is missing before customers can be served, and what helps: the desk's checklist."""

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from anxin.commands import parser

if TYPE_CHECKING:
    from collections.abc import Iterator

    from anxin.domain.opening.rules import Check

SETS_LATE = timedelta(days=2)
"""So long old sets may still lie there: they are dropped once a day."""
GB = 1 << 30
NAMED = 20
"""So many words that don't fit are named."""


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One thing looked at."""

    code: str
    ok: bool
    says: str
    do: str

    @property
    def line(self) -> str:
        """Return it as it is printed: with what helps, where something does."""
        advice = f" → {self.do}" if self.do and not self.ok else ""
        return f"{'ok ' if self.ok else 'no '} {self.code}: {self.says}{advice}"


def run(arguments: list[str]) -> int:
    """Print every finding; exit 1 where one is not ok."""
    options = parser.Parser("doctor", "Say what is missing before customers can be served, and what helps.")
    options.add_argument("--json", action="store_true", help="one list of findings, for programs")
    known = options.open_house(arguments, filled=True)
    found = findings(now=datetime.now(UTC))
    if known.json:
        print(json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=1))
    else:
        print("\n".join(one.line for one in found))
    return 0 if all(one.ok or one.code.startswith("wait:") for one in found) else 1


def findings(*, now: datetime) -> list[Finding]:
    """Look at tables, configuration, and everything the checklist looks at."""
    from django.core.checks import run_checks

    from anxin.commands import upgrade
    from anxin.domain.opening import queries
    from anxin.domain.opening.wording.checks_to_do import DO

    waiting, _applied = upgrade.pending()
    if waiting:
        says = f"{len(waiting)} steps wait, {waiting[0]} first"
        return [Finding(code="upgrade", ok=False, says=says, do="run `anxin upgrade`")]
    faults = [
        Finding(code=str(one.id), ok=False, says=str(one.msg), do=str(one.hint or ""))
        for one in run_checks(databases=["default"])
    ]
    found = queries.checks(now=now)
    checked = [
        Finding(
            code=":".join(filter(None, (one.code, one.brand))),
            ok=one.ok,
            says=queries.says(one),
            do="" if one.ok else str(DO[one.code]),
        )
        for one in found
    ]
    return [*faults, *_database(), *_sets(now), _files(), *_words(now), *_brands(found), *checked, *_waits(found, now)]


def _brands(found: "list[Check]") -> "Iterator[Finding]":
    """Say of each brand, and of the house for claims, whether it serves the public, and what stands in its way."""
    from django.utils.translation import gettext as _

    from anxin.domain.opening import queries

    for one in queries.switches(found):
        ok = one.is_open and not one.missing
        do = "" if ok or one.missing else _("Open it on its page, under the checklist.")
        yield Finding(code=f"open:{one.slug}", ok=ok, says=f"{queries.called(one)} · {queries.stands(one)}", do=do)


def _words(now: datetime) -> "Iterator[Finding]":
    """Compare what brands signed with who stands behind the numbers now, and name the words that don't fit."""
    from django.utils import timezone
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from anxin.domain.network.queries import scope_readings, standings

    looked, found = standings.words_that_misfit(now=now)
    first = ", ".join(f"{one.number} ({one.code})" for one in found[:NAMED])
    more = " …" if len(found) > NAMED else ""
    says = ngettext("{count} word of brands looked at", "{count} words of brands looked at", looked).format(
        count=looked
    )
    if found:
        told = _("{says}; nobody stands behind these, or another than they were signed for: {first}")
        says = told.format(says=says, first=first + more)
    do = _("The public check vouches for none of them. Revoke each on its page, or bring who it is for, and sign anew.")
    yield Finding(code="words", ok=not found, says=says, do=do)
    n = scope_readings.doubtful_words(on=timezone.localdate(now))
    says = ngettext("{n} word must be signed anew", "{n} words must be signed anew", n).format(n=n)
    does = _("By these nobody is sent: they name no goods, and their sentences leave a doubt.")
    do = _("Sign them with goods, all in one go, from the top of the list of authorisations.")
    yield Finding(code="goods", ok=not n, says=f"{says}. {does}" if n else says, do=do)


def _waits(found: "list[Check]", now: datetime) -> "Iterator[Finding]":
    """Say of what others take their time for how long, since when it was asked for, and what goes on until then.

    What works already waits for nobody.
    """
    from django.utils import formats
    from django.utils.translation import gettext as _

    from anxin.domain.opening import queries, rules, wording

    every = queries.errands(now=now)
    for one in (one for one in every if one.granted or rules.waits(one.code, found)):
        title, days = str(wording.ERRANDS[one.code]), {}
        for name in ("asked", "granted", "first", "last"):
            day = getattr(one, name)
            days[name] = formats.date_format(day, "DATE_FORMAT") if day else ""
        if one.granted:
            says, do = _("{what}: granted {granted}").format(what=title, **days), ""
        else:
            told = [queries.takes(one)]
            told += [_("asked {asked}").format(**days)] if one.asked else []
            told += [_("expected {first} to {last}").format(**days)] if one.first else []
            told.append(_("until then: {what}").format(what=queries.until_then(one)))
            says, whom = f"{title}: {' · '.join(told)}", wording.WHOM[one.code]
            do = "" if one.asked else _("Ask {whom} for it first.").format(whom=whom)
        yield Finding(code=f"wait:{one.code}", ok=one.granted is not None, says=says, do=do)


def _database() -> "Iterator[Finding]":
    """Say what the database is set to that loses or slows what is kept there."""
    from django.db import connection

    from anxin.core import database_settings, replicas

    found = database_settings.faults()
    if replicas.is_set_up():
        do = "look at it and at ANXIN_DATABASE_REPLICA; figures and exports are read from the primary until then"
        yield Finding(code="replica", ok=not replicas.state().fault, says=replicas.says(), do=do)
    for one in found:
        yield Finding(code="database", ok=False, says=one.says, do=one.do)
    if not found:
        yield Finding(code="database", ok=True, says=connection.display_name, do="")
    if told := database_settings.standbys():
        yield Finding(code="standbys", ok=True, says=told, do="")


def _sets(now: datetime) -> "Iterator[Finding]":
    """Say of the sets of the server's pages, where they lie on this machine, how far back they reach."""
    from anxin.commands import base_sets
    from anxin.core import settings
    from anxin.domain.opening import queries

    last = queries.latest_backup()
    nightly = queries.writes_sets(now=now)
    folder = Path(str(settings.get(queries.FOLDER, at=now))) if nightly else Path(last.path).parent if last else None
    if folder is None or not (nightly or base_sets.every(folder)) or not folder.is_dir():
        return
    found = base_sets.state(folder, since=queries.sets_kept_since(now=now) - SETS_LATE)
    says = found.fault
    if found.reach and found.newest:
        told = f"{found.sets} in {folder} ({found.size / GB:.1f} GB, log {found.log / GB:.1f} GB), "
        told += f"from {found.reach:%Y-%m-%d %H:%M} to {found.newest:%Y-%m-%d %H:%M} UTC"
        says = f"{told}; {found.fault}" if found.fault else told
    do = f"anxin backup --server {folder}, as a user who may delete there and in wal: docs/how-to/machines.md"
    yield Finding(code="sets", ok=not found.fault, says=says, do=do if found.fault else "")


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
