"""What can be done with reputation: record, contest, uphold, correct, expire."""

from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from anxin.core import settings
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid
from anxin.core.states import begin_once, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.reputation import rules
from anxin.domain.reputation.models import Mark
from anxin.domain.reputation.queries import COUNTING

AT_ONCE = 50


class NotYourMark(Forbidden):
    """Only whom it is counted on contests a mark."""

    code = "standing.not_yours"


class JudgedByAnother(Forbidden):
    """Who counted it can't judge whether that was right."""

    code = "standing.judged_by_another"


def record(*, counter: str, subject: UUID, stream: StreamKey, by: Actor, now: datetime) -> Mark:
    """Count an event of a case on somebody, once a case; it says why by its counter and its case."""
    kind = rules.subject_of(counter)
    if not kind:
        raise Invalid("counter", expected=", ".join(rules.COUNTERS), got=counter)
    days: int = settings.get("standing.counts_d", at=now)
    row = Mark(
        subject_kind=kind,
        subject_key=subject,
        counter=counter,
        stream_kind=stream.kind,
        stream_key=stream.key,
        by=by.key,
        expires_at=now + timedelta(days=days),
    )
    until = timezone.localtime(row.expires_at).date()
    facts = {"counter": counter, "case": str(stream), "until": until.isoformat()}
    if begin_once(row, by=by, now=now, facts=facts):
        return row
    same = Mark.objects.filter(subject_kind=kind, subject_key=subject, counter=counter)
    return same.get(stream_kind=stream.kind, stream_key=stream.key)


def contest(*, mark: Mark, why: str, by: Actor, now: datetime) -> None:
    """Say that a mark is wrong; somebody else looks at it."""
    lock(mark)
    transition(mark, "contest", by=by, now=now, why=why)


def uphold(*, mark: Mark, why: str, by: Actor, now: datetime) -> None:
    """Say, as another person, that a contested mark was right."""
    lock(mark)
    _judge(mark, by, why)
    transition(mark, "uphold", by=by, now=now, why=why)


def correct(*, mark: Mark, why: str, by: Actor, now: datetime) -> None:
    """Take a mark back: it counts no more; that it did stays in the record."""
    lock(mark)
    if by != SYSTEM:
        _judge(mark, by, why)
    transition(mark, "correct", by=by, now=now, why=why)


def _judge(mark: Mark, by: Actor, why: str) -> None:
    if not rules.may_judge(by=by.key, counted_by=mark.by):
        raise JudgedByAnother({"counter": mark.counter})
    if not why.strip():
        raise Invalid("why", expected="a reason", got="")
    Mark.objects.filter(pk=mark.pk).update(judged_by=by.key)
    mark.judged_by = by.key


def expire(*, now: datetime) -> int:
    """Let the marks go whose time is over, those first whose was over first, at most `AT_ONCE`; give how many."""
    over = Mark.objects.filter(state__in=COUNTING, expires_at__lte=now).order_by("expires_at", "id")
    rows = list(over[:AT_ONCE])
    lock(*rows)
    gone = [row for row in rows if row.state in COUNTING]  # somebody may have corrected one meanwhile
    for row in gone:
        transition(row, "expire", by=SYSTEM, now=now)
    return len(rows)
