"""Go on leave and come back: open cases go to a colleague, as far as he may have them, or back to the queue."""

from datetime import date, datetime, time

from django.utils import timezone

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.core.states import lock
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.claims import queries as claims
from anxin.domain.people.models import Account
from anxin.domain.staff import queries
from anxin.domain.staff.actions import handovers
from anxin.domain.staff.models import Leave


class OverAlready(Invalid):
    """A leave begins today or later, and ends no earlier."""

    code = "staff.over_already"


def go(
    *, account: Account, deputy: str, until: date | None, by: Actor, now: datetime, since: date | None = None
) -> Leave:
    """Send somebody on leave, today or from a day on; then his open calls and claims go to who was named, or back.

    What the colleague may not judge goes back to the queue too.
    """
    lock(account)
    today = timezone.localtime(now).date()
    first = since or today
    if first < today:
        raise OverAlready("since", expected="today or later", got=first.isoformat())
    if until is not None and until < first:
        raise OverAlready("until", expected="the first day or later", got=until.isoformat())
    taker = handovers.colleague(account, deputy, now=now)
    from_at = now if first == today else datetime.combine(first, time.min, tzinfo=timezone.get_default_timezone())
    row = Leave.objects.create(account=account, deputy=taker, from_at=from_at, until_date=until)
    if first == today:
        _begin(row, by=by, now=now)
        row.refresh_from_db()
    else:
        timeline.write(_stream(account), "staff.leave_planned", by=by, now=now, facts={"day": first.isoformat()})
    return row


def come_back(*, account: Account, by: Actor, now: datetime) -> None:
    """Somebody is there again, or doesn't go after all; what was handed over stays with who has it."""
    if Leave.objects.filter(account=account, to_at=None).update(to_at=now):
        timeline.write(_stream(account), "staff.back", by=by, now=now)


def pass_on_draft(*, fact: Entry, now: datetime) -> None:
    """A draft was sent back to somebody who is away: the case goes to who stands in for him, or to the queue."""
    away = Leave.objects.filter(account__pk=fact.facts.get("asker"), to_at=None, begun_at__isnull=False)
    leave = away.select_related("account", "deputy").first() if fact.facts.get("asker") else None
    if leave is not None:
        taker = leave.deputy if leave.deputy in queries.colleagues_of(leave.account, now=now) else None
        claim = claims.claim_by_key(fact.stream_key.key)
        handovers.pass_on(claim=claim, account=leave.account, taker=taker, now=now)


def turn_due(*, now: datetime) -> None:
    """Begin the leaves whose first day is here, and end those whose last day is over."""
    today = timezone.localtime(now).date()
    for one in Leave.objects.filter(to_at=None, until_date__lt=today).select_related("account"):
        come_back(account=one.account, by=SYSTEM, now=now)
    for one in Leave.objects.filter(to_at=None, begun_at=None, from_at__lte=now).select_related("account", "deputy"):
        lock(one.account)
        _begin(one, by=SYSTEM, now=now)


def _begin(leave: Leave, *, by: Actor, now: datetime) -> None:
    """Hand over what is open: to the deputy, if he is there when it comes to it."""
    account = leave.account
    taker = leave.deputy if leave.deputy in queries.colleagues_of(account, now=now) else None
    given, left = handovers.hand_over(account=account, taker=taker, by=by, now=now)
    Leave.objects.filter(pk=leave.pk).update(begun_at=now, deputy=taker, handed_over=given, left_over=left)
    facts = {"deputy": taker.username if taker else "", "handed_over": given, "left_over": left}
    timeline.write(_stream(account), "staff.left", by=by, now=now, facts=facts)


def _stream(account: Account) -> StreamKey:
    return StreamKey("account", str(account.pk))
