"""Repairs from another system as an imported file writes them."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta

from anxin.core import settings, timeline, vault
from anxin.core.imports.earlier_numbers import keys_numbered
from anxin.core.tables import Value, Values, text_in
from anxin.core.wording import joined
from anxin.core.zone import SHANGHAI
from anxin.domain.goods.models import Product
from anxin.domain.goods.queries.imports import NO, YES
from anxin.domain.network import queries as networks
from anxin.domain.network.models import Technician
from anxin.domain.network.queries.imports import outlets_and_technicians as network
from anxin.domain.people.queries.imports import plainly
from anxin.domain.places import queries as places
from anxin.domain.repairs import rules
from anxin.domain.repairs.models import Repair, TakenOver
from anxin.domain.repairs.queries import takeouts
from anxin.domain.repairs.queries.former import SENT_THERE, former_of
from anxin.domain.repairs.rules.former import hours_said
from anxin.domain.repairs.wording.tables import BOOKED_TWICE, CELLS, GOODS, HOURS, WINDOWS_OUTSIDE, WINDOWS_OVER
from anxin.domain.visits.models import Visit
from anxin.domain.visits.rules import BENCH, any_time
from anxin.domain.visits.states import HELD

NAMED = 8
"""How many orders are named; of more their count is told."""
TOLD = {"outlet": "outlet", "goods": "to_state", "shelf": "shelf", "waybill": "waybill"}
_HOURS = re.compile(r"(\d{1,2})(?::(\d\d))?\s*[-~–—至到]\s*(\d{1,2})(?::(\d\d))?")


def old_number(written: str) -> str:
    """Read the number a repair has elsewhere: as it is found later, in capitals."""
    plain = " ".join(written.upper().split())
    if not 0 < len(plain) <= 40:
        raise ValueError(CELLS["old_number"])
    return plain


def hours(written: str) -> str:
    """Read the hours of a window: 9:00-11:00, 9-11, 上午."""
    found = _HOURS.fullmatch(HOURS.get(written, written).replace("：", ":").replace(".", ":"))
    try:
        parts = [int(one or 0) for one in found.groups()] if found else []
        from_, to = time(parts[0], parts[1]), "24:00" if parts[2:] == [24, 0] else f"{time(parts[2], parts[3]):%H:%M}"
    except (ValueError, IndexError):
        raise ValueError(CELLS["hours"]) from None
    if f"{from_:%H:%M}" >= to:
        raise ValueError(CELLS["hours"])
    return f"{from_:%H:%M}-{to}"


def window(values: Values) -> tuple[datetime, datetime] | None:
    """Return the window a row names; None where it names none."""
    if not values.get("day") or not values.get("hours"):
        return None
    day = date.fromisoformat(text_in(values, "day"))
    from_, to = (one.split(":") for one in text_in(values, "hours").split("-"))
    begins = datetime.combine(day, time(), SHANGHAI)
    at, until = (begins + timedelta(hours=int(hour), minutes=int(minute)) for hour, minute in (from_, to))
    return at, until


def is_over(values: Values, now: datetime) -> bool:
    """Return whether the window in which somebody was to come is over: he comes no more by it.

    Who is at work may go on beyond it, on that day.
    """
    named, state = window(values), text_in(values, "state")
    if named is None or state not in rules.TAKEN_OVER_WITH or values.get("mode") in BENCH:
        return False
    worked = state in rules.MAY_GO_ON
    return named[1].date() < now.astimezone(SHANGHAI).date() if worked else named[1] <= now


def left_open(rows: Sequence[Values], now: datetime) -> list[str]:
    """Return in sentences which orders name a window that is over, one when their technician is off, or has another."""
    known = [one for one in rows if one.get("old_number")]
    over = [one for one in known if is_over(one, now)]
    outside = [one for one in known if one not in over and _is_outside(one, now)]
    twice = _booked_twice([one for one in known if one not in over], now)
    told = ((WINDOWS_OVER, over), (WINDOWS_OUTSIDE, outside), (BOOKED_TWICE, twice))
    return [said for text, rows in told for said in _named(str(text), rows)]


def _booked_twice(rows: Sequence[Values], now: datetime) -> list[Values]:
    """Return those orders whose technician has another one in their window, here or before them (two queries)."""
    sent = [one for one in rows if one.get("technician") and text_in(one, "state") in rules.TAKEN_OVER_WITH]
    sent = [one for one in sent if window(one) is not None and one.get("mode") not in BENCH]
    here = TakenOver.objects.filter(old_number__in=[text_in(one, "old_number") for one in sent])
    taken = set(here.values_list("brand__slug", "old_number"))
    held: defaultdict[str, list[tuple[datetime, datetime]]] = defaultdict(list)
    for number, *span in _held({text_in(one, "technician") for one in sent}):
        held[number].append((span[0], span[1]))
    found, most = [], settings.get("visits.per_window", at=now)
    for one in sent:
        named = window(one)
        if named is None or (text_in(one, "brand"), text_in(one, "old_number")) in taken:
            continue
        his = held[text_in(one, "technician")]
        found += [one] if sum(a < named[1] and named[0] < b for a, b in his) >= most else []
        his.append(named)
    return found


def _held(numbers: Iterable[str]) -> Iterable[tuple[str, datetime, datetime]]:
    rows = Visit.objects.filter(technician__number__in=numbers, state__in=HELD).exclude(mode__in=BENCH)
    told = rows.values_list("technician__number", "wanted_from_at", "wanted_to_at")
    return (one for one in told if not any_time(*one[1:]))


def _named(said: str, rows: Sequence[Values]) -> list[str]:
    numbers = [text_in(one, "old_number") for one in rows]
    several = joined(numbers[:NAMED]) + (" …" if len(numbers) > NAMED else "")
    return [said.format(n=len(numbers), numbers=several)] if numbers else []


def _is_outside(values: Values, now: datetime) -> bool:
    """Return whether somebody comes in a window that begins when he doesn't work on that day."""
    named, sent = window(values), sent_by(values, now)
    if named is None or sent is None:
        return False
    at = named[0].hour * 60 + named[0].minute
    return not any(a <= at < b for a, b in networks.hours_of(sent, day=named[0].date()))


def sent_by(values: Values, now: datetime) -> Technician | None:
    """Return who comes by a row, vouched for today and on that day; None where nobody may or is to."""
    named, number = window(values), text_in(values, "technician")
    if named is None or not number or text_in(values, "state") not in rules.TAKEN_OVER_WITH:
        return None
    _brand, _, code = text_in(values, "model").partition(":")
    product = Product.objects.select_related("brand").filter(brand__slug=values["brand"], code=code).first()
    if product is None:
        return None
    day = named[0].date()
    found = networks.sent_for(brand=product.brand, number=number, skill=product.skill, now=now, day=day)
    return found[0] if found else None


def whole(values: Values) -> Values:
    """Put what an empty cell stands for in its place."""
    usual = {"kind": Repair.Kind.REPAIR.value, "urgent": NO, "mode": Repair.Mode.VISIT.value}
    filled = {**values, **{name: values.get(name) or one for name, one in usual.items()}}
    if filled["mode"] in BENCH:
        filled["state"] = rules.BENCH_TAKEN_OVER.get(text_in(filled, "state"), filled.get("state"))
    known = rules.GOODS_TAKEN_OVER.get(text_in(filled, "state"), ())
    only = known[0] if filled["mode"] in BENCH and len(known) == 1 else None
    return {**filled, "goods": values.get("goods") or only}


def why_not(values: Values) -> dict[str, str]:
    """Return why a row can't be, across its cells: who is on his way has a name, and a window that both know."""
    state = text_in(values, "state")
    brand, _, _code = text_in(values, "model").partition(":")
    if brand != values["brand"]:
        return {"model": str(CELLS["other_brand"])}
    if values.get("mode") in BENCH:
        return _why_no_goods(values, state)
    strange = next((name for name in ("outlet", "goods", "shelf", "waybill") if values.get(name)), None)
    if strange is not None:
        return {strange: str(CELLS["no_bench"])}
    lacks = {name: str(CELLS[name]) for name in rules.TAKEN_OVER_WITH.get(state, ()) if not values.get(name)}
    if bool(values.get("day")) != bool(values.get("hours")):
        lacks.setdefault("hours" if values.get("day") else "day", str(CELLS["both"]))
    return lacks


def _why_no_goods(values: Values, state: str) -> dict[str, str]:
    """Return why what is brought or sent in can't be so: where it is has to fit the state of its repair."""
    known = rules.GOODS_TAKEN_OVER.get(state)
    if known is None:
        return {"state": str(CELLS["at_bench"])}
    if network.outlet_of(text_in(values, "outlet")) is None:
        return {"outlet": str(CELLS["outlet"])}
    if text_in(whole(values), "goods") not in known:
        several = joined(str(GOODS[one]) for one in known)
        return {"goods": str(CELLS["goods"]).format(several=several)}
    return {}


def known_as(brand: Value, *numbers: str) -> str | None:
    """Return the number of a brand's repair that has one of these numbers, of here or of before; else None."""
    ours = TakenOver.objects.filter(brand__slug=brand)
    found = ours.filter(old_number__in=numbers[1:]).first()
    found = found or ours.filter(repair__in=keys_numbered("repair", *numbers)).first()
    return found.repair.number if found else None


def imported(key: Values) -> Values | None:
    """Return a repair that was taken over as its file wrote it, one of this house as it is written out; else None."""
    rows = TakenOver.objects.select_related("repair__product__brand", "repair__customer", "repair__place")
    found = rows.select_related("repair__device").filter(brand__slug=key["brand"], old_number=key["old_number"]).first()
    if found is None:
        return takeouts.written(key)
    row = found.repair
    name, phone = plainly(row.customer) if row.customer.name_sealed else (None, None)
    return {
        **key,
        "earlier_numbers": found.earlier_numbers or None,
        "model": f"{row.product.brand.slug}:{row.product.code}",
        "state": found.state,
        "kind": row.kind,
        "name": name,
        "phone": phone,
        "address": places.plainly(row.place),
        "told": vault.open_("repairs.told", row.id, row.told_sealed) if row.told_sealed else None,
        "reported": found.reported_date.isoformat() if found.reported_date else None,
        "urgent": YES if row.urgent else NO,
        "serial": row.device.serial if row.device else None,
        "bought": row.bought_proved.isoformat() if row.bought_proved else None,
        **_sent(found),
        "mode": row.mode,
        **_goods(row),
    }


def _goods(row: Repair) -> dict[str, Value]:
    """Return where a file said that the thing was."""
    none: dict[str, Value] = dict.fromkeys(("outlet", "goods", "shelf", "waybill"))
    entries = timeline.read(row.stream()) if row.mode in BENCH else []
    told = next((one.facts for one in entries if one.code == "custody.taken_over"), None)
    if told is None:
        return none
    return {name: str(told.get(key) or "") or None for name, key in TOLD.items()}


def _sent(found: TakenOver) -> dict[str, Value]:
    """Return whom and when a file named; of one that came before that was kept, who is sent now and what is wanted."""
    row = found.repair
    there = former_of(timeline.read(row.stream(), opened=(SENT_THERE,)))
    if there and (there.technician or there.day):
        day = there.day.isoformat() if there.day else None
        return {"technician": there.technician or None, "day": day, "hours": there.hours or None}
    visit = Visit.objects.select_related("technician").filter(stream_kind="repair", stream_key=row.id).first()
    told = visit is not None and visit.technician is not None and found.state in rules.TAKEN_OVER_WITH
    from_at, to_at = (one.astimezone(SHANGHAI) for one in (row.wanted_from_at, row.wanted_to_at))
    named = found.window_named
    return {
        "technician": visit.technician.number if told and visit and visit.technician else None,
        "day": from_at.date().isoformat() if named else None,
        "hours": hours_said(from_at, to_at) if named else None,
    }
