"""A number that was entered by mistake: one person says that it never was the brand's, another one agrees."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.network.models import MistakenNumber
from anxin.domain.network.queries import mistakes
from anxin.domain.network.rules import identifiers
from anxin.domain.people.models import Organisation


class StillOurs(WrongState):
    """The brand vouches for this number, or means to: it is no mistake while it does."""

    code = "network.still_ours"


class MistakeNeedsSecond(Forbidden):
    """Who says that a number was a mistake doesn't agree to it himself."""

    code = "network.mistake_second"


def call_mistake(*, brand: Organisation, number: str, why: str, by: Actor, now: datetime) -> None:
    """Say that a number was entered by mistake and never was the brand's; it waits for a second person."""
    bare = identifiers.number_in(number)[:40]
    lock(brand)
    if mistakes.is_still_ours(brand, bare):
        raise StillOurs({"number": number[:40]})
    if brand.mistaken_numbers.filter(bare=bare, agreed_at=None, refused_at=None).exists():
        return  # it waits already
    if not bare or not mistakes.was_ours(brand, bare, now=now):
        if bare and bare in mistakes.mistakes_of(brand):
            return  # two said so, and the brand has not vouched for it since
        raise Invalid("number", expected="a hotline or an outlet's phone that was this brand's once", got=number[:40])
    row = MistakenNumber(id=uuid7(), brand=brand, bare=bare, code=number.strip()[:40], asked_by=by.key, asked_at=now)
    row.save(force_insert=True)
    _told(row, "mistake_called", why, by, now)


def agree_mistake(*, brand: Organisation, mistake: str, by: Actor, now: datetime) -> None:
    """Agree that a number was a mistake: the check knows it as the brand's no more."""
    row = _waiting(brand, mistake)
    if row.asked_by == by.key:
        raise MistakeNeedsSecond({"number": row.code})
    if mistakes.is_still_ours(brand, row.bare):
        raise StillOurs({"number": row.code})
    MistakenNumber.objects.filter(pk=row.pk).update(agreed_by=by.key, agreed_at=now)
    _told(row, "mistake_agreed", "", by, now)


def refuse_mistake(*, brand: Organisation, mistake: str, why: str, by: Actor, now: datetime) -> None:
    """Refuse, or take back, that a number was a mistake: it stays known as one that was the brand's."""
    row = _waiting(brand, mistake)
    MistakenNumber.objects.filter(pk=row.pk).update(refused_at=now)
    _told(row, "mistake_refused", why, by, now)


def _waiting(brand: Organisation, mistake: str) -> MistakenNumber:
    lock(brand)
    row = next((one for one in mistakes.waiting_mistakes(brand) if str(one.pk) == mistake), None)
    if row is None:
        raise Invalid("mistake", expected="a number that waits for a second person", got=mistake[:40])
    return row


def _told(row: MistakenNumber, what: str, why: str, by: Actor, now: datetime) -> None:
    stream = StreamKey("organisation", str(row.brand_id))
    facts = {"brand": row.brand.slug, "house": str(row.brand_id), "mistake": str(row.pk)}
    private = {"code": row.code, **({"why": why.strip()[:500]} if why.strip() else {})}
    timeline.write(stream, f"network.{what}", by=by, now=now, facts=facts, private=private)
