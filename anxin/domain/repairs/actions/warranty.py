"""The warranty checked again, once the day of purchase is known."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from anxin.core import clocks, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.states import can, lock, transition
from anxin.core.zone import SHANGHAI
from anxin.domain.goods import actions as goods_actions
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.service_warranty import service_warranty
from anxin.domain.repairs.states import WORKS
from anxin.domain.visits import queries as visits_queries

MAY_CHECK = frozenset(WORKS.split())


class NotYoursToCheck(Forbidden):
    """Only the desk checks a receipt."""

    code = "repairs.not_yours_to_check"


def check_cover(*, repair: Repair, bought_date: date, by: Actor, now: datetime) -> bool:
    """Check the warranty by the day on the receipt; a quote given before is put aside, to be priced anew.

    Tells whether the repair is covered. Raises `core.wrong_state` once the work is priced for good.
    """
    if not by.may(MAY_CHECK):
        raise NotYoursToCheck({"number": repair.number})
    reported = repair.created_at.astimezone(SHANGHAI).date()
    if bought_date > reported:
        raise Invalid("bought_date", expected=_("a day up to {day}").format(day=reported), got=bought_date)
    lock(repair)
    if not _is_open_to_pricing(repair):
        raise WrongState({"machine": "repair", "state": repair.state, "step": "check_cover"})
    warranty = service_warranty(
        product=repair.product, kind=repair.kind, bought_date=bought_date, now=repair.created_at
    )
    source = f"{warranty.term.title} {warranty.term.clause}" if warranty.term else ""
    kept = {
        "covered": warranty.covered,
        "covered_until": warranty.until,
        "warranty_why": warranty.why,
        "warranty_source": source,
        "bought_said": None,
    }
    Repair.objects.filter(pk=repair.pk).update(**kept)
    if repair.device is not None:
        goods_actions.correct_bought(device=repair.device, bought_date=bought_date, owner=repair.customer, now=now)
    _put_quotes_aside(repair, now)
    facts = {"covered": warranty.covered, "why": warranty.why, "bought": bought_date.isoformat()}
    timeline.write(repair.stream(), "repairs.cover_checked", by=by, now=now, facts=facts)
    repair.refresh_from_db()
    return warranty.covered


def set_free(*, repair: Repair, why: str, source: str, now: datetime) -> None:
    """Let a repair under way cost its customer nothing, for a reason of `rules.OF_CLAIM` by the case named `source`.

    A quote given before is put aside, to be priced anew; what is priced for good stays.
    """
    lock(repair)
    if not _is_open_to_pricing(repair):
        return
    kept = {"covered": True, "covered_until": None, "warranty_why": why, "warranty_source": source}
    Repair.objects.filter(pk=repair.pk).update(**kept)
    _put_quotes_aside(repair, now)
    timeline.write(repair.stream(), "repairs.set_free", by=SYSTEM, now=now, facts={"covered": True, "why": why})
    repair.refresh_from_db()


def _is_open_to_pricing(repair: Repair) -> bool:
    visit = visits_queries.latest_of(repair.stream())
    return can(repair, "check_cover") and (visit is None or visit.parts_stated_at is None)


def _put_quotes_aside(repair: Repair, now: datetime) -> None:
    """Put the quotes aside that were given at other prices: the house's own step, whoever changed who pays."""
    for quote in repair.quotes.filter(state__in=["sent", "agreed"]):
        lock(quote)
        transition(quote, "replace", by=SYSTEM, now=now)
        clocks.stop(repair.stream(), "repairs.quote", now=now)
