"""Products, faults and warranty terms as an imported file writes them."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db.models import Q

from anxin.core.tables import Value, Values, handle, one_of, text_in, up_to
from anxin.core.wording import error
from anxin.core.zone import SHANGHAI
from anxin.domain.goods import rules, wording
from anxin.domain.goods.models import Device, Product, Symptom, WarrantyTerm
from anxin.domain.goods.queries import listings, purchases, refunds
from anxin.domain.goods.wording import CELLS
from anxin.domain.people.queries.erasure_marks import is_erased
from anxin.domain.people.queries.imports import plainly
from anxin.domain.people.wording.tables import CELLS as PERSONS

MINUTES = 60
YES, NO = "yes", "no"
SKILL = one_of(wording.SKILLS)


def every_product(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the products by their keys."""
    return Product.objects.order_by("brand__slug", "code").values_list("brand__slug", "code")


def every_symptom(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the faults by their keys."""
    return Symptom.objects.order_by("category", "code").values_list("category", "code")


def every_term(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the warranty terms by their keys."""
    rows = WarrantyTerm.objects.order_by("brand__slug", "category", "from_date")
    for brand, category, day in rows.values_list("brand__slug", "category", "from_date"):
        yield brand, category, day.isoformat()


def every_device(_on: date) -> Iterable[tuple[Value, ...]]:
    """Return the devices by their keys."""
    rows = Device.objects.order_by("product__brand__slug", "product__code", "serial")
    for brand, code, number in rows.values_list("product__brand__slug", "product__code", "serial").iterator():
        yield f"{brand}:{code}", number


def imported_product(key: Values) -> Values | None:
    """Return a product as a file would write it."""
    row = Product.objects.filter(brand__slug=key["brand"], code=key["code"]).first()
    if row is None:
        return None
    told = {"name": row.name, "name_en": row.name_en or None, "category": row.category}
    return {**key, **told, "skill": row.skill, "minutes": row.minutes}


def imported_symptom(key: Values) -> Values | None:
    """Return a fault as a file would write it."""
    row = Symptom.objects.filter(category=key["category"], code=key["code"]).first()
    if row is None:
        return None
    told = {"name": row.name, "name_en": row.name_en or None, "position": row.position}
    told["urgent"] = YES if row.urgent else NO
    return {**key, **told, "advice": row.advice or None, "advice_en": row.advice_en or None}


def imported_term(key: Values) -> Values | None:
    """Return a warranty term as a file would write it."""
    rows = WarrantyTerm.objects.filter(brand__slug=key["brand"], category=key["category"])
    row = rows.filter(from_date=text_in(key, "from")).first()
    if row is None:
        return None
    return {
        **key,
        "months": row.months,
        "title": row.title,
        "clause": row.clause,
        "excludes": row.excludes or None,
        "source": row.source,
        "checked": row.checked_on.isoformat(),
        **{name: getattr(row, name) or None for name in ("title_en", "clause_en", "excludes_en")},
    }


def whole_product(values: Values) -> Values:
    """Put what an empty cell of a product stands for in its place."""
    return {**values, "minutes": _or(values["minutes"], MINUTES)}


def whole_symptom(values: Values) -> Values:
    """Put what an empty cell of a fault stands for in its place."""
    return {**values, "position": _or(values["position"], 0), "urgent": values["urgent"] or NO}


def whole_purchase(values: Values) -> Values:
    """Put what an empty cell of an order's line stands for in its place; of before an erasure it names no buyer."""
    told = {"freight": _or(values["freight"], 0), "model": values["model"] or listings.model_sold(values)}
    bought = text_in(values, "bought")
    if values.get("phone") and (purchases.is_buyer_erased(values) or is_erased(values, since=bought)):
        told |= {"name": None, "phone": None}
    return refunds.whole({**values, **told})


def category(written: str) -> str:
    """Read a category by what people call it (门锁 is a lock); other words, of 24 characters, are one of their own."""
    return rules.category_of(up_to(24)(written), wording.CALLED)


def skill(written: str) -> str:
    """Read a skill by its code, its name or what people call it; another word is refused with those there are."""
    found = rules.category_of(written, wording.SKILLS_CALLED)
    return str(SKILL(found if found in wording.SKILLS else written.strip()))


def serial(written: str) -> str:
    """Read a serial number as it is kept: capitals, as printed on the device."""
    return str(handle(64)(written)).strip().upper()


def label(written: str) -> str:
    """Read a printed label."""
    try:
        return rules.label_of(written)
    except ValueError as error:
        raise ValueError(str(CELLS["label"])) from error


def whole_device(values: Values) -> Values:
    """Keep the label that is printed on a device, where a cell of it is empty; nobody who was erased owns it again.

    A row of whose data was deleted says nothing of whose the device is now.
    """
    gone = bool(values.get("phone")) and is_erased(values, since=text_in(values, "bought"))
    row = device(values) if gone or not values.get("label") else None
    name, phone = owned_by(row) if gone and row is not None else (None, None)
    theirs = {**values, "name": name, "phone": phone} if gone else values
    return {**theirs, "label": values.get("label") or row.label or None} if row is not None else theirs


def owned_by(row: Device) -> tuple[str | None, str | None]:
    """Return name and phone of a device's owner as a file wrote them: nothing of nobody, nor of whose data is gone."""
    return plainly(row.owner) if row.owner and row.owner.name_sealed else (None, None)


def device(key: Values) -> Device | None:
    """Return the device a row names."""
    brand, _, code = text_in(key, "model").partition(":")
    rows = Device.objects.select_related("product__brand", "owner")
    return rows.filter(product__brand__slug=brand, product__code=code, serial=key["serial"]).first()


def imported_device(key: Values) -> Values | None:
    """Return a device as a file would write it."""
    row = device(key)
    if row is None:
        return None
    name, phone = owned_by(row)
    bought = row.proved_date.isoformat() if row.proved_date else None
    return {**key, "bought": bought, "proof": row.proof or None, "name": name, "phone": phone} | {
        "label": row.label or None
    }


def why_not_bought(values: Values, now: datetime) -> dict[str, str]:
    """Return that a device can't have been bought on a day that has not come."""
    bought = text_in(values, "bought")
    ahead = bool(bought) and date.fromisoformat(bought) > now.astimezone(SHANGHAI).date()
    return {"bought": str(CELLS["bought_ahead"])} if ahead else {}


def why_ahead(values: Values, now: datetime) -> dict[str, str]:
    """Return that an order can't have been bought, or delivered, on a day that has not come: what runs from it."""
    told = {name: text_in(values, name) for name in ("bought", "delivered")}
    ahead = [name for name, day in told.items() if day and rules.on_day(date.fromisoformat(day)) > now]
    return {name: str(CELLS["not_yet"]) for name in ahead}


def why_no_device(values: Values) -> dict[str, str]:
    """Return why a device can't be: a phone that is nobody's, a label beside one that is printed, or on another one."""
    found = {"name": str(PERSONS["whose"])} if values.get("phone") and not values.get("name") else {}
    if not values.get("label"):
        return found
    row = device(values)
    if row is not None and row.label not in ("", values["label"]):
        return {**found, "label": str(CELLS["label_stands"]).format(label=row.label)}
    taken = Device.objects.filter(label=values["label"]).first()
    return found if taken in (None, row) else {**found, "label": str(CELLS["label_taken"])}


def model(written: str) -> str:
    """Read a model one repairs: its code or name, with its brand before it (`brand:model`) where several have one."""
    house, _, code = written.replace("：", ":").rpartition(":")
    rows = Product.objects.select_related("brand").filter(Q(code__iexact=code.strip()) | Q(name=code.strip()))
    if house:
        rows = rows.filter(Q(brand__slug=house.strip()) | Q(brand__name=house.strip()))
    found = list(rows[:2])
    if len(found) != 1:
        raise ValueError(CELLS["models" if found else "no_model"])
    return f"{found[0].brand.slug}:{found[0].code}"


def model_or_nothing(written: str) -> str:
    """Read the model goods are of, or that they are nothing anybody repairs."""
    return listings.NOTHING if written.strip() in ("-", "—", "无", "none") else model(written)


def why_no_term(values: Values) -> dict[str, str]:
    """Return why a term can't be: one that is published is never changed, a new one begins on another day."""
    known = imported_term({name: values[name] for name in ("brand", "category", "from")})
    return {} if known in (None, {"excludes": None, **values}) else {"from": str(CELLS["term_published"])}


def why_no_purchase(values: Values) -> dict[str, str]:
    """Return why an order's line can't be.

    Signed for before it was ordered, paid by another order's payment, given back and not said how much, or otherwise
    than it is written down.
    """
    bought, delivered = values["bought"], values.get("delivered")
    early = isinstance(bought, str) and isinstance(delivered, str) and delivered < bought
    told = {**values, "refunded": refunds.counted(values)}
    rewritten = purchases.rewritten(told, stands=purchases.standing(values))
    found = {one.field: error(one) for one in rewritten}
    found |= {"delivered": str(CELLS["signed_early"])} if early else {}
    order = {"seller": text_in(values, "seller"), "order": text_in(values, "order")}
    borne = purchases.is_borne(text_in(values, "payment"), **order)
    return {**found, "payment": str(CELLS["number_borne"])} if borne else {**found, **refunds.why_not(values)}


def _or(value: object, usual: int) -> int:
    return usual if value is None else int(str(value))
