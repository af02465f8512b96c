"""What a person says is wrong about himself: another name, another phone that a code proves to be his."""

import secrets
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings as django_settings

from anxin.core import outbox, phones, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.carriers import sms
from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.people import queries
from anxin.domain.people.actions import codes
from anxin.domain.people.actions.reveals import NotRevealed
from anxin.domain.people.actions.throttle import mark_of
from anxin.domain.people.models import LoginCode, NewPhone, Person

KEPT = ("people.correct", "people.phone_corrected", "people.address_corrected")
"""Facts beside which the value of before lies sealed."""


class NameNeeded(Invalid):
    """A person needs some name."""

    code = "people.name_needed"


class NoMobile(Invalid):
    """No code reaches this number."""

    code = "people.no_mobile"


class SamePhone(Invalid):
    """This is the number that is kept already."""

    code = "people.same_phone"


def correct_name(*, person: Person, name: str, by: Actor, now: datetime) -> None:
    """Write a person's name as he says it is; raises `NotRevealed` for anybody else, `NameNeeded` for none."""
    if person not in _own(by, now):
        raise NotRevealed({"why": "no_open_case", "covered": "no_open_case"})
    write_name(person=person, name=name, by=by, now=now)


def write_name(*, person: Person, name: str, by: Actor, now: datetime) -> None:
    """Keep another name; the one of before stays sealed beside the fact. Whoever calls this knows whose word it is."""
    plain, before = name.strip(), vault.open_("people.person.name", person.id, person.name_sealed)
    if not plain:
        raise NameNeeded("name", expected="a name", got="")
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
    if not phones.is_mobile(phone):
        raise NoMobile("phone", expected="a mobile number", got="")
    index, origin = vault.blind_index(phone), mark_of("origin", asked_from)
    if by.id in {str(one.pk) for one in queries.known_by_phone(phone)}:
        raise SamePhone("phone", expected="another number", got="")
    day = codes.day_of(now)
    lock(day)
    codes.refuse_a_flood(f"new:{index}", origin, now)
    codes.spend(day, now)
    login = codes.fresh_code(f"new:{index}", origin, now)
    code = django_settings.ENVIRONMENT.demo_code or f"{secrets.randbelow(1_000_000):06d}"
    LoginCode.objects.filter(pk=login.pk).update(code_hash=codes.hash_of(login.id, code))
    NewPhone.objects.filter(person=UUID(by.id)).delete()
    row = NewPhone(id=uuid7(), person_id=by.id, login=login, phone_masked=vault.mask_phone(phone))
    row.phone_sealed = vault.seal("people.new_phone", row.id, phone.strip())
    row.save(force_insert=True)
    outbox.put(
        queries.NEW_PHONE,
        audience=f"person:{by.id}",
        ids={"login": str(login.id)},
        key=f"new phone|{login.id}",
        now=now,
        secret=code,
        expires_at=login.expires_at,
        carrier="sms",
    )


def prove_phone(*, code: str, by: Actor, now: datetime) -> None:
    """Keep the number that was asked for, once its code came back; raises `WrongCode` (five tries, ten minutes)."""
    own = _own(by, now)
    if not own:
        raise NotRevealed({"why": "no_open_case", "covered": "no_open_case"})
    wish = NewPhone.objects.filter(person=UUID(by.id)).first()
    login = codes.living_code(wish.login_id if wish else None, now)
    lock(login)
    if wish is None or not codes.fits(login, code):
        raise codes.wrong_code(login)
    LoginCode.objects.filter(pk=login.pk).update(used_at=now)
    phone = vault.open_("people.new_phone", wish.id, wish.phone_sealed)
    wish.delete()
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
