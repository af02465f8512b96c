"""Go on leave and come back: open cases go to a colleague, as far as he may have them."""

from datetime import date, datetime

from django.utils import timezone

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.claims.actions import casework
from anxin.domain.contacts import actions as contacts
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Account
from anxin.domain.staff import queries
from anxin.domain.staff.models import Leave


class NotAColleague(Invalid):
    """Cases go to somebody of the same house who is there."""

    code = "staff.not_a_colleague"


class OverAlready(Invalid):
    """A leave ends today or later."""

    code = "staff.over_already"


def go(*, account: Account, deputy: str, until: date | None, by: Actor, now: datetime) -> Leave:
    """Send somebody on leave: his open calls and claims go to a colleague; what he may not judge stays for others."""
    lock(account)
    taker = next((one for one in queries.colleagues_of(account, now=now) if one.username == deputy), None)
    if taker is None:
        raise NotAColleague("deputy", expected="somebody of the same house who is there", got=deputy)
    if until is not None and until < timezone.localtime(now).date():
        raise OverAlready("until", expected="today or later", got=until.isoformat())
    actor = people_queries.actor_of_account(taker, now=now)
    calls = contacts.hand_over(giver=f"staff:{account.pk}", taker=actor, by=by, now=now)
    given, left = casework.hand_over(giver=f"staff:{account.pk}", taker=actor, by=by, now=now)
    row = Leave.objects.create(
        account=account, deputy=taker, from_at=now, until_date=until, handed_over=calls + given, left_over=left
    )
    facts = {"deputy": taker.username, "handed_over": calls + given, "left_over": left}
    timeline.write(_stream(account), "staff.left", by=by, now=now, facts=facts)
    return row


def come_back(*, account: Account, by: Actor, now: datetime) -> None:
    """Somebody is there again; what was handed over stays with who has it."""
    if Leave.objects.filter(account=account, to_at=None).update(to_at=now):
        timeline.write(_stream(account), "staff.back", by=by, now=now)


def end_due(*, now: datetime) -> None:
    """End the leaves whose last day is over."""
    today = timezone.localtime(now).date()
    for one in Leave.objects.filter(to_at=None, until_date__lt=today).select_related("account"):
        come_back(account=one.account, by=SYSTEM, now=now)


def _stream(account: Account) -> StreamKey:
    return StreamKey("account", str(account.pk))
