"""Printed badges: which one counts, and what stands on it. What happened to them is in the technician's record."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils import timezone

from anxin.core import timeline
from anxin.domain.network.models import Technician
from anxin.domain.network.queries import names
from anxin.domain.network.queries.engagements import Voucher, vouchers_of

ISSUED, WITHDRAWN = "network.badge_issued", "network.badge_withdrawn"


@dataclass(frozen=True, kw_only=True)
class BadgeView:
    """A badge to print: who it is, who vouches for him, and until when at the longest."""

    serial: str
    number: str
    called: str
    portrait: str
    outlet: str
    vouchers: tuple[Voucher, ...]
    until: date


def current(row: Technician) -> str:
    """Return the serial of the badge that counts; empty where there is none (two queries)."""
    given = [str(one.facts["serial"]) for one in timeline.facts_of(row.stream(), code=ISSUED)]
    gone = withdrawn(row)
    return next((one for one in reversed(given) if one not in gone), "") if given else ""


def withdrawn(row: Technician) -> dict[str, datetime]:
    """Return the serials of a technician that count no more, and since when (one query)."""
    return {str(one.facts["serial"]): one.at for one in timeline.facts_of(row.stream(), code=WITHDRAWN)}


def may_have(row: Technician, *, now: datetime) -> bool:
    """Return whether a badge may be printed: with a portrait, and a brand that vouches today."""
    return bool(row.portrait) and bool(vouchers_of(row, on=timezone.localtime(now).date()))


def to_print(row: Technician, *, now: datetime) -> BadgeView | None:
    """Return what stands on the badge that counts; None where there is none, or nobody vouches (any more)."""
    serial = current(row)
    vouchers = vouchers_of(row, on=timezone.localtime(now).date())
    if not serial or not vouchers or not row.portrait:
        return None
    outlet, _city = names.outlet_of_technician(row.number, now=now)
    return BadgeView(
        serial=serial,
        number=row.number,
        called=row.called,
        portrait=row.portrait,
        outlet=outlet,
        vouchers=tuple(vouchers),
        until=min(one.to_date for one in vouchers),
    )


def says(row: Technician, serial: str) -> str:
    """Return what a printed badge with this serial is: `printed`, `withdrawn`, or `wrong` where it never was."""
    if serial in withdrawn(row):
        return "withdrawn"
    return "printed" if serial and serial == current(row) else "wrong"
