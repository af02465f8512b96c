"""What the retention schedule has erased: its last run over each kind of data, and what came together in a month."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Max, Sum

from anxin.core import settings
from anxin.domain.notices import rules as notices
from anxin.domain.publications import wording
from anxin.domain.publications.models import Erasure
from anxin.domain.publications.rules import NEED, TERMS, TRADE
from anxin.domain.publications.wording import KEPT, RETAINED, SWEPT

MONTH = timedelta(days=30)
LATE = timedelta(hours=30)
"""After so long without a run somebody should look why: it runs once a day."""


@dataclass(frozen=True, kw_only=True)
class Retained:
    """One kind of data: how long it is kept, when the schedule last looked, what it erased then and in a month."""

    what: str
    kept: str
    law: str
    at: datetime | None
    count: int
    month: int
    late: bool


SETTINGS = {
    **{what: term.setting for what, term in TERMS.items()},
    "door": "people.door_days",
    "invoices": "invoices.keep_y",
    "remittances": "ledger.aside_days",
    "scans": "network.scans_days",
    "uploads": "files.unattached_days",
    "imports": "imports.kept_days",
}

LAWS = {NEED: wording.NEED, TRADE: wording.TRADE}
"""What is said of the law that asks for a term."""


def retention(*, now: datetime) -> list[Retained]:
    """List what is erased by itself (two queries)."""
    rows = Erasure.objects.filter(at__lte=now).order_by()
    newest = {row["what"]: row["at"] for row in rows.values("what").annotate(at=Max("at"))}
    recent = rows.filter(at__gt=now - MONTH)
    month = dict(recent.values_list("what").annotate(n=Sum("count")))
    last = {(what, at): count for what, at, count in recent.values_list("what", "at", "count")}
    return [
        Retained(
            what=what,
            kept=said,
            law=str(LAWS[TERMS[what].law]) if what in TERMS else "",
            at=newest.get(what),
            count=last.get((what, newest[what]), 0) if what in newest else 0,
            month=month.get(what, 0),
            late=what not in newest or now - newest[what] > LATE,
        )
        for (what, said) in _terms(now)
    ]


def swept(*, now: datetime) -> list[tuple[str, str]]:
    """List what goes without being counted, and after how long."""
    days = settings.get("outbox.keep_d", at=now)
    return [(str(what), str(long).format(days=days)) for what, long in SWEPT]


def kept(*, now: datetime) -> list[tuple[str, str]]:
    """List what is erased by itself, and after how long."""
    return [(str(RETAINED[what]), said) for what, said in _terms(now)]


def kept_of(kinds: Collection[str], *, now: datetime) -> list[tuple[str, str]]:
    """List of some kinds of case what stays of them, and until when."""
    mine = {what for what, term in TERMS.items() if term.kind in kinds}
    return [(str(RETAINED[what]), said) for (what, said) in zip(KEPT, _said(now), strict=True) if what in mine]


def titles() -> list[str]:
    """Return what is erased by itself, in the order of `kept`."""
    return [str(RETAINED[what]) for what in KEPT]


def kept_for(days: str) -> list[str]:
    """Say after how long each goes, in the order of `kept`, with something in the place of the days."""
    return [str(said).format(days=days) for said in KEPT.values()]


def _said(now: datetime) -> list[str]:
    return [said for _what, said in _terms(now)]


def _terms(now: datetime) -> list[tuple[str, str]]:
    days = {**settings.several(*SETTINGS.values(), at=now), "": notices.KEPT.days}
    return [(what, str(said).format(days=days[SETTINGS.get(what, "")])) for what, said in KEPT.items()]
