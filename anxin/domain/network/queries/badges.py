"""Printed badges: which one counts, and what stands on it. What happened to them is in the technician's record."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from anxin.core import timeline
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.network.models import Technician
from anxin.domain.network.queries.engagements import Voucher, vouchers_from, vouchers_now
from anxin.domain.network.queries.homes import sending_homes

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


@dataclass(frozen=True, kw_only=True)
class Badge:
    """A technician's badge to print, None where none counts or nobody vouches; and whether he may have one."""

    row: Technician
    view: BadgeView | None
    able: bool


def current(row: Technician) -> str:
    """Return the serial of the badge that counts; empty where there is none (one query)."""
    return _current(_badge_facts([row])[row.stream()])


def withdrawn(row: Technician) -> dict[str, datetime]:
    """Return the serials of a technician that count no more, and since when (one query)."""
    return {str(one.facts["serial"]): one.at for one in timeline.facts_of(row.stream(), code=WITHDRAWN)}


def _badge_facts(rows: Iterable[Technician]) -> dict[StreamKey, list[Entry]]:
    return timeline.facts_of_each((row.stream() for row in rows), codes=(ISSUED, WITHDRAWN))


def _current(facts: list[Entry]) -> str:
    gone = {str(fact.facts["serial"]) for fact in facts if fact.code == WITHDRAWN}
    given = [str(fact.facts["serial"]) for fact in facts if fact.code == ISSUED]
    return next((one for one in reversed(given) if one not in gone), "")


def may_have(row: Technician, *, now: datetime) -> bool:
    """Return whether a badge may be printed: with a portrait, and a brand that vouches today."""
    return bool(row.portrait) and bool(vouchers_now([row], now=now)[row.number])


def to_print(rows: Collection[Technician], *, now: datetime) -> list[Badge]:
    """Return the badges that count of technicians, in their order, however many they are (three queries)."""
    numbers = [row.number for row in rows]
    homes = sending_homes(numbers, now=now)
    told, vouched = _badge_facts(rows), vouchers_from(homes, numbers, now=now)
    found = []
    for row in rows:
        vouchers, serial = tuple(vouched[row.number]), _current(told[row.stream()])
        able, outlet = bool(row.portrait and vouchers), homes.called.get(row.number, "")
        found.append(Badge(row=row, view=_view(row, serial, outlet, vouchers) if able and serial else None, able=able))
    return found


def _view(row: Technician, serial: str, outlet: str, vouchers: tuple[Voucher, ...]) -> BadgeView:
    return BadgeView(
        serial=serial,
        number=row.number,
        called=row.called,
        portrait=row.portrait,
        outlet=outlet,
        vouchers=vouchers,
        until=min(voucher.to_date for voucher in vouchers),
    )


def says(row: Technician, serial: str) -> str:
    """Return what a printed badge with this serial is: `printed`, `withdrawn`, or `wrong` where it never was."""
    if serial in withdrawn(row):
        return "withdrawn"
    return "printed" if serial and serial == current(row) else "wrong"
