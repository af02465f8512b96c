"""Rehearse: play reports and a claim through the real actions on the real database, and leave nothing but the result.

Each case runs in a block of its own that is undone at its end: no figure, no message, no technician's phone and no
number of a case is touched, and nobody waits longer than one case takes: between two whoever waits goes first.
"""

from collections.abc import Callable, Iterator
from datetime import datetime, time, timedelta
from functools import partial
from typing import Any, NoReturn

from django.utils.translation import gettext as _

from anxin.core import later, wording
from anxin.core.acting import acting, let_others_go, refuse_inside
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import AnxinError, Invalid
from anxin.core.ids import uuid7
from anxin.core.wording import joined
from anxin.core.zone import SHANGHAI
from anxin.domain.opening import queries, rules
from anxin.domain.opening.actions import rehearsal_steps
from anxin.domain.opening.actions.rehearsal_steps import PlayedStep
from anxin.domain.opening.models import Opening, Rehearsal
from anxin.domain.people.models import Organisation
from anxin.domain.places import gateway as places
from anxin.domain.visits import gateway as visits

TO_THE_END = {"finished", "agreed"}
"""What one report and the claim have to come to; of the house the claim alone."""
TASK = "anxin.domain.opening.tasks.rehearse"


class NoSuchCounty(Invalid):
    """No county of this name is known, or several are."""

    code = "opening.no_such_county"


class _Undone(Exception):
    """What was played is taken back whole."""


def ask_rehearsal(*, brand: Organisation, counties: str, hours: str, by: Actor, now: datetime) -> Rehearsal:
    """Ask for a rehearsal; it is played by a worker. Raises `NoSuchCounty` and `core.invalid` for an hour."""
    row = Rehearsal.objects.create(
        id=uuid7(),
        brand=brand,
        counties=[_county(one) for one in rules.several(counties)],
        hours=[_hour(one) for one in rules.several(hours)] or list(rules.HOURS),
        asked_by=by.key,
        asked_at=now,
    )
    later.put(TASK, arguments={"rehearsal": str(row.id)}, key=f"opening.rehearse:{row.id}", now=now)
    return row


def _county(name: str) -> str:
    found = places.read(name)
    if not found.county_code:
        raise NoSuchCounty("counties", expected="a county's name", got=name[:40])
    return found.county_code


def _hour(written: str) -> str:
    try:
        return time.fromisoformat(written.replace("：", ":").zfill(5)).strftime("%H:%M")
    except ValueError:
        raise Invalid("hours", expected=_("hours such as 22:10"), got=written[:40]) from None


def rehearse(*, rehearsal: str, now: datetime) -> None:
    """Play a rehearsal that was asked for, case by case, and keep what came of it; call it outside of any block.

    It is the first in a new house that asks who can come. What answers that is compiled before any case begins: a
    block would hold the database for all others for so long.
    """
    refuse_inside()
    row = Rehearsal.objects.select_related("brand").get(pk=rehearsal)
    if row.ended_at is not None:
        return
    visits.compile_matching()
    found = queries.rehearsals.configuration(row.brand)
    cases = list(_reports(row, now))
    cases += [*_claim(row, now), *_nowhere(cases)]
    steps = [said for one in cases for said in one["steps"]]
    ends = TO_THE_END - {"finished"} if _is_house(row) else TO_THE_END
    passed = all(said["ok"] for said in steps) and {said["code"] for said in steps} >= ends
    ended = {"ended_at": now, "passed": passed, "configuration": found, "cases": cases}
    acting(lambda: Rehearsal.objects.filter(pk=row.pk, ended_at=None).update(**ended))


def _reports(row: Rehearsal, now: datetime) -> Iterator[dict[str, Any]]:
    goods = queries.rehearsals.goods_of(row.brand)
    asked = row.counties or (queries.rehearsals.counties_of(row.brand, now=now) if goods else [])
    for code in asked:
        county = places.division(code).full_name
        for hour in row.hours:
            for product in goods:
                places.read(rehearsal_steps.address_in(county))  # what reads addresses is loaded outside of a block
                play = partial(rehearsal_steps.report, product=product, county=county, now=_next(hour, now))
                yield {"county": county, "hour": hour, "product": product.name, "steps": _undone(row.brand, now, play)}


def _claim(row: Rehearsal, now: datetime) -> Iterator[dict[str, Any]]:
    """Play a claim on what a brand makes, sold by itself, or of the house on what one of its shops sold."""
    product = next(iter(queries.rehearsals.goods_of(row.brand)), None)
    seller = row.brand if product else queries.rehearsals.selling_shop() if _is_house(row) else None
    if seller is not None:
        steps = _undone(row.brand, now, partial(rehearsal_steps.claim, seller=seller, product=product, now=now))
        yield {"county": "", "hour": "", "product": product.name if product else seller.name, "steps": steps}


def _is_house(row: Rehearsal) -> bool:
    return row.brand.kind == Organisation.Kind.OPERATOR


def _nowhere(cases: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Say of a rehearsal whose every county has nobody that it played no report, as a case of its own."""
    reports = [one for one in cases if one["county"]]
    if not reports or any(one["steps"][-1]["code"] != "reach" for one in reports):
        return []
    several = joined(dict.fromkeys(one["county"] for one in reports))
    reads = _("Nobody goes to any of these counties, so no report was played to its end. Name one that is served.")
    step = {"code": "reach", "ok": False, "reads": reads}
    return [{"county": several, "hour": "", "product": "", "steps": [step]}]


def _next(hour: str, now: datetime) -> datetime:
    """Return the next moment at which it is this hour."""
    today = datetime.combine(now.astimezone(SHANGHAI).date(), time.fromisoformat(hour), SHANGHAI)
    return today if today > now else today + timedelta(days=1)


def _undone(brand: Organisation, now: datetime, play: Callable[[], Iterator[PlayedStep]]) -> list[dict[str, object]]:
    """Play one case as if the house were open, and take all of it back; a refusal ends it with what one would read."""
    steps: list[dict[str, object]] = []

    def work() -> NoReturn:
        steps.clear()
        opened = {"opened_by": SYSTEM.key, "opened_at": now}
        Opening.objects.get_or_create(brand=brand, shut_at=None, defaults=opened)
        try:
            steps.extend({"code": one.code, "ok": one.ok, "reads": one.reads} for one in play())
        except AnxinError as refused:
            steps.append({"code": "refused", "ok": False, "reads": wording.error(refused)})
        raise _Undone

    try:
        acting(work)
    except _Undone:
        let_others_go()
        return steps
