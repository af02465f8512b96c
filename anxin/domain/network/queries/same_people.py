"""Somebody of a row who is here already under another badge number: one man, one number."""

from anxin.core.tables import Values, text_in
from anxin.domain.network.models import Authorisation, Engagement, Technician
from anxin.domain.network.wording.tables import CELLS
from anxin.domain.people import queries as people


def technician_called(name: str, phone: str) -> Technician | None:
    """Return the technician of this name and phone (one query where nobody works here with that phone)."""
    known = [one for one in people.known_by_phone(phone, works=True) if people.is_named(one, name)] if phone else []
    return Technician.objects.filter(person__in=known).order_by("number").first() if known else None


def why(values: Values) -> dict[str, str]:
    """Return why a row brings nobody new: he has a number here.

    A brand reads which only of whom it has to do with.
    """
    found = technician_called(text_in(values, "name"), text_in(values, "phone"))
    if found is None:
        return {}
    brand = text_in(values, "brand")
    if brand and not _is_known_to(found, brand):
        return {"phone": str(CELLS["technician"])}
    told = {"number": text_in(values, "number"), "here": found.number}
    return {"number": str(CELLS["another_number"]).format(**told)}


def _is_known_to(row: Technician, brand: str) -> bool:
    works = Engagement.objects.filter(technician=row, brand__slug=brand)
    words = Authorisation.objects.filter(kind="technician", code=row.number, brand__slug=brand)
    return works.exists() or words.exists()
