"""Originals come in: sealed before their link, linked to one case, examined from a task."""

from datetime import date, datetime

from anxin.core import clocks, later, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.states import begin
from anxin.core.timeline import StreamKey
from anxin.domain.evidence import rules
from anxin.domain.evidence.choices import BROUGHT, roles_of
from anxin.domain.evidence.models import Capture, Challenge, Examination, Link


class NotTaken(Invalid):
    """This side brings no evidence of that kind."""

    code = "evidence.not_taken"


def receive(
    *,
    file: SealedFile,
    stream: StreamKey,
    owner_key: str,
    order_key: str,
    party_key: str,
    side: str,
    role: str,
    by: Actor,
    now: datetime,
    claimed_at: datetime | None = None,
    shot_at: datetime | None = None,
    declaration: str = "",
    challenge: Challenge | None = None,
) -> Link:
    """Link an original to a case in the hands of one party; the same one twice gives the link it has.

    It counts as sealed from now on, whoever else had the same bytes before.
    """
    if role not in roles_of(side):
        raise NotTaken("role", expected=", ".join(roles_of(side)), got=role)
    if declaration not in ("", *rules.DECLARATIONS):
        raise NotTaken("declaration", expected=", ".join(rules.DECLARATIONS), got=declaration)
    row = Link(file=file, owner_key=owner_key, order_key=order_key, party_key=party_key, side=side, role=role)
    row.declaration, row.shot_at, row.sealed_at, row.claimed_at = declaration, shot_at, now, claimed_at
    if challenge is not None:
        row.challenge = challenge
    return _link(row, stream, by=by, now=now)


def take_over(
    *,
    file: SealedFile,
    stream: StreamKey,
    owner_key: str,
    order_key: str,
    party_key: str,
    side: str,
    claimed_at: datetime,
    handed_in_date: date | None,
    by: Actor,
    now: datetime,
) -> Link:
    """Link an original that came with a case from another system: sealed from now on, whatever day is said of it."""
    row = Link(file=file, owner_key=owner_key, order_key=order_key, party_key=party_key, side=side, role=BROUGHT)
    row.sealed_at, row.claimed_at, row.handed_in_date = now, claimed_at, handed_in_date
    return _link(row, stream, by=by, now=now)


def bring(
    *, from_: StreamKey, to: StreamKey, party_key: str, by: Actor, now: datetime, claimed_at: datetime | None = None
) -> list[Link]:
    """Link what a party had sealed on one stream to another too, with the time it was sealed then."""
    brought = []
    rows = Link.objects.select_related("file").filter(stream_kind=from_.kind, stream_key=from_.key)
    for known in rows.filter(party_key=party_key).order_by("linked_at", "id"):
        row = Link(file=known.file, owner_key=known.owner_key, order_key=known.order_key, party_key=party_key)
        row.side, row.role, row.declaration = known.side, known.role, known.declaration
        row.shot_at, row.sealed_at, row.claimed_at = known.shot_at, known.sealed_at, claimed_at
        row.handed_in_date = known.handed_in_date
        brought.append(_link(row, to, by=by, now=now, sealed="before"))
    return brought


def _link(row: Link, stream: StreamKey, *, by: Actor, now: datetime, sealed: str = "now") -> Link:
    there = Link.objects.filter(stream_kind=stream.kind, stream_key=stream.key)
    known = there.filter(file=row.file, party_key=row.party_key).first()
    if known is not None:
        return known
    row.id, row.stream_kind, row.stream_key = uuid7(), stream.kind, stream.key
    row.by, row.linked_at = by.key, now
    facts = {"link": str(row.id), "sha256": row.file.sha256, "side": row.side, "role": row.role, "size": row.file.size}
    told = {"sealed": row.sealed_at.isoformat(), "declared": row.declaration, **facts, "party": row.party_key}
    told |= {"claimed": timeline.told_at(row.claimed_at), "lay": sealed}
    timeline.write(stream, "evidence.received", by=by, now=now, facts=told)  # its head is locked: labels don't collide
    row.label = rules.label_of(row.side, there.filter(side=row.side).count() + 1)
    row.save(force_insert=True)
    if rules.is_examined(row.file.kind):
        _examined(row, number=1, by=SYSTEM, now=now)  # nobody asked for it: it is looked at because it came
    return row


def ask_examination(link: Link, *, by: Actor, now: datetime) -> Examination:
    """Ask for an examination of a picture; one that is asked for already is given back."""
    open_one = Examination.objects.filter(link=link, state="asked").first()
    if open_one is not None:
        return open_one
    return _examined(link, number=link.examinations.count() + 1, by=by, now=now)


def _examined(link: Link, *, number: int, by: Actor, now: datetime) -> Examination:
    row = Examination(link=link, number=number)
    begin(row, by=by, now=now, facts={"link": str(link.id), "label": link.label, "number": row.number})
    task = "anxin.domain.evidence.tasks.examine"
    later.put(task, arguments={"examination": str(row.id)}, key=f"evidence.examine:{row.id}", now=now)
    clocks.start("evidence.examined", own_stream(row), whose="", now=now)
    return row


def own_stream(look: Examination | Capture) -> StreamKey:
    """Return the stream on which a look's own clock runs."""
    return StreamKey(look.MACHINE.name, str(look.pk))
