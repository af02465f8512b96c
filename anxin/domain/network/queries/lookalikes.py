"""Which known numbers look like a reported one, and how many false ones were found and taken down."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from anxin.domain.network.models import Authorisation, Outlet, ReportedNumber
from anxin.domain.network.queries.mistakes import ever_ours
from anxin.domain.network.rules import identifiers, resemblance

COMPARED = 2_000
"""So many reported numbers are compared, the latest first."""
SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class LookAlike:
    """A number that looks like a reported one: how, and what it is.

    `kind` is hotline, outlet or technician for a number of a brand (`name`: whose it is), reported for another of the
    desk, with its `number` and state.
    """

    code: str
    how: str
    kind: str
    name: str = ""
    number: str = ""
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class FalseTally:
    """How many numbers were found to be false, how many places they were taken down at, and since when is counted."""

    confirmed: int
    taken_down: int
    since: datetime | None


def look_alikes(row: ReportedNumber) -> list[LookAlike]:
    """Return the numbers of brands and the other reported ones that look like it: brands' own first."""
    several = (*_hotlines(), *_outlets(row.bare), *_authorised(row.bare), *_reported(row))
    found = [(one, resemblance.resemblance(row.code, one.code)) for one in several]
    return [LookAlike(**{**vars(one), "how": how}) for one, how in found if how][:SHOWN]


def _hotlines() -> Iterator[LookAlike]:
    rows = ever_ours().filter(kind="hotline").exclude(signature="")
    for code, name in rows.order_by("code").values_list("code", "brand__name").distinct():
        yield LookAlike(code=code, how="", kind="hotline", name=name)


def _outlets(bare: str) -> Iterator[LookAlike]:
    """Offer outlets by phone that an index finds: one sign off, or of the same end."""
    like = Q(bare_phone__in=identifiers.one_off_of(bare))
    if len(bare) >= resemblance.TAIL:
        like |= Q(bare_phone__endswith=bare[-resemblance.TAIL :])
    rows = Outlet.objects.filter(like).order_by("code")
    for code, name in rows.values_list("bare_phone", "organisation__name")[:SHOWN]:
        yield LookAlike(code=code, how="", kind="outlet", name=name)


def _authorised(bare: str) -> Iterator[LookAlike]:
    """Offer badge numbers of technicians and codes of outlets that an index finds one sign off."""
    rows = Authorisation.objects.filter(kind__in=["technician", "outlet"], bare__in=identifiers.one_off_of(bare))
    told = rows.exclude(signature="").order_by("code").values_list("kind", "code", "brand__name").distinct()
    for kind, code, name in told[:SHOWN]:
        yield LookAlike(code=code, how="", kind=kind, name=name)


def _reported(row: ReportedNumber) -> Iterator[LookAlike]:
    rows = ReportedNumber.objects.exclude(pk=row.pk).order_by("-created_at")
    for code, number, state in rows.values_list("code", "number", "state")[:COMPARED]:
        yield LookAlike(code=code, how="", kind="reported", number=number, state=state)


def false_tally() -> FalseTally:
    """Return how many false numbers a person here confirmed, and at how many places they are gone (one query)."""
    confirmed = Q(state="confirmed")
    counted = ReportedNumber.objects.aggregate(
        confirmed=Count("pk", filter=confirmed, distinct=True),
        taken_down=Count("takedowns", filter=confirmed & Q(takedowns__state="taken_down"), distinct=True),
        since=Min("created_at", filter=Q(looked_at__isnull=False)),
    )
    return FalseTally(**{**counted, "since": counted["since"] if counted["confirmed"] else None})
