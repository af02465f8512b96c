"""Repairs of this house as a file writes them that another house reads: as they stand now, under their number here."""

from collections.abc import Iterable
from datetime import date, timedelta

from anxin.core import vault
from anxin.core.imports.earlier_numbers import split
from anxin.core.money import format_fen
from anxin.core.tables import Value, Values, many
from anxin.core.zone import SHANGHAI
from anxin.domain.custody import queries as custody
from anxin.domain.custody.models import Custody
from anxin.domain.goods.models import Symptom
from anxin.domain.goods.queries.imports import NO, YES
from anxin.domain.ledger import queries as ledger
from anxin.domain.people.queries.imports import plainly
from anxin.domain.places import queries as places
from anxin.domain.repairs import rules
from anxin.domain.repairs.models import Repair, TakenOver
from anxin.domain.repairs.queries.former import is_wish
from anxin.domain.repairs.rules.former import hours_said
from anxin.domain.repairs.states import REPAIR
from anxin.domain.repairs.wording.tables import OPEN_MONEY
from anxin.domain.visits import queries as visits
from anxin.domain.visits.models import Appointment, Visit
from anxin.domain.visits.rules import BENCH
from anxin.domain.visits.states import VISIT

BESIDE = ("product__brand", "brand", "customer", "place", "device")
STATES = {"confirmed": "done", "redirected": "cancelled"}
"""States that no file names, as it names them: whose work is done, and what ended elsewhere."""
GOODS = {
    "received": "arrived",
    "at_bench": "held",
    "called_off": "returned",
    "lost": "returned",
    "deposited": "returned",
}
"""Where a thing is, as a file says it, where it has no word of its own: a receipt nobody signed is written anew."""


def every(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the repairs by their keys, oldest first; one whose customer was forgotten is nobody's to take over."""
    rows = Repair.objects.exclude(customer__name_sealed="").order_by("created_at", "id")
    return rows.values_list("brand__slug", "number").iterator()


def open_money() -> Iterable[str]:
    """Return which repairs have a bill that isn't paid, each with what it asks for still: no file takes that along."""
    bills = ledger.open_bills("repair")
    numbers = dict(Repair.objects.filter(pk__in=[one.stream_key for one in bills]).values_list("pk", "number"))
    due = sorted((numbers[one.stream_key], ledger.still_due(one)) for one in bills if one.stream_key in numbers)
    return [str(OPEN_MONEY).format(number=number, sum=format_fen(fen)) for number, fen in due if fen]


def own(key: Values) -> Repair | None:
    """Return the repair of this house that a row names by its number here, or as one it had before."""
    rows = Repair.objects.select_related(*BESIDE)
    numbers = key["old_number"], *split(key.get("earlier_numbers"))
    return rows.filter(brand__slug=key["brand"], number__in=numbers).first()


def is_own(values: Values) -> bool:
    """Return whether a row was written out by this very house; another may have given a number that is given here."""
    row = own(values)
    return row is not None and plainly(row.customer) == (values["name"], values["phone"])


def written(key: Values) -> Values | None:
    """Return a repair of this house as a file writes it, or None where there is none of this number."""
    row = own(key)
    if row is None or not row.customer.name_sealed:
        return None
    visit, goods = visits.latest_of(row.stream()), custody.latest_of(row.stream()) if row.mode in BENCH else None
    state = _state(row, visit)
    name, phone = plainly(row.customer)
    return {
        **key,
        "earlier_numbers": _numbers(row),
        "model": f"{row.product.brand.slug}:{row.product.code}",
        "state": state,
        "kind": row.kind,
        "name": name,
        "phone": phone,
        "address": places.plainly(row.place),
        "told": _told(row),
        "reported": _reported(row).isoformat(),
        "urgent": YES if row.urgent else NO,
        "serial": row.device.serial if row.device else None,
        "bought": row.device.bought_date.isoformat() if row.device and row.device.bought_date else None,
        **_sent(row, visit, state),
        "mode": row.mode,
        **_goods(goods),
    }


def _numbers(row: Repair) -> str | None:
    """Return the numbers it had before the one here."""
    taken = TakenOver.objects.filter(repair=row).first()
    return many(sorted({taken.old_number, *split(taken.earlier_numbers)})) if taken else None


def _state(row: Repair, visit: Visit | None) -> str:
    """Return the state as a file says it; who has no window yet, or works at a bench, is asked anew."""
    if row.state in rules.TAKEN_OVER_WITH:
        is_sent = visit is not None and visit.technician is not None and _agreed(visit) is not None
        return row.state if is_sent and row.mode not in BENCH else "triaged"
    return STATES.get(row.state, row.state)


def _told(row: Repair) -> str | None:
    """Return what was told, with the faults that were chosen in front."""
    told = vault.open_("repairs.told", row.id, row.told_sealed) if row.told_sealed else ""
    names = dict(Symptom.objects.filter(code__in=row.symptoms).values_list("code", "name")) if row.symptoms else {}
    several = ["、".join(names.get(one, one) for one in row.symptoms), told.replace("\r\n", "\n").strip()]
    return "\n".join(one for one in several if one) or None


def _reported(row: Repair) -> date:
    taken = TakenOver.objects.filter(repair=row).first()
    return (taken and taken.reported_date) or row.created_at.astimezone(SHANGHAI).date()


def _agreed(visit: Visit) -> Appointment | None:
    return visit.appointments.filter(state__in=["confirmed", "kept"]).order_by("-created_at", "-id").first()


def _sent(row: Repair, visit: Visit | None, state: str) -> dict[str, Value]:
    """Return who is on his way and in which window; else the window that is wished."""
    if state in REPAIR.ends:
        return dict.fromkeys(("technician", "day", "hours"))
    goes = visit is not None and visit.technician is not None and state in rules.TAKEN_OVER_WITH
    agreed = _agreed(visit) if visit is not None and goes else None
    wanted = visit if visit is not None and visit.state not in VISIT.ends else row
    window = (agreed.from_at, agreed.to_at) if agreed else (wanted.wanted_from_at, wanted.wanted_to_at)
    from_at, to_at = (one.astimezone(SHANGHAI) for one in window)
    is_one = from_at.date() == (to_at - timedelta(minutes=1)).date() and (agreed is not None or is_wish(row, *window))
    return {
        "technician": visit.technician.number if visit and visit.technician and goes else None,
        "day": from_at.date().isoformat() if is_one else None,
        "hours": hours_said(from_at, to_at) if is_one else None,
    }


def _goods(row: Custody | None) -> dict[str, Value]:
    """Return where the thing is that was brought or sent in."""
    if row is None:
        return dict.fromkeys(("outlet", "goods", "shelf", "waybill"))
    state = row.state
    if state == "missing":
        state = "sent_back" if row.waybill_back else "sent_in"
    state = GOODS.get(state, state)
    waybill = {"sent_in": row.waybill_in, "sent_back": row.waybill_back}.get(state, "")
    on_a_shelf = row.shelf if state in ("arrived", "held", "ready") else ""
    return {"outlet": row.outlet.code, "goods": state, "shelf": on_a_shelf or None, "waybill": waybill or None}
