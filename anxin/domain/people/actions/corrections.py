"""What a person says is wrong about himself: another name, another phone that a code proves to be his."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from anxin.core import outbox, phones, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.carriers import sms
from anxin.core.errors import Invalid
from anxin.core.timeline import StreamKey
from anxin.core.visible_texts import visible
from anxin.domain.people import queries
from anxin.domain.people.actions import new_phones
from anxin.domain.people.actions.reveals import NotRevealed
from anxin.domain.people.models import NewPhone, Person

KEPT = ("people.correct", "people.phone_corrected", "people.address_corrected")
"""Facts beside which the value of before lies sealed."""


class NameNeeded(Invalid):
    """A person needs some name."""

    code = "people.name_needed"


class SamePhone(Invalid):
    """This is the number that is kept already."""

    code = "people.same_phone"


def named(name: str) -> str:
    """Return a person's name as it is kept; raises `NameNeeded` where nobody would see any."""
    plain = visible(name).strip()
    if not plain:
        raise NameNeeded("name", expected="a name", got="")
    return plain


def correct_name(*, person: Person, name: str, by: Actor, now: datetime) -> None:
    """Write a person's name as he says it is; raises `NotRevealed` for anybody else, `NameNeeded` for none."""
    if person not in _own(by, now):
        raise NotRevealed({"why": "no_open_case", "covered": "no_open_case"})
    write_name(person=person, name=name, by=by, now=now)


def write_name(*, person: Person, name: str, by: Actor, now: datetime) -> None:
    """Keep another name; the one of before stays sealed beside the fact. Whoever calls this knows whose word it is."""
    plain, before = named(name), vault.open_("people.person.name", person.id, person.name_sealed)
    if plain == before:
        return
    sealed = vault.seal("people.person.name", person.id, plain)
    Person.objects.filter(pk=person.pk).update(name_sealed=sealed, name_masked=vault.mask_name(plain))
    timeline.write(_stream(person), "people.correct", by=by, now=now, private={"before": before})


def ask_phone(*, phone: str, asked_from: str, by: Actor, now: datetime) -> None:
    """Send a code to the number that is to take the place of the proved one; nothing changes until it comes back.

    Raises `NotRevealed`, `NoMobile`, `SamePhone`, `TooManyCodes` and `MessagesSpent`.
    """
    if not _own(by, now):
        raise NotRevealed({"why": "no_open_case", "covered": "no_open_case"})
    new_phones.refuse_unreachable(phone)
    if by.id in {str(one.pk) for one in queries.known_by_phone(phone)}:
        raise SamePhone("phone", expected="another number", got="")
    person = Person.objects.get(pk=UUID(by.id))
    new_phones.send(person=person, phone=phone, asked_from=asked_from, now=now)


def prove_phone(*, code: str, by: Actor, now: datetime) -> None:
    """Keep the number that was asked for, once its code came back; raises `WrongCode` (five tries, ten minutes)."""
    own = _own(by, now)
    if not own:
        raise NotRevealed({"why": "no_open_case", "covered": "no_open_case"})
    phone = new_phones.proved(person=UUID(by.id), code=code, now=now)
    write_phone(persons=own, phone=phone, by=by, now=now)


def write_phone(*, persons: Iterable[Person], phone: str, by: Actor, now: datetime) -> None:
    """Keep another phone of all that is one person, found by it from now on; the one of before stays sealed.

    The number of before is told: who still has it and asked for nothing rings us.
    """
    masked, index = vault.mask_phone(phone), vault.blind_index(phone)
    left: dict[str, Person] = {}
    for person in persons:
        before = queries.dialled(person)
        sealed = vault.seal("people.person.phone", person.id, phone.strip())
        Person.objects.filter(pk=person.pk).update(phone_sealed=sealed, phone_masked=masked, phone_index=index)
        timeline.write(_stream(person), "people.phone_corrected", by=by, now=now, private={"before": before})
        left.setdefault(before, person)
    for before, person in left.items():
        _tell_left(person, before, now)


def _tell_left(person: Person, before: str, now: datetime) -> None:
    if sms.is_there() and phones.is_mobile(before):
        about, key = f"person:{person.pk}", f"phone replaced|{person.pk}|{now.isoformat()}"
        outbox.put(queries.PHONE_REPLACED, audience=about, ids={}, key=key, now=now, secret=before, carrier="sms")


def said_before(person: Person) -> tuple[set[str], set[str]]:
    """Return the names and the phones that somebody had here before they were corrected, as far as they are kept."""
    names, numbers = set[str](), set[str]()
    for entry in timeline.read(_stream(person), opened=("before",)):
        found = {"people.correct": names, "people.phone_corrected": numbers}.get(entry.code)
        before = entry.private.get("before")
        if found is not None and before is not None and before.text:
            found.add(before.text)
    return names, numbers


def forget(*, person: Person, now: datetime) -> None:
    """Forget what somebody erased was called and rung by before it was corrected."""
    NewPhone.objects.filter(person=person).delete()
    for code in KEPT:
        for entry in timeline.facts_of(_stream(person), code=code):
            timeline.erase(entry, reason="people.erase", by=SYSTEM, now=now)


def _own(by: Actor, now: datetime) -> list[Person]:
    """Return who an actor is, where he proved his phone: a link alone changes nothing."""
    if by.kind != "customer_phone":
        return []
    return list(queries.visible_to(by, now=now).filter(erased_at=None).order_by("id"))


def _stream(person: Person) -> StreamKey:
    return StreamKey("person", str(person.id))
