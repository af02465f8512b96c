"""Plain details open for a reason while a case is open and a while after; later if a second person agrees."""

from datetime import datetime, timedelta

from anxin.core import settings, timeline, vault
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid
from anxin.core.ids import uuid7
from anxin.core.states import begin, hold, take
from anxin.core.timeline import StreamKey
from anxin.domain.people import queries, rules
from anxin.domain.people.models import Person, Reveal, RevealRequest
from anxin.domain.people.queries import seeing
from anxin.domain.places import actions as places

ASKED = "people.reveal_request.reason"


class NotRevealed(Forbidden):
    """The plain value is not for this actor."""

    code = "people.not_revealed"


class NotSecond(Forbidden):
    """Who agrees is somebody else of the same house, in a role that may."""

    code = "people.not_second"


def reveal(*, person: Person, field: str, reason: str, by: Actor, now: datetime) -> str:
    """Open one plain value to somebody with a case that is open, or was lately; refused requests are kept too.

    Raises `NotRevealed`; where only the time is over its fact `person` names whom a second person may agree about.
    """
    if field not in rules.FIELDS:
        raise Invalid("field", expected=", ".join(rules.FIELDS), got=field)
    why = rules.why_not(_request(person, field, reason, by, now))
    if why:
        facts = {"why": why, "covered": why, **({"person": str(person.id)} if why == "over" else {})}
        raise NotRevealed(facts, survives=(lambda: _note(person, field, reason, by, now, granted=False),))
    if not _is_himself(person, by, now):
        _note(person, field, reason, by, now, granted=True)
        stream = StreamKey("person", str(person.id))
        timeline.write(stream, "people.reveal", by=by, now=now, facts={"field": field})
    return _plain(person, field)


def may_reveal(*, person: Person, field: str, reason: str, by: Actor, now: datetime) -> bool:
    """Say whether a plain value would open; nothing is opened or written down."""
    return not rules.why_not(_request(person, field, reason, by, now))


def _request(person: Person, field: str, reason: str, by: Actor, now: datetime) -> rules.Request:
    shared = seeing.shared_cases(person, by, field=field, now=now) if by.kind in rules.HOUSES else []
    name = "people.reveal_technician_h" if by.kind == "technician" else "people.reveal_days"
    count: int = settings.get(name, at=now)
    grace = timedelta(hours=count) if by.kind == "technician" else timedelta(days=count)
    over = bool(shared) and rules.is_over([one.ended_at for one in shared], now=now, grace=grace)
    return rules.Request(
        field=field,
        reason=reason,
        itself=_is_himself(person, by, now),
        shares_a_case=bool(shared),
        erased=person.erased_at is not None,
        inspects="auditor" in by.roles,
        over=over and not seeing.is_held(person, shared) and not seeing.is_agreed(person, by, now=now),
    )


def _is_himself(person: Person, by: Actor, now: datetime) -> bool:
    if by.kind not in ("customer_link", "customer_phone"):
        return False
    return queries.visible_to(by, now=now).filter(pk=person.pk).exists()


def _note(person: Person, field: str, reason: str, by: Actor, now: datetime, *, granted: bool) -> None:
    row = Reveal(
        id=uuid7(), person=person, field=field, by_kind=by.kind, by_id=by.id, organisation=by.organisation, at=now
    )
    row.granted = granted
    row.reason_sealed = vault.seal("people.reveal.reason", row.id, reason[:200])
    row.save(force_insert=True)


def _plain(person: Person, field: str) -> str:
    if field == "name":
        return vault.open_("people.person.name", person.id, person.name_sealed)
    if field == "phone":
        return vault.open_("people.person.phone", person.id, person.phone_sealed) if person.phone_sealed else ""
    return places.full_address(place=person.place) if person.place else ""


def carry_over(*, person: Person, reason: str, by: Actor, now: datetime) -> None:
    """Write down that name and address went over into a new case without being shown."""
    for field in ("name", "address"):
        _note(person, field, reason, by, now, granted=True)


def ask(*, person: Person, reason: str, by: Actor, now: datetime) -> RevealRequest:
    """Ask that a second person of the house agree to seeing plain details of a case that is over.

    Asked again while the first is open, it is the same request. Raises `NotRevealed` for who shares no case.
    """
    shared = seeing.shared_cases(person, by, field="name", now=now) if by.kind in rules.HOUSES else []
    why = rules.why_not(
        rules.Request(
            field="name",
            reason=reason,
            itself=False,
            shares_a_case=bool(shared),
            erased=person.erased_at is not None,
            inspects="auditor" in by.roles,
        )
    )
    if why:
        raise NotRevealed(
            {"why": why, "covered": why}, survives=(lambda: _note(person, "name", reason, by, now, granted=False),)
        )
    known = seeing.open_request(person, by, now=now)
    if known is not None:
        return known
    stream = shared[0].stream
    row = RevealRequest(id=uuid7(), person=person, stream_kind=stream.kind, stream_key=stream.key)
    row.by_kind, row.by_id, row.organisation = by.kind, by.id, by.organisation
    row.reason_sealed = vault.seal(ASKED, row.id, reason.strip()[:200])
    begin(row, by=by, now=now, facts={"house": by.organisation})
    return row


def agree(*, request: RevealRequest, by: Actor, now: datetime) -> None:
    """Agree, as the second person: for some hours who asked may open the details, each time written down."""
    hold(request)
    _second(request, by)
    hours: int = settings.get("people.reveal_agreed_h", at=now)
    take(request, "agree", by=by, now=now, facts={"asker": request.by_id, "hours": hours})
    RevealRequest.objects.filter(pk=request.pk).update(answered_by=by.id, until_at=now + timedelta(hours=hours))


def refuse(*, request: RevealRequest, why: str, by: Actor, now: datetime) -> None:
    """Say no, with a reason who asked reads."""
    if not why.strip():
        raise Invalid("why", expected="a reason", got="")
    hold(request)
    _second(request, by)
    take(request, "refuse", by=by, now=now, facts={"asker": request.by_id}, why=why.strip()[:200])
    RevealRequest.objects.filter(pk=request.pk).update(answered_by=by.id)


def _second(request: RevealRequest, by: Actor) -> None:
    if not rules.is_second(by.id, by.organisation, asker=request.by_id, house=request.organisation):
        raise NotSecond
