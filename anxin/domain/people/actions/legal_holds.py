"""Keep a case whole for a court or an authority: placed with its letter, lifted by a second person."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from anxin.core import timeline, vault
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.timeline import StreamKey
from anxin.domain.people import rules
from anxin.domain.people.actions.reveals import NotSecond
from anxin.domain.people.models import LegalHold
from anxin.domain.people.queries import kept


class HeldAlready(WrongState):
    """A legal hold stands on this case."""

    code = "people.held_already"


class NotHeld(WrongState):
    """No legal hold stands on this case."""

    code = "people.not_held"


def place(
    *, stream: StreamKey, source: str, letter: str, why: str, until: date | None = None, by: Actor, now: datetime
) -> LegalHold:
    """Hold a case that is locked; nothing of it and nobody in it is erased while that stands. Raises `HeldAlready`.

    `until` is the letter's last day: it lifts nothing, since a court may have made it longer.
    """
    if until is not None and until < rules.day_of(now):
        raise Invalid("until", expected=_("a day ahead"), got=until.isoformat())
    for field, text in (("letter", letter), ("why", why)):
        if not text.strip():
            raise Invalid(field, expected="some words", got="")
    if kept.standing(stream) is not None:
        raise HeldAlready
    row = LegalHold(id=uuid7(), stream_kind=stream.kind, stream_key=stream.key, source=source)
    row.letter_sealed = vault.seal("people.legal_hold.letter", row.id, letter.strip())
    row.placed_by, row.placed_at, row.until_date = by.id, now, until
    row.save(force_insert=True)
    facts = {"source": source} | ({"until": until.isoformat()} if until else {})
    private = {"letter": letter.strip(), "why": why.strip()}
    timeline.write(stream, "people.legal_hold", by=by, now=now, facts=facts, private=private)
    return row


def lift(*, stream: StreamKey, why: str, by: Actor, now: datetime) -> None:
    """Lift the hold of a case that is locked, as somebody else than who placed it. Raises `NotHeld`, `NotSecond`."""
    row = kept.standing(stream)
    if row is None:
        raise NotHeld
    if row.placed_by == by.id:
        raise NotSecond
    if not why.strip():
        raise Invalid("why", expected="a reason", got="")
    LegalHold.objects.filter(pk=row.pk).update(lifted_by=by.id, lifted_at=now)
    facts = {"source": row.source}
    timeline.write(stream, "people.legal_hold_lifted", by=by, now=now, facts=facts, private={"why": why.strip()})
