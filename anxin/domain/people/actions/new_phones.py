"""A number that somebody says is his: a code goes to it, and proves it once it comes back."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q

from anxin.core import phones, vault
from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.domain.people import queries
from anxin.domain.people.actions import codes
from anxin.domain.people.actions.throttle import mark_of
from anxin.domain.people.models import LoginCode, NewPhone, Person


class NoMobile(Invalid):
    """No code reaches this number."""

    code = "people.no_mobile"


def refuse_unreachable(phone: str) -> None:
    """Refuse a number that no code reaches; raises `NoMobile`."""
    if not phones.is_mobile(phone):
        raise NoMobile("phone", expected="a mobile number", got="")


def send(*, person: Person | None, phone: str, asked_from: str, now: datetime, instead: UUID | None = None) -> NewPhone:
    """Send a code to the number that is to be a person's, `instead` of one that was asked for before.

    Whoever calls this knows that he may ask for it; None is somebody of whom nothing is known before it came back.
    Raises `NoMobile`, `TooManyCodes` and `MessagesSpent`.
    """
    refuse_unreachable(phone)
    index, origin = vault.blind_index(phone), mark_of("origin", asked_from)
    day = codes.day_of(now)
    lock(day)
    codes.refuse_a_flood(f"new:{index}", origin, now)
    codes.spend(day, now)
    login = codes.fresh_code(f"new:{index}", origin, now)
    code = codes.draw(login)
    LoginCode.objects.filter(pk=login.pk).update(code_hash=login.code_hash)
    NewPhone.objects.filter(Q(pk=instead) if person is None else Q(person=person)).delete()
    row = NewPhone(id=uuid7(), person=person, login=login, phone_masked=vault.mask_phone(phone))
    row.phone_sealed = vault.seal("people.new_phone", row.id, phone.strip())
    row.save(force_insert=True)
    to = person.pk if person else row.pk
    codes.send(login, code, template=queries.NEW_PHONE, to=to, named="new phone", now=now)
    return row


def proved(*, person: Person | UUID, code: str, now: datetime) -> str:
    """Return the number to which a person's code went, once it came back in time; raises `WrongCode`."""
    return proved_of(NewPhone.objects.filter(person=person).first(), code=code, now=now)


def proved_of(wish: NewPhone | None, *, code: str, now: datetime) -> str:
    """Return the number that was asked for, once its code came back in time; raises `WrongCode`."""
    login = codes.living_code(wish.login_id if wish else None, now)
    lock(login)
    if wish is None or not codes.fits(login, code):
        raise codes.wrong_code(login)
    LoginCode.objects.filter(pk=login.pk).update(used_at=now)
    phone = vault.open_("people.new_phone", wish.id, wish.phone_sealed)
    wish.delete()
    return phone
