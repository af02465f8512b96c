"""Customers from an imported file: each with the basis on which he may be known."""

from datetime import date, datetime, time

from anxin.core import timeline, wording
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid
from anxin.core.tables import Values, text_in
from anxin.core.zone import SHANGHAI
from anxin.domain.people import actions as people
from anxin.domain.people.actions import personal_data
from anxin.domain.people.actions.imports import forget_unused
from anxin.domain.people.models import Consent
from anxin.domain.people.queries import imports as known
from anxin.domain.places import actions as places


def address(written: str) -> str:
    """Read a cell with an address, to a county at least, as it is kept."""
    try:
        found = places.understood(address=written)
    except AnxinError as refused:
        raise ValueError(wording.error(refused)) from None
    return f"{found.division} {found.detail}".strip()


def import_customer(*, values: Values, by: Actor, now: datetime) -> None:
    """Write one row of a file of customers; a new basis follows the earlier one, which stays told."""
    since = datetime.combine(date.fromisoformat(text_in(values, "since")), time(), SHANGHAI)
    if why := known.why_not_known(values, now):
        raise Invalid("since", expected=why["since"], got=text_in(values, "since"))
    row = known.customer(values)
    person = row.person if row else None
    place = places.located(address=text_in(values, "address"), now=now) if values.get("address") else None
    if person is None:
        person = people.enrol(name=text_in(values, "name"), phone=text_in(values, "phone"), now=now, place=place)
    elif place is not None and not (person.place and places.same(person.place, place)):
        place.save(force_insert=True)
        person.place = place
        person.save(update_fields=["place"])
        timeline.write(personal_data.stream_of(person.id), "people.address", by=by, now=now)
    told = {"basis": text_in(values, "basis"), "version": text_in(values, "document"), "given_at": since}
    if row is not None and (row.basis, row.version, row.given_at) == tuple(told.values()):
        return
    standing = Consent.objects.filter(person=person, purpose=known.CUSTOMER, withdrawn_at=None)
    standing.update(withdrawn_at=now)
    Consent.objects.create(person=person, purpose=known.CUSTOMER, channel="import", **told)
    private = {"document": text_in(values, "document")}
    facts = {"basis": told["basis"]}
    timeline.write(personal_data.stream_of(person.id), "people.known", by=by, now=now, facts=facts, private=private)


def remove_customer(*, key: Values, by: Actor, now: datetime) -> None:
    """Take an imported customer away again, and all that is kept of him where no case names him."""
    row = known.customer(key)
    if row is not None:
        person = row.person
        Consent.objects.filter(person=person, purpose=known.CUSTOMER).delete()
        forget_unused(person=person)
