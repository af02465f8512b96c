"""Follow-ups: planned by chance or for a reason, called, written down; a bad answer is redone or settled."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import UUID

from anxin.core import clocks, settings, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.people.queries import access
from anxin.domain.quality import queries, rules
from anxin.domain.quality.models import Call, FollowUp
from anxin.domain.quality.queries.lookup import OPEN
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries as repairs_queries
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules import is_for_claim


class TriedTooSoon(WrongState):
    """Nobody rings a customer again a minute later."""

    code = "quality.tried_too_soon"


def repair_closed(*, fact: Entry, now: datetime) -> None:
    """Plan a follow-up of a closed repair where chance or a reason asks for one; a look for a claim mended nothing."""
    repair = repairs_queries.repair_by_key(fact.stream_key.key)
    if is_for_claim(repair.warranty_why):
        return
    percent: int = settings.get("quality.sample_percent", at=now)
    late, planned = queries.what_became(repair)
    why = rules.why_followed(
        urgent=repair.urgent, reworks=repair.reworks, late=late, number=repair.id.int, percent=percent
    )
    if why and not planned:
        _begun(repair, why, now=now, waits=True)


def plan(*, repair: Repair, reason: str, now: datetime, at_once: bool = False) -> FollowUp:
    """Plan a follow-up, or hurry the one that is planned already."""
    row = queries.open_of(repair)
    if row is None:
        row = _begun(repair, reason, now=now, waits=not at_once)
    elif at_once and row.state == "planned":
        lock(row)
        FollowUp.objects.filter(pk=row.pk).update(reason=reason)
    if at_once and row.state == "planned":
        _due(row, now=now, due_at=clocks.due_time("quality.follow_up", setting="quality.bad_h", now=now))
    return row


def _begun(repair: Repair, reason: str, *, now: datetime, waits: bool) -> FollowUp:
    row = FollowUp(id=uuid7(), repair=repair, reason=reason)
    begin(row, by=SYSTEM, now=now, facts={"reason": reason})
    if waits:
        clocks.start("quality.wait", row.stream(), whose="quality", now=now)
    return row


def _due(row: FollowUp, *, now: datetime, due_at: datetime | None = None) -> None:
    transition(row, "fall_due", by=SYSTEM, now=now)
    clocks.stop(row.stream(), "quality.wait", now=now)
    clocks.start("quality.follow_up", row.stream(), whose="quality", now=now, due_at=due_at)


def fall_due(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Say that it is time to call (the end of the waiting clock), unless he took back that his repair is handed on."""
    row = queries.follow_up_by_key(stream.key)
    lock(row)
    if row.state == "planned" and access.took_back(row.repair.customer, row.repair.stream()):
        _drop(row, now)
    elif row.state == "planned":
        _due(row, now=now)


def late(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """Say that nobody called in time; the follow-up stays due."""
    timeline.write(stream, "quality.late", by=SYSTEM, now=now)


def record_call(*, follow_up: FollowUp, answered: bool, by: Actor, now: datetime, recording: str = "") -> Call:
    """Write a call down: somebody answered, or it was tried in vain; the last try in vain ends it.

    Raises `TriedTooSoon`.
    """
    lock(follow_up)
    if follow_up.state != "due":
        raise WrongState({"machine": "follow_up", "state": follow_up.state, "step": "reach"})
    again: int = settings.get("quality.again_min", at=now)
    last = follow_up.calls.order_by("-at").first()
    if last is not None and now - last.at < timedelta(minutes=again):
        raise TriedTooSoon({"at": (last.at + timedelta(minutes=again)).isoformat(timespec="minutes")})
    call = Call.objects.create(
        id=uuid7(), follow_up=follow_up, by=by.key, answered=answered, recording=recording[:64], at=now
    )
    timeline.write(follow_up.stream(), "quality.called", by=by, now=now, facts={"answered": answered})
    follow_up.tries += 1
    FollowUp.objects.filter(pk=follow_up.pk).update(tries=follow_up.tries)
    most: int = settings.get("quality.tries", at=now)
    if answered:
        transition(follow_up, "reach", by=by, now=now)
        clocks.meet(follow_up.stream(), "quality.follow_up", now=now)
    elif follow_up.tries >= most:
        transition(follow_up, "give_up", by=by, now=now, facts={"tries": follow_up.tries})
        clocks.meet(follow_up.stream(), "quality.follow_up", now=now)
        FollowUp.objects.filter(pk=follow_up.pk).update(ended_at=now)
    return call


def satisfy(
    *, follow_up: FollowUp, overall: int, answers: Mapping[str, str], note: str, by: Actor, now: datetime
) -> None:
    """Write down that the customer is content, with his answers."""
    _answered(follow_up, "satisfy", overall, answers, note, by, now)
    FollowUp.objects.filter(pk=follow_up.pk).update(ended_at=now)


def dissatisfy(
    *, follow_up: FollowUp, overall: int, answers: Mapping[str, str], note: str, by: Actor, now: datetime
) -> None:
    """Write down that the customer isn't content, and why; it stays open until redone or settled."""
    if not note.strip():
        raise Invalid("note", expected="what is wrong", got="")
    _answered(follow_up, "dissatisfy", overall, answers, note, by, now)


def _answered(
    row: FollowUp, step: str, overall: int, answers: Mapping[str, str], note: str, by: Actor, now: datetime
) -> None:
    if overall not in range(1, rules.MOST_STARS + 1):
        raise Invalid("overall", expected="1–5", got=overall)
    kept = {name: answers[name] for name in rules.ANSWERS if answers.get(name) in ("yes", "no", "unknown")}
    lock(row)
    transition(row, step, by=by, now=now, facts={"overall": overall})
    sealed = vault.seal("quality.follow_up.note", row.id, note.strip()[:1000]) if note.strip() else ""
    FollowUp.objects.filter(pk=row.pk).update(overall=overall, answers=kept, note_sealed=sealed)


def redo(*, follow_up: FollowUp, why: str, by: Actor, now: datetime) -> None:
    """Have it redone free of charge under the guarantee, as the customer asked on the phone."""
    lock(follow_up, follow_up.repair)
    transition(follow_up, "redo", by=by, now=now)
    FollowUp.objects.filter(pk=follow_up.pk).update(ended_at=now)
    repairs.rework(repair=repairs_queries.repair_by_key(str(follow_up.repair_id)), why=why, by=by, now=now)


def settle(*, follow_up: FollowUp, how: str, by: Actor, now: datetime) -> None:
    """Settle a complaint otherwise, and say how."""
    if not how.strip():
        raise Invalid("how", expected="how it was settled", got="")
    lock(follow_up)
    transition(follow_up, "settle", by=by, now=now, why=how.strip()[:500])
    FollowUp.objects.filter(pk=follow_up.pk).update(ended_at=now)


def repair_reworked(*, fact: Entry, now: datetime) -> None:
    """Drop the open follow-up of a repair that is being redone: it is followed up when it closes again."""
    row = queries.open_of(repairs_queries.repair_by_key(fact.stream_key.key))
    if row is not None:
        _drop(row, now)


def consent_taken_back(*, fact: Entry, now: datetime) -> None:
    """Ring nobody any more to ask how it was who took back that his repair is handed on."""
    if fact.facts["purpose"] == "repair":
        rows = FollowUp.objects.filter(repair__customer=UUID(fact.stream_key.key), state__in=OPEN)
        for row in rows.select_related("repair").order_by("id"):
            _drop(row, now)


def _drop(row: FollowUp, now: datetime) -> None:
    lock(row)
    transition(row, "drop", by=SYSTEM, now=now)
    clocks.stop(row.stream(), now=now)
    FollowUp.objects.filter(pk=row.pk).update(ended_at=now)
