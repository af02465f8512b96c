"""A merchant that answers nothing any more is called so, with why; taken back once it is heard again."""

from datetime import datetime
from typing import cast

from anxin.core import timeline
from anxin.core.actors import Actor, Kind
from anxin.core.errors import Invalid
from anxin.core.states import lock
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.claims.queries import claim_by_key
from anxin.domain.people.choices import PAYERS
from anxin.domain.people.models import Organisation


def call_silent(*, house: Organisation, paid_by: str, why: str, by: Actor, now: datetime) -> None:
    """Say that a merchant answers nothing any more, and who pays what it owes from now on; twice is once."""
    check_payer(paid_by)
    lock(house)
    if Organisation.objects.filter(pk=house.pk, silent_at=None).update(silent_at=now, paid_by=paid_by):
        _write(house, "opening.house_silent", by=by, now=now, why=why, paid_by=paid_by)


def end_silence(*, house: Organisation, by: Actor, now: datetime) -> None:
    """Say that a merchant answers again: it pays itself, unless it left; twice is once."""
    lock(house)
    kept = {} if house.left_at else {"paid_by": ""}
    if Organisation.objects.filter(pk=house.pk, silent_at__isnull=False).update(silent_at=None, **kept):
        _write(house, "opening.house_answers", by=by, now=now)


def heard_again(*, fact: Entry, now: datetime) -> None:
    """Take back that a merchant answers nothing, since somebody of its house was heard on a claim."""
    house = claim_by_key(fact.stream_key.key).seller
    who = cast("Kind", fact.actor_kind)
    by = Actor(kind=who, id=fact.actor_id, organisation=str(house.pk))
    end_silence(house=house, by=by, now=now)


def check_payer(paid_by: str) -> None:
    """Refuse who is none that pays for a merchant."""
    if paid_by not in PAYERS:
        raise Invalid("paid_by", expected=", ".join(PAYERS), got=paid_by)


def _write(house: Organisation, code: str, *, by: Actor, now: datetime, why: str = "", paid_by: str = "") -> None:
    facts = {"house": house.slug, **({"paid_by": paid_by} if paid_by else {})}
    stream = StreamKey("organisation", str(house.pk))
    timeline.write(stream, code, by=by, now=now, facts=facts, private={"why": why} if why else None)
