"""What can be asked about threads: the messages of a case, as one side reads them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from anxin.core import settings, timeline, vault, wording
from anxin.core.actors import ACCOUNTS, Actor
from anxin.core.streams.hashing import instant
from anxin.core.streams.seals import unsealed
from anxin.core.timeline import AT, BY, StreamKey, Witness
from anxin.domain.people import queries as people
from anxin.domain.people.queries import witnesses as people_witnesses
from anxin.domain.threads import rules
from anxin.domain.threads.models import Message


@dataclass(frozen=True, kw_only=True)
class MessageView:
    """One message: who said it, for whom, and whether a machine wrote it."""

    id: UUID
    at: datetime
    side: str
    by: str
    mine: bool
    to: tuple[str, ...]
    automatic: bool
    text: str


def visible_to(actor: Actor, kind: str, *, now: datetime) -> QuerySet[Message]:
    """Return the messages of the streams an actor is party to; the audience is looked at row by row."""
    return Message.objects.filter(people.sees(actor, kind, now=now, key="stream_key"), stream_kind=kind)


def side_of(actor: Actor) -> str:
    """Return the side an actor stands on."""
    return rules.side_of(kind=actor.kind, roles=actor.roles)


def may_write(stream: StreamKey, *, actor: Actor, now: datetime) -> bool:
    """Return whether an actor's side may still write on a case (one query)."""
    return writes(actor, timeline.ended([stream]).get(stream), now=now)


def writes(actor: Actor, ended_at: datetime | None, *, now: datetime) -> bool:
    """Return whether an actor's side may still write on a case of which it is known when it ended."""
    days: int = settings.get("threads.after_end_d", at=now)
    return rules.may_write(side_of(actor), ended_at, now=now, after=timedelta(days=days))


def messages(stream: StreamKey, *, actor: Actor, now: datetime) -> tuple[MessageView, ...]:
    """Read a thread as an actor may, oldest first (two queries)."""
    side = side_of(actor)
    rows = visible_to(actor, stream.kind, now=now).filter(stream_key=stream.key).order_by("at", "id")
    heard = [one for one in rows if side in one.audience]
    names = people.account_names(one.by_id for one in heard if one.by_kind in ACCOUNTS)
    return tuple(_view(one, actor, names) for one in heard)


def dossier_messages(stream: StreamKey, *, side: str = "") -> list[dict[str, object]]:
    """Return the messages of a case for its dossier, oldest first: those a `side` hears; all of them without one.

    Each names the fact that tells of it; where that binds the words too, they come with their salt. Of a case that was
    emptied there is no word left.
    """
    rows = Message.objects.filter(stream_kind=stream.kind, stream_key=stream.key).order_by("at", "id")
    heard = [one for one in rows if not side or side in one.audience]
    told = {one.pk: one for one in timeline.chain(stream)} if heard else {}
    return [_in_dossier(one, told[one.fact]) for one in heard]


def _in_dossier(row: Message, fact: timeline.Entry) -> dict[str, object]:
    words = next((one for one in fact.private_values.all() if one.name == rules.WORDS and not one.erased_at), None)
    salt, text = unsealed(words) if words else ("", _text(row))
    return {
        "id": str(row.id),
        "at": instant(row.at),
        "side": row.side,
        "by": row.by_id,
        "role": fact.facts.get("as", ""),
        "to": [one for one in row.audience if one in rules.SPEAKING],
        "automatic": bool(row.automatic),
        "text": text,
        "fact": fact.position,
        "committed": words is not None,
        "salt": salt,
    }


def _text(row: Message) -> str:
    if row.automatic:
        return wording.message(row.automatic, row.facts)
    return vault.open_("threads.text", row.id, row.text_sealed) if row.text_sealed else ""


def count_readable(stream: StreamKey, *, actor: Actor, now: datetime) -> int:
    """Count the messages of a thread that an actor may read (one query, nothing is opened)."""
    rows = visible_to(actor, stream.kind, now=now).filter(stream_key=stream.key)
    return sum(side_of(actor) in audience for audience in rows.values_list("audience", flat=True))


def _view(row: Message, actor: Actor, names: dict[str, str]) -> MessageView:
    return MessageView(
        id=row.id,
        at=row.at,
        side=row.side,
        by=names.get(row.by_id, ""),
        mine=(row.by_kind, row.by_id) == (actor.kind, actor.id),
        to=tuple(one for one in row.audience if one in rules.SPEAKING),
        automatic=bool(row.automatic),
        text=_text(row),
    )


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of messages: who wrote when, and who reads it; the words are sealed with their row's id."""
    said = {"side": "side", "audience": "heard", "by": BY, "at": AT}
    return (
        Witness(
            model=Message,
            row="message",
            told={"threads.said": said, "threads.told": {**said, "automatic": "note"}},
            reads={"by": lambda row: f"{row.by_kind}:{row.by_id}"},
            since=people_witnesses.PARTIES,
            kinds=dict.fromkeys(people_witnesses.CASES, "stream_key"),
            among={"stream_kind__in": people_witnesses.CASES},
        ),
    )
