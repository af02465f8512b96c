"""Why this technician: candidates with their reasons, as the part beside a case reads them."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anxin.core.wording import joined
from anxin.domain.network.wording import said_grade
from anxin.domain.places.rules import is_wide, known_part
from anxin.domain.places.wording import KNOWN_TO
from anxin.domain.visits import gateway
from anxin.domain.visits.choices import DECLINED
from anxin.domain.visits.rules.arrivals import whole_minutes
from anxin.domain.visits.wording import HINDRANCES
from anxin.domain.visits.wording.reasons import said_reason, said_way
from anxin.faces.ground.hexes import Dot, HexMap, around
from anxin.faces.ground.streets import StreetMark, below
from anxin.faces.words import told_apart

if TYPE_CHECKING:
    from anxin.domain.visits.gateway import Candidate, Ranking
    from anxin.domain.visits.queries import OfferView

KM_A_DEGREE = 111.2


class Placed(Protocol):
    """Where somebody is to go, as closely as it is known."""

    @property
    def lng(self) -> float | None:
        """Return its longitude."""

    @property
    def lat(self) -> float | None:
        """Return its latitude."""

    @property
    def radius_m(self) -> int:
        """Return how far off it may be."""

    @property
    def precision(self) -> str:
        """Return to what it is known: city, county …"""

    @property
    def division(self) -> str:
        """Return its divisions, the widest first."""


def known_to(division: str, precision: str = "") -> str:
    """Say that a place is known to a division only."""
    return str(KNOWN_TO).format(division=known_part(division, precision))


@dataclass(frozen=True, kw_only=True)
class Other:
    """Somebody else who could go, and what speaks against him."""

    name: str
    number: str
    far: str
    why_not: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Pick:
    """The first of the ranked, with his reasons; state "none" where nobody can go.

    `another_asked` while somebody else's answer is waited for.
    """

    state: str = ""
    name: str = ""
    another_asked: bool = False
    photo_url: str = ""
    badge: str = ""
    note: str = ""
    reasons: tuple[tuple[str, str], ...] = ()
    hexes: HexMap | None = None
    others: tuple[Other, ...] = ()
    title: str = ""
    text: str = ""
    actions: tuple[tuple[str, str], ...] = ()
    near: tuple[tuple[str, str], ...] = ()


def pick_of(
    ranking: "Ranking",
    *,
    place: Placed,
    ask: str,
    offers: Sequence["OfferView"] = (),
    actions: tuple[tuple[str, str], ...] = (),
    near: tuple[tuple[str, str], ...] | None = None,
) -> Pick:
    """Return whom the ranking puts first and why; `ask` is the address of the form that asks one of the others.

    `near` are the nearest outlets with how far they are, where none serves the place.
    """
    found, beyond = ranking.able, [_beyond(one, ask) for one in ranking.beyond[:3]]
    if not found:
        return Pick(
            state="none",
            title=_("Nobody can go in this window"),
            text=nobody_goes(beyond=bool(beyond), served=near is None),
            others=tuple(beyond),
            actions=actions,
            near=near or (),
        )
    first, known = found[0], {one.technician.number for one in found}
    said_no = {one.technician_number: one for one in offers if one.declined or one.expired or one.lapsed}
    others = [_other(one, first, ask) for one in found[1:4]]
    others += [_refused(one, ask) for number, one in said_no.items() if number not in known]
    waits = {one.technician_number for one in offers if one.waits}
    return Pick(
        name=first.technician.called,
        another_asked=bool(waits) and first.technician.number not in waits,
        note=f"{first.technician.number} · {said_grade(first.technician.grade)}",
        reasons=tuple(pairs(first.reasons)),
        hexes=_map(found[:4], place),
        others=_apart((*others, *beyond), besides=first.technician.called),
    )


def _apart(several: Sequence[Other], *, besides: str) -> tuple[Other, ...]:
    """Return others, with their number beside a name that two have."""
    count = Counter([besides, *(one.name for one in several)])
    return tuple(replace(one, name=f"{one.name} {one.number}") if count[one.name] > 1 else one for one in several)


def nobody_goes(*, beyond: bool, served: bool) -> str:
    """Say what can be done where nobody can go: one who would work too long, an outlet, or neither."""
    if beyond:
        return _("Whoever could go would work too long that day. Move the window, or name somebody all the same.")
    if served:
        return _("Nobody who can repair this is free then: ask an outlet.")
    return _(
        "No outlet that may go serves this place now. Help from afar, let it wait, or give an outlet the area under "
        "Network."
    )


def pairs(reasons: Sequence[dict[str, object]]) -> list[tuple[str, str]]:
    """Return reasons as name and value."""
    return [(_name(str(one["code"])), said_reason(one)) for one in reasons]


def _name(code: str) -> str:
    names = {
        "near": _("Close by"),
        "skill": _("Able"),
        "load": _("Free"),
        "week": _("Fair"),
        "hours": _("Long day"),
        "newcomer": _("Newcomer"),
        "neighbour": _("Next door"),
        "parts": _("Equipped"),
        "star": _("Good"),
        "by_hand": _("Chosen"),
    }
    return names.get(code, code)


def _facts(one: "Candidate") -> dict[str, dict[str, object]]:
    return {str(reason["code"]): reason for reason in one.reasons}


def far_of(one: "Candidate") -> str:
    """Return how far somebody has to go."""
    metres, way = _facts(one).get("near", {}).get("metres"), said_way(whole_minutes(one.travel_s))
    return f"{long(metres)}{_(', ')}{way}" if isinstance(metres, int) else way


def long(metres: int) -> str:
    """Say a length: 340 m, 1.2 km."""
    return _("{n} m").format(n=metres) if metres < 1000 else _("{km} km").format(km=f"{metres / 1000:.1f}")


def _other(one: "Candidate", first: "Candidate", ask: str) -> Other:
    return Other(
        name=one.technician.called,
        number=one.technician.number,
        far=far_of(one),
        why_not=_against(one, first),
        url=f"{ask}&technician={one.technician.number}" if ask else "",
    )


def standing(ranking: "Ranking", hindered: Mapping[str, str]) -> dict[str, str]:
    """Return by number what the list says beside each: that he can go and how far it is, or why he can't."""
    said = {number: _("can't go: {why}").format(why=HINDRANCES[why]) for number, why in hindered.items()}
    said |= {one.technician.number: said_reason(_facts(one)["hours"]) for one in ranking.beyond}
    return said | {one.technician.number: _("can go, {far}").format(far=far_of(one)) for one in ranking.able}


def _beyond(one: "Candidate", ask: str) -> Other:
    return Other(
        name=one.technician.called,
        number=one.technician.number,
        far=far_of(one),
        why_not=said_reason(_facts(one)["hours"]),
        url=f"{ask}&technician={one.technician.number}" if ask else "",
    )


def _against(one: "Candidate", first: "Candidate") -> str:
    mine, best = _facts(one), _facts(first)
    later = round((one.arrive_at - first.arrive_at).total_seconds() / 60)
    if later > 0:
        return ngettext("there {n} minute later", "there {n} minutes later", later).format(n=later)
    further = round(((one.travel_s or 0) - (first.travel_s or 0)) / 60)
    if further > 0:
        return ngettext("{n} minute further", "{n} minutes further", further).format(n=further)
    held = _count(mine, "load", "held") - _count(best, "load", "held")
    if held > 0:
        return ngettext("holds {n} job more", "holds {n} jobs more", held).format(n=held)
    week = _count(mine, "week", "jobs") - _count(best, "week", "jobs")
    if week > 0:
        return ngettext("{n} job more in seven days", "{n} jobs more in seven days", week).format(n=week)
    if _count(mine, "skill", "level") < _count(best, "skill", "level"):
        return _("less practised in this")
    return _("stands behind in the sum")


def _count(facts: dict[str, dict[str, object]], code: str, name: str) -> int:
    return int(str(facts.get(code, {}).get(name, 0)))


def _refused(one: "OfferView", ask: str) -> Other:
    why = str(DECLINED.get(one.why, one.why)) if one.declined and one.why else ""
    silent = _("did not answer") if one.expired else _("did not see it in time") if one.lapsed else _("said no")
    said = _("said no: {why}").format(why=why) if why else silent
    return Other(
        name=one.technician,
        number=one.technician_number,
        far=said_way(whole_minutes(gateway.offered_s(one))),
        why_not=said,
        url=f"{ask}&technician={one.technician_number}" if ask else "",
    )


def _dot_names(found: Sequence["Candidate"]) -> list[str]:
    """Name everybody on the map, who has the name of another by his number too."""
    called = told_apart([(one.technician.number, one.technician.called) for one in found])
    far = [whole_minutes(one.travel_s) for one in found]
    told = zip(called, far, strict=True)
    return [str(name) if minutes is None else f"{name} {minutes or '<1'}′" for (_number, name), minutes in told]


def _map(found: Sequence["Candidate"], place: Placed) -> HexMap | None:
    lng, lat, radius_m = place.lng, place.lat, place.radius_m if is_wide(place.radius_m) else 0
    if lng is None or lat is None:
        return None
    name, names = known_to(place.division, place.precision) if radius_m else _("the place"), _dot_names(found)
    wide = KM_A_DEGREE * math.cos(math.radians(lat))
    dots = [
        Dot(
            name=names[n],
            east_km=(one.technician.lng - lng) * wide,
            north_km=(one.technician.lat - lat) * KM_A_DEGREE,
            pick=n == 0,
        )
        for n, one in enumerate(found)
    ]
    who = joined(f"{one.technician.called} {far_of(one)}" for one in found)
    if radius_m:
        said = _("The place is {known}: an area, not a point; {names}").format(known=name, names=who)
    else:
        said = _("The place in the middle; {names}").format(names=who)
    marks = [StreetMark(lng=lng, lat=lat, name=name, kind="here", radius_m=radius_m)]
    marks += [StreetMark(lng=one.technician.lng, lat=one.technician.lat, name=names[n]) for n, one in enumerate(found)]
    return around(place=name, dots=dots, said=said, wide_km=radius_m / 1000, streets=below(marks))
