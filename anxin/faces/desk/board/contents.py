"""What the board shows: counts, map, lanes, the list by time left, gaps, and one repair with who could go."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.core.actors import Actor
from anxin.core.zone import SHANGHAI
from anxin.domain.network import queries as network
from anxin.domain.network.wording import GAPS
from anxin.domain.places import gateway as places
from anxin.domain.places.rules import is_wide
from anxin.domain.repairs import queries as repairs
from anxin.domain.visits import queries as visits
from anxin.faces.desk.board import area_map, lanes
from anxin.faces.desk.board.area_map import Point
from anxin.faces.desk.board.filters import AHEAD, BoardFilter
from anxin.faces.desk.board.rows import job_of
from anxin.faces.ground import repair_parts, tiles
from anxin.faces.ground.candidates import known_to
from anxin.faces.words import short, told_apart

SERIOUS = 10


@dataclass(kw_only=True)
class BoardPage:
    """The board as one request sees it."""

    actor: Actor
    now: datetime
    wanted: BoardFilter
    chosen: str = ""
    picks: tuple[str, ...] = ()

    @cached_property
    def open_repairs(self) -> repairs.DispatchBoard:
        """Return the open repairs of the part that is asked for."""
        wanted = self.wanted
        return repairs.board(
            self.actor,
            field=self.field,
            now=self.now,
            brand=wanted.brand,
            division=wanted.place,
            only=wanted.only,
            limit=80,
        )

    @cached_property
    def field(self) -> network.Field:
        """Read who can go where on the day that is looked at."""
        return network.field_of(self.actor, day=self.on, now=self.now)

    @cached_property
    def day(self) -> visits.FieldDay:
        """Read the day's visits of those of the area who are shown."""
        place = self.wanted.place
        return repairs.field_day(
            self.actor,
            day=self.on,
            now=self.now,
            most=lanes.WHOLE if self.wanted.whole else lanes.MOST,
            on_map=area_map.MOST_DISCS if place else 0,
            homes=self.field.homes_within(place) if place else None,
        )

    @property
    def on(self) -> date:
        """Return the day that is looked at."""
        return self.wanted.day or self.today

    @property
    def today(self) -> date:
        """Return the day it is here."""
        return self.now.astimezone(SHANGHAI).date()


def context(board: BoardPage) -> dict[str, Any]:
    """Return what the board's templates need, whichever part of it is asked for."""
    wanted, found = board.wanted, board.open_repairs
    open_url = wanted.url(repair="X")[:-1]
    asked = {"chosen": board.chosen, "url": open_url}
    day = lanes.day_of(board.day, **asked, on=board.on, now=board.now, whole=wanted.whole)
    return {
        "wanted": wanted,
        "base": reverse("desk:board"),
        "path": _path(wanted.place),
        "area": tiles.name_of(wanted.place) if wanted.place else _("The country"),
        "area_typed": wanted.typed if wanted.unknown or not wanted.typed.isdecimal() else tiles.name_of(wanted.place),
        "found": found,
        "day": day,
        "days": _days(board),
        "counts_shown": _counts(wanted, found),
        "tilemap": None if wanted.place else _country(board),
        "areamap": _area(board, open_url) if wanted.place else None,
        "cities": [] if wanted.place else _cities(board),
        "gaps": [_gap(one, wanted) for one in found.gaps[:8]],
        "gap_count": sum(one.repairs for one in found.gaps),
        "jobs": [job_of(one, open_url, board.chosen) for one in found.rows],
        "all_lanes": wanted.url(lanes="all"),
        "whole_url": reverse("desk:board"),
        "live_part": wanted.url(part="board"),
        "live_field": wanted.url(part="field", repair=board.chosen),
    }


def _days(board: BoardPage) -> dict[str, Any]:
    """Give the day that is looked at, the ways to the one before and after it, and all that can be looked at."""
    ways = {board.today + timedelta(days=n): n for n in range(AHEAD.days + 1)}

    def way(day: date) -> str:
        return board.wanted.url(day=day.isoformat() if ways.get(day) else "") if day in ways else ""

    return {
        "on": board.wanted.day,
        "before": way(board.on - timedelta(days=1)),
        "after": way(board.on + timedelta(days=1)),
        "every": [(day.isoformat() if n else "", day, day == board.on) for day, n in ways.items()],
    }


def _path(place: str) -> list[tuple[str, str]]:
    """Give the way back up: the country, the province, the city."""
    found = [("", _("The country"))]
    found += [(place[:n], tiles.name_of(place[:n])) for n in (2, 4) if len(place) > n and places.known_code(place[:n])]
    return found if place else []


def _counts(wanted: BoardFilter, found: repairs.DispatchBoard) -> list[tuple[str, int, str, str, bool]]:
    rows = [
        ("late", _("late"), found.late, "text-red-ink"),
        ("soon", _("soon due"), found.soon, "text-amber-ink"),
        ("by_hand", _("nobody took it"), found.by_hand, "text-amber-ink"),
        ("paused", _("paused"), found.paused, ""),
        *([("twice", _("two in one window"), found.twice, "text-amber-ink")] if found.twice else []),
    ]
    return [
        (name, n, wanted.url(show="" if wanted.only == key else key), tone if n else "", wanted.only == key)
        for key, name, n, tone in rows
    ]


def _country(board: BoardPage) -> tiles.TileMap:
    opened: dict[str, list[int]] = {}
    for county, tally in board.open_repairs.tallies.items():
        sums = opened.setdefault(county[:2], [0, 0])
        sums[0] += tally.open
        sums[1] += tally.late
    gapped = {one.county_code[:2] for one in board.open_repairs.gaps}
    served = {division[:2] for _outlet, _brand, division in board.field.territories}

    def shade(code: str) -> tiles.Shade:
        n, late = opened.get(code, (0, 0))
        if not n and code not in served:
            return tiles.Shade(value=_("not open"), grade="na")
        value = _("{n} late {late}").format(n=n, late=late) if late else str(n)
        grade = "g1" if code in gapped else "g3" if n >= SERIOUS else "g2" if n else "nil"
        return tiles.Shade(value=value, grade=grade, url=board.wanted.url(place=code))

    return tiles.country(shade, said=_("Open repairs by province; tiles show position only, no borders"))


def _cities(board: BoardPage) -> list[tuple[str, str, int, int]]:
    sums: dict[str, list[int]] = {}
    for county, tally in board.open_repairs.tallies.items():
        code = county[:2] if county[:2] in ("11", "12", "31", "50") else county[:4]
        code = code if places.known_code(code) else county
        row = sums.setdefault(code, [0, 0])
        row[0] += tally.open
        row[1] += tally.late
    rows = [
        (board.wanted.url(place=code), tiles.name_of(code), every, late) for code, (every, late) in sums.items() if code
    ]
    return sorted(rows, key=lambda one: (-one[3], -one[2], one[1]))[:12]


def _area(board: BoardPage, url: str) -> area_map.AreaMap | None:
    at = {one.technician_id: one for one in board.day.stops if one.at_work or one.coming}
    jobs = [
        Point(
            lng=one.lng,
            lat=one.lat,
            name=_named(one, chosen=one.number == board.chosen),
            radius_m=one.radius_m if is_wide(one.radius_m) else 0,
            said=f"{repair_parts.title_of(one.symptoms, one.product, one.category)} {one.number}",
            url=f"{url}{one.number}",
            tone="late" if one.late else "gap" if one.by_hand else "",
            chosen=one.number == board.chosen,
        )
        for one in board.open_repairs.rows
        if one.lng is not None and one.lat is not None
    ]
    there = [one for one in board.day.hands if one.works or one.id in at][: area_map.MOST_DISCS]
    called = dict(told_apart([(one.number, one.called) for one in there]))
    techs = [_where(one, at.get(one.id), str(called[one.number])) for one in there]
    gaps = [_point(one.county_code) for one in board.open_repairs.gaps]
    said = _("Open repairs: {jobs}, technicians: {people}; hexagons show position only").format(
        jobs=board.open_repairs.shown, people=board.day.about
    )
    return area_map.area(jobs=jobs, techs=techs, gaps=[one for one in gaps if one], picks=board.picks, said=said)


def _named(one: repairs.QueueRow, *, chosen: bool) -> str:
    if is_wide(one.radius_m):
        return known_to(one.division, one.precision)
    return short(one.number) if chosen or one.late else ""


def _where(one: network.Hand, stop: visits.FieldStop | None, called: str) -> Point:
    name = called.removesuffix("师傅") or called
    if stop is None or stop.lng is None or stop.lat is None:
        return Point(lng=one.lng, lat=one.lat, name=name, said=called, key=one.number)
    return Point(lng=stop.lng, lat=stop.lat, name=name, said=called, tone="busy", key=one.number)


def _point(code: str) -> Point | None:
    found = places.division(code)
    return None if found.lng is None or found.lat is None else Point(lng=found.lng, lat=found.lat)


def _gap(one: repairs.CountyGap, wanted: BoardFilter) -> dict[str, Any]:
    return {
        "place": _chain(one.county_code),
        "why": GAPS[one.why],
        "repairs": one.repairs,
        "url": wanted.url(place=one.county_code, repair=one.number),
    }


def _chain(county: str) -> str:
    above = county[:4] if places.known_code(county[:4]) else county[:2]
    return f"{tiles.name_of(above)} {tiles.name_of(county)}" if places.known_code(county) else county
