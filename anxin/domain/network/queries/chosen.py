"""Whom somebody chose in a list to do the same with many: technicians by number, outlets by code."""

from collections.abc import Collection, Sequence
from datetime import datetime
from itertools import batched

from anxin.core.actors import Actor
from anxin.domain.network.models import Engagement, Outlet, Skill, Technician
from anxin.domain.network.queries import names, outlets, technicians

AT_ONCE = 500


def numbers(actor: Actor, sought: technicians.TechnicianFilter, *, now: datetime, limit: int) -> list[str]:
    """Return the numbers of those that are asked for, as many as the limit lets (one query)."""
    return list(technicians.found(actor, sought, now=now).order_by("number").values_list("number", flat=True)[:limit])


def numbers_among(actor: Actor, several: Collection[str]) -> list[str]:
    """Return which of these numbers are those of technicians an actor may see, in their order (one query)."""
    rows = technicians.visible_to(actor).filter(number__in={one[:32] for one in several}).order_by("number")
    return list(rows.values_list("number", flat=True))


def called(several: Collection[str]) -> list[tuple[str, str]]:
    """Return what technicians of these numbers are called, by number (one query)."""
    return list(Technician.objects.filter(number__in=several).order_by("number").values_list("number", "called"))


def employed(several: Sequence[str], *, outlet: str, brand: str) -> list[tuple[str, str, str]]:
    """Return number, outlet and brand of what these technicians work for, at one outlet or for one brand or any."""
    found: list[tuple[str, str, str]] = []
    for some in batched(several, AT_ONCE, strict=False):
        rows = Engagement.objects.filter(technician__number__in=some, to_at=None)
        rows = rows.filter(outlet__code=outlet) if outlet else rows
        rows = rows.filter(brand__slug=brand) if brand else rows
        named = rows.order_by("technician__number", "outlet__code", "brand__slug")
        found += named.values_list("technician__number", "outlet__code", "brand__slug")
    return found


def skilled(several: Sequence[str], *, skill: str) -> list[str]:
    """Return which of these technicians have a skill that nobody ended, by their numbers."""
    found: list[str] = []
    for some in batched(several, AT_ONCE, strict=False):
        rows = Skill.objects.filter(technician__number__in=some, code=skill, ended_at=None)
        found += rows.order_by("technician__number").values_list("technician__number", flat=True)
    return found


def known_outlet(code: str) -> bool:
    """Return whether an outlet has this code."""
    return Outlet.objects.filter(code=code).exists()


def codes(actor: Actor, sought: outlets.OutletFilter, *, now: datetime, limit: int) -> list[str]:
    """Return the codes of those that are asked for, as many as the limit lets (one query)."""
    return list(outlets.found(actor, sought, now=now).order_by("code").values_list("code", flat=True)[:limit])


def codes_among(actor: Actor, several: Collection[str]) -> list[str]:
    """Return which of these codes are those of outlets an actor may see, in their order (one query)."""
    rows = outlets.visible_to(actor).filter(code__in={one[:32] for one in several}).order_by("code")
    return list(rows.values_list("code", flat=True))


def named(several: Collection[str]) -> list[tuple[str, str]]:
    """Return what outlets of these codes are called, by code (one query)."""
    rows = Outlet.objects.filter(code__in=several).order_by("code")
    return list(names.told_apart(rows.values_list("code", "organisation__name", "division")).items())
