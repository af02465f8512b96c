"""Plain details open for a reason while a case is open and a while after; later if a second person agrees."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from anxin.core import settings, timeline, vault
from anxin.core.actors import ACCOUNTS, CUSTOMERS, HOUSES, Actor
from anxin.core.errors import Forbidden, Invalid
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.people import queries, rules
from anxin.domain.people.choices import OFFERED
from anxin.domain.people.models import Person, Reveal, RevealRequest
from anxin.domain.people.queries import access
from anxin.domain.places import actions as places

ASKED = "people.reveal_request.reason"
CARRIED = "carried"


class NotRevealed(Forbidden):
    """The plain value is not for this actor."""

    code = "people.not_revealed"


class NotSecond(Forbidden):
    """Who agrees is somebody else of the same house, in a role that may."""

    code = "people.not_second"


def reveal(*, person: Person, stream: StreamKey, field: str, reason: str, by: Actor, now: datetime) -> str:
    """Open one plain value in a case that is open, or was lately, to its parties; refused requests are kept too.

    `reason` is the code of one that opens this field (`people.choices.REVEAL_REASONS`).
    Raises `NotRevealed`; where only the time is over, or the detail went over into the case unseen, its facts `person`
    and `case` name what a second person may agree about.
    """
    if field not in rules.FIELDS:
        raise Invalid("field", expected=", ".join(rules.FIELDS), got=field)
    look = _WishedReveal(person, stream, field, reason, by, now)
    why = rules.why_not(look.request())
    if why:
        about = {"person": str(person.id), "case": f"{stream.kind}:{stream.key}"} if why in rules.SECOND_OPENS else {}
        raise NotRevealed({"why": why, "covered": why, **about}, survives=(lambda: look.note(granted=False),))
    look.note(granted=True)
    facts = {"field": field, "kind": stream.kind, "case": access.numbers_of([stream]).get(stream, "")}
    timeline.write(StreamKey("person", str(person.id)), "people.reveal", by=by, now=now, facts=facts)
    return _plain(person, field)


def reveal_contact(*, person: Person, stream: StreamKey, reason: str, by: Actor, now: datetime) -> tuple[str, str]:
    """Open name and phone; a name that nobody told in this case stays masked beside the phone that somebody did.

    Raises `NotRevealed` where the phone stays covered.
    """
    phone = reveal(person=person, stream=stream, field="phone", reason=reason, by=by, now=now)
    if not may_reveal(person=person, stream=stream, field="name", reason=reason, by=by, now=now):
        return person.name_masked, phone
    return reveal(person=person, stream=stream, field="name", reason=reason, by=by, now=now), phone


def may_reveal(*, person: Person, stream: StreamKey, field: str, reason: str, by: Actor, now: datetime) -> bool:
    """Return whether a plain value would open in a case; nothing is opened or written down."""
    return not rules.why_not(_WishedReveal(person, stream, field, reason, by, now).request())


def is_over(*, person: Person, stream: StreamKey, by: Actor, now: datetime) -> bool:
    """Return whether a case ended so long ago that somebody of a house sees its details with a second person only.

    What went over into it unseen stays shut however it goes on, and is no reason against that.
    """
    return _WishedReveal(person, stream, "name", "", by, now).has_ended_long_ago()


def reveal_own(*, person: Person, by: Actor, now: datetime) -> dict[str, str]:
    """Open to somebody what is kept of himself; empty where it was erased. Raises `NotRevealed` for anybody else."""
    if by.kind not in CUSTOMERS | ACCOUNTS:
        raise NotRevealed({"why": "no_open_case", "covered": "no_open_case"})
    own = queries.visible_to(by, now=now) if by.kind in CUSTOMERS else Person.objects.filter(accounts=UUID(by.id))
    if not own.filter(pk=person.pk).exists():
        raise NotRevealed({"why": "no_open_case", "covered": "no_open_case"})
    return {field: "" if person.erased_at else _plain(person, field) for field in rules.FIELDS}


@dataclass(frozen=True)
class _WishedReveal:
    """One wish to see a field of somebody, in a case."""

    person: Person
    stream: StreamKey
    field: str
    reason: str
    by: Actor
    now: datetime

    def request(self, *, at_any_time: bool = False) -> rules.RevealAsked:
        """Return what the rule judges; at any time where only who may ask a second person is meant."""
        giving = self._giving()
        return rules.RevealAsked(
            field=self.field,
            no_reason=rules.no_words(self.reason) if at_any_time else rules.no_reason(self.reason, self.field),
            shares_the_case=giving is not None,
            erased=self.person.erased_at is not None,
            inspects="auditor" in self.by.roles,
            over=giving is not None and not at_any_time and self._is_over(giving),
            rung_otherwise=self.field == "phone" and access.is_rung_otherwise(self.stream, self.by, now=self.now),
            taken_back=giving is not None and access.is_taken_back(self.person, self.stream, self.by),
            unvouched=giving is not None and access.is_unvouched(self.stream, self.by),
            unseen=giving is not None and self.stream not in [one.stream for one in giving],
        )

    def has_ended_long_ago(self) -> bool:
        """Return whether the stated case itself is over for the actor."""
        if self.by.kind not in HOUSES:
            return False
        shared = access.shared_cases(self.person, self.by, field=self.field, now=self.now)
        stated = [one for one in shared if one.stream == self.stream]
        return bool(stated) and self._is_over(stated)

    def _is_over(self, giving: list[access.Shared]) -> bool:
        technician = self.by.kind == "technician"
        count: int = settings.get("people.reveal_technician_h" if technician else "people.reveal_days", at=self.now)
        grace = timedelta(hours=count) if technician else timedelta(days=count)
        over = rules.is_over([one.ended_at for one in giving], now=self.now, grace=grace)
        held = over and access.is_held(self.person, giving)
        return over and not held and not access.is_agreed(self.person, self.stream, self.by, now=self.now)

    def note(self, *, granted: bool, carried: bool = False) -> None:
        """Write the wish down, and what became of it."""
        by, kind, key = self.by, self.stream.kind, self.stream.key
        row = Reveal(id=uuid7(), person=self.person, field=self.field, by_kind=by.kind, by_id=by.id, at=self.now)
        row.organisation, row.stream_kind, row.stream_key = by.organisation, kind, UUID(key)
        row.granted, row.carried = granted, carried
        row.reason_sealed = vault.seal("people.reveal.reason", row.id, self.reason[:200])
        row.save(force_insert=True)

    def _giving(self) -> list[access.Shared] | None:
        if self.by.kind not in HOUSES:
            return None
        return access.reason_giving(self.person, self.stream, self.by, field=self.field, now=self.now)


def _plain(person: Person, field: str) -> str:
    if field == "name":
        return vault.open_("people.person.name", person.id, person.name_sealed)
    if field == "phone":
        return vault.open_("people.person.phone", person.id, person.phone_sealed) if person.phone_sealed else ""
    return places.full_address(place=person.place) if person.place else ""


def note_copy(*, person: Person, stream: StreamKey, reason: str, by: Actor, now: datetime) -> None:
    """Write down that somebody of the desk had a person's whole copy in hand; he reads it among the looks."""
    _WishedReveal(person, stream, rules.COPY, reason, by, now).note(granted=True)


def note_account(*, person: Person, stream: StreamKey, reason: str, by: Actor, now: datetime) -> None:
    """Write down that somebody read the account a refund of a case goes to; its owner reads it among the looks.

    Raises `Invalid` for a reason that opens no account.
    """
    if rules.no_reason(reason, rules.ACCOUNT):
        raise Invalid("reason", expected=" | ".join(OFFERED["refund"]), got=reason[:40])
    _WishedReveal(person, stream, rules.ACCOUNT, reason, by, now).note(granted=True)


def note_caller(*, person: Person, stream: StreamKey, reason: str, by: Actor, now: datetime) -> None:
    """Write down that somebody read who called for a person about a case, as he reads that person's phone.

    Raises `NotRevealed` where he may not.
    """
    why = rules.why_not(_WishedReveal(person, stream, "phone", reason, by, now).request())
    look = _WishedReveal(person, stream, rules.CALLER, reason, by, now)
    if why:
        raise NotRevealed({"why": why, "covered": why}, survives=(lambda: look.note(granted=False),))
    look.note(granted=True)


def carry_over(
    *,
    person: Person,
    stream: StreamKey,
    given: Collection[str],
    by: Actor,
    now: datetime,
    source: StreamKey | None = None,
) -> None:
    """Write down which details went over into a new case unseen: a house sees there what it was given, no more.

    `given`: the fields that whoever opens the case said himself. Who opens it for himself, as the customer, or brings
    the order's phone as a stranger, needs no line. What the system makes of another case (`source`) carries what went
    over into that one.
    """
    if source is not None:
        fields = access.carried_into(person, source)
    else:
        fields = rules.unseen(given) if by.kind in HOUSES else ()
    for field in fields:
        _WishedReveal(person, stream, field, CARRIED, by, now).note(granted=True, carried=True)


def ask(*, person: Person, stream: StreamKey, reason: str, by: Actor, now: datetime) -> RevealRequest:
    """Ask that a second person of the house agree to seeing plain details of a case that is over.

    Asked again while the first is open, it is the same request. Raises `NotRevealed` for who doesn't share the case.
    """
    look = _WishedReveal(person, stream, "name", reason, by, now)
    why = rules.why_not(look.request(at_any_time=True))
    if why:
        raise NotRevealed({"why": why, "covered": why}, survives=(lambda: look.note(granted=False),))
    known = access.open_request(person, stream, by, now=now)
    if known is not None:
        return known
    row = RevealRequest(id=uuid7(), person=person, stream_kind=stream.kind, stream_key=stream.key)
    row.by_kind, row.by_id, row.organisation = by.kind, by.id, by.organisation
    row.reason_sealed = vault.seal(ASKED, row.id, reason.strip()[:200])
    begin(row, by=by, now=now, facts={"house": by.organisation, "person": str(person.pk), "until": None})
    return row


def agree(*, request: RevealRequest, by: Actor, now: datetime) -> None:
    """Agree, as the second person: for some hours who asked may open the details, each time written down."""
    lock(request)
    _second(request, by, now)
    hours: int = settings.get("people.reveal_agreed_h", at=now)
    until = now + timedelta(hours=hours)
    facts = {"asker": request.by_id, "hours": hours, "until": timeline.told_at(until)}
    transition(request, "agree", by=by, now=now, facts=facts)
    RevealRequest.objects.filter(pk=request.pk).update(answered_by=by.id, until_at=until)


def refuse(*, request: RevealRequest, why: str, by: Actor, now: datetime) -> None:
    """Say no, with a reason who asked reads."""
    if not why.strip():
        raise Invalid("why", expected="a reason", got="")
    lock(request)
    _second(request, by, now)
    transition(request, "refuse", by=by, now=now, facts={"asker": request.by_id}, why=why.strip()[:200])
    RevealRequest.objects.filter(pk=request.pk).update(answered_by=by.id)


def _second(request: RevealRequest, by: Actor, now: datetime) -> None:
    if not rules.may_answer(access.request_situation(request, by=by, now=now)):
        raise NotSecond
