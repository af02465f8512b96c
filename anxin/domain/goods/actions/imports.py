"""Products, faults and warranty terms from an imported file."""

from datetime import date, datetime

from anxin.core.actors import Actor
from anxin.core.tables import Values, text_in, whole_in
from anxin.domain.goods.actions.catalogue import register
from anxin.domain.goods.actions.warranty import publish_term
from anxin.domain.goods.models import Product, Symptom, WarrantyTerm
from anxin.domain.goods.queries import imports as known
from anxin.domain.goods.queries.imports import YES
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from anxin.domain.people.actions.imports import forget_unused


def import_product(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of a file of products."""
    told = {name: values[name] for name in ("name", "category", "skill", "minutes")}
    told["name_en"] = values["name_en"] or ""
    brand = people.organisation(str(values["brand"]))
    Product.objects.update_or_create(brand=brand, code=values["code"], defaults=told)


def remove_product(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported product away; refused while anything names it."""
    Product.objects.filter(brand__slug=key["brand"], code=key["code"]).delete()


def import_symptom(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of a file of faults."""
    told = {"name": values["name"], "position": values["position"], "urgent": values["urgent"] == YES}
    told |= {name: values[name] or "" for name in ("advice", "name_en", "advice_en")}
    Symptom.objects.update_or_create(category=values["category"], code=values["code"], defaults=told)


def remove_symptom(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported fault away."""
    Symptom.objects.filter(category=key["category"], code=key["code"]).delete()


def import_term(*, values: Values, by: Actor, now: datetime) -> None:
    """Publish the term that one row of a file tells."""
    publish_term(
        brand=people.organisation(str(values["brand"])),
        category=text_in(values, "category"),
        months=whole_in(values, "months"),
        from_date=_day(values["from"]),
        title=text_in(values, "title"),
        clause=text_in(values, "clause"),
        excludes=text_in(values, "excludes"),
        source=text_in(values, "source"),
        checked_on=_day(values["checked"]),
        title_en=text_in(values, "title_en"),
        clause_en=text_in(values, "clause_en"),
        excludes_en=text_in(values, "excludes_en"),
    )


def remove_term(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported warranty term away."""
    rows = WarrantyTerm.objects.filter(brand__slug=key["brand"], category=key["category"])
    rows.filter(from_date=_day(key["from"])).delete()


def import_device(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of a file of devices; who owned it before is forgotten where nothing else names him."""
    brand, _, code = text_in(values, "model").partition(":")
    product = Product.objects.get(brand__slug=brand, code=code)
    row = register(product=product, serial=text_in(values, "serial"), now=now)
    name, phone = text_in(values, "name"), text_in(values, "phone")
    before, same = row.owner, known.owned_by(row) == (name or None, phone or None)
    if not same:
        row.owner = people_actions.enrol(name=name, phone=phone, now=now) if name else None
    row.bought_date = _day(values["bought"]) if values.get("bought") else None
    row.proof = text_in(values, "proof")
    row.label = text_in(values, "label") or row.label
    row.bought_said = False
    row.save(update_fields=["owner", "bought_date", "bought_said", "proof", "label"])
    if before is not None and not same:
        forget_unused(person=before)


def unlabel(*, before: Values, after: Values, by: Actor, now: datetime) -> None:
    """Take the label away that a row brought."""
    row = known.device(after)
    if row is not None and after.get("label") and not before.get("label"):
        row.label = ""
        row.save(update_fields=["label"])


def remove_device(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported device away, and its owner where nothing else names him; refused while a repair names it."""
    row = known.device(key)
    if row is not None:
        owner = row.owner
        row.delete()
        if owner is not None:
            forget_unused(person=owner)


def _day(written: object) -> date:
    return date.fromisoformat(str(written))
