"""The warranty checked again: by a proof of purchase, or by what a claim decided."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.states import can, lock
from anxin.core.zone import SHANGHAI
from anxin.domain.goods import actions as goods_actions
from anxin.domain.goods.rules.warranty import Warranty
from anxin.domain.repairs.actions.answers import put_aside
from anxin.domain.repairs.actions.late_cover import free_of_charge
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.lookup import repair_by_key
from anxin.domain.repairs.queries.proofs import is_somebody_elses, seen_at
from anxin.domain.repairs.queries.service_warranty import service_warranty
from anxin.domain.repairs.rules import proofs
from anxin.domain.repairs.states import WORKS
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.models import Visit

MAY_CHECK = frozenset(WORKS.split())


class NotYoursToCheck(Forbidden):
    """Only the desk checks a receipt, or writes down what the brand says."""

    code = "repairs.not_yours_to_check"


def check_cover(*, repair: Repair, bought_date: date, by: Actor, now: datetime) -> bool:
    """Check the warranty by the day on the receipt: of two proofs that disagree, this is the day that counts.

    A quote given before is put aside, to be priced anew; of what is priced for good, what is covered is free. Tells
    whether the repair is covered.
    """
    require_checker(repair, by)
    _require_day(repair, bought_date)
    lock(repair)
    require_checkable(repair, "check_cover")
    if repair.device is not None:
        goods_actions.correct_bought(device=repair.device, bought_date=bought_date, owner=repair.customer, now=now)
    return decide(repair, bought_date, code="repairs.cover_checked", by=by, now=now)


def take_receipt(
    *, visit: Visit, bought_date: date, seller: str, files: Sequence[SealedFile], by: Actor, now: datetime
) -> bool:
    """Write down a proof of purchase that the customer showed his technician; its pictures are sealed.

    Where an earlier proof gives another day, of this repair or by now of its device, that one counts until the desk
    has decided; so does whose the device is. Tells whether it is covered.
    """
    repair = repair_by_key(str(visit.stream_key))
    _require_day(repair, bought_date)
    lock(repair, visit)
    require_checkable(repair, "check_cover")
    if not files:
        raise Invalid("files", expected=_("a picture"), got="")
    photos = [visits.add_receipt(visit=visit, file=one, by=by, now=now) for one in files]
    told = {"sha256": photos[0].file, "pictures": len(photos)}
    _take_over_day(repair, bought_date, by=by, now=now)
    other = proofs.other_day(bought_date, of=_known(repair))
    whose = "" if repair.bought_proved else "another"
    if other is None and repair.bought_proved != bought_date and _is_seen_elsewhere(repair, files, by=by, now=now):
        other, whose = bought_date, "again"
    if other is not None:
        disagree(repair, other, whose=whose, by=by, now=now, told=told, seller=seller)
        return repair.covered
    if repair.device is not None:
        goods_actions.prove_bought(device=repair.device, bought_date=bought_date, owner=repair.customer, now=now)
    return decide(repair, bought_date, code="repairs.receipt_shown", by=by, now=now, told=told, seller=seller)


def set_free(*, repair: Repair, why: str, source: str, now: datetime) -> None:
    """Let a repair under way cost its customer nothing, for a reason of `rules.OF_CLAIM` by the case named `source`.

    A quote given before is put aside, to be priced anew; what is priced for good stays.
    """
    lock(repair)
    if not is_open_to_pricing(repair):
        return
    keep_cover(repair, {"covered": True, "covered_until": None, "warranty_why": why, "warranty_source": source})
    put_aside(repair, now=now)
    timeline.write(repair.stream(), "repairs.set_free", by=SYSTEM, now=now, facts={"covered": True, "why": why})


def require_checker(repair: Repair, by: Actor) -> None:
    """Refuse who is not of the desk."""
    if not by.may(MAY_CHECK):
        raise NotYoursToCheck({"number": repair.number})


def _require_day(repair: Repair, bought_date: date) -> None:
    goods_actions.check_bought(bought_date, now=repair.created_at)


def require_checkable(repair: Repair, what: str) -> None:
    """Refuse a repair whose warranty nobody checks any more."""
    if not can(repair, what):
        raise WrongState({"machine": "repair", "state": repair.state, "step": what})


def _take_over_day(repair: Repair, shown: date, *, by: Actor, now: datetime) -> None:
    """Hold the device and let the day count that was proved for it since the report, where another one is shown."""
    device = repair.device
    if device is None:
        return
    lock(device)
    known = device.proved_date
    if repair.bought_proved is None and known not in (None, shown) and known <= reported_on(repair):
        told = {"tail": device.serial[-4:], "device": str(device.pk)}
        decide(repair, known, code="repairs.device_known", by=by, now=now, told=told)


def reported_on(repair: Repair) -> date:
    """Return the day of the report."""
    return repair.created_at.astimezone(SHANGHAI).date()


def _known(repair: Repair) -> proofs.Known:
    """Return what was proved before of a repair and of its device, which is held."""
    device = repair.device
    if device is None:
        return proofs.Known(here=repair.bought_proved)
    strange = is_somebody_elses(device, repair.customer)
    return proofs.Known(here=repair.bought_proved, device=device.proved_date, strange=strange)


def _is_seen_elsewhere(repair: Repair, files: Sequence[SealedFile], *, by: Actor, now: datetime) -> bool:
    """Return whether a picture of a proof stands at another customer's repair, too; the desk reads at which."""
    number = seen_at(repair, [one.sha256 for one in files])
    if number:
        timeline.write(repair.stream(), "repairs.receipt_again", by=by, now=now, facts={"number": number})
    return bool(number)


def is_decided_by_day(repair: Repair) -> bool:
    """Return whether a day of purchase says who pays for a repair."""
    cover = proofs.cover_of(covered=repair.covered, why=repair.warranty_why, disputed=repair.bought_other is not None)
    return proofs.may_be_shown(cover) and can(repair, "check_cover")


def disagree(
    repair: Repair,
    day: date,
    *,
    by: Actor,
    now: datetime,
    whose: str = "",
    told: Mapping[str, Any] | None = None,
    seller: str = "",
) -> None:
    """Leave a day of purchase to the desk, be it for another or for `whose` sake: what was proved counts until then."""
    keep_cover(repair, {"bought_other": day})
    days = {"day": day.isoformat(), "since": repair.bought_proved and repair.bought_proved.isoformat()}
    private = {"note": seller} if seller else None
    facts = days | dict(told or {}) | ({"whose": whose} if whose else {})
    timeline.write(repair.stream(), "repairs.receipts_disagree", by=by, now=now, facts=facts, private=private)


def decide(
    repair: Repair,
    bought_date: date,
    *,
    code: str,
    by: Actor,
    now: datetime,
    told: Mapping[str, Any] | None = None,
    seller: str = "",
) -> bool:
    """Let a proved day count: for the repair, and for what its customer pays."""
    warranty = service_warranty(
        product=repair.product, kind=repair.kind, bought_date=bought_date, now=repair.created_at
    )
    keep_cover(repair, _as_decided(warranty, bought_date))
    day = bought_date.isoformat()
    facts = {"covered": warranty.covered, "why": warranty.why, "bought": day, "day": day, **(told or {})}
    private = {"note": seller} if seller else None
    timeline.write(repair.stream(), code, by=by, now=now, facts=facts, private=private)
    reprice(repair, by=by, now=now)
    return warranty.covered


def keep_cover(repair: Repair, sets: Mapping[str, Any]) -> None:
    """Write down what covers a repair, in its row and in the one at hand."""
    Repair.objects.filter(pk=repair.pk).update(**sets)
    for name, value in sets.items():
        setattr(repair, name, value)


def _as_decided(warranty: Warranty, bought_date: date) -> dict[str, Any]:
    return {
        "covered": warranty.covered,
        "covered_until": warranty.until,
        "warranty_why": warranty.why,
        "warranty_source": f"{warranty.term.title} {warranty.term.clause}" if warranty.term else "",
        "bought_said": None,
        "bought_proved": bought_date,
        "bought_other": None,
    }


def reprice(repair: Repair, *, by: Actor, now: datetime) -> None:
    """Have it priced anew where it isn't priced for good; else what is covered by now becomes free, and no more."""
    if is_open_to_pricing(repair):
        put_aside(repair, now=now)
    elif repair.covered:
        free_of_charge(repair=repair, by=by, now=now)


def is_open_to_pricing(repair: Repair) -> bool:
    """Return whether a repair isn't priced for good yet."""
    visit = visits_queries.latest_of(repair.stream())
    return can(repair, "reprice") and (visit is None or visit.parts_stated_at is None)
