"""Open calls and claims go over from somebody who no longer has them: to a colleague, or back to the queue."""

from datetime import datetime

from anxin.core import acting, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.claims import queries as claims
from anxin.domain.claims.actions import casework
from anxin.domain.claims.models import Claim
from anxin.domain.contacts import actions as contacts
from anxin.domain.people import actions as people
from anxin.domain.people.models import Account, Role
from anxin.domain.people.queries import actors
from anxin.domain.staff import queries
from anxin.domain.staff.states import OWNS


class NotAColleague(Invalid):
    """Cases go to somebody of the same house who is there."""

    code = "staff.not_a_colleague"


class LastOwner(WrongState):
    """Claims are open that wait for this merchant: somebody has to be left who owns it."""

    code = "staff.last_owner"


def colleague(account: Account, name: str, *, now: datetime) -> Account | None:
    """Return who was named to take over; None where nobody was, raises `NotAColleague` for anybody else."""
    found = next((one for one in queries.colleagues_of(account, now=now) if one.username == name), None)
    if name and found is None:
        raise NotAColleague("deputy", expected="somebody of the same house who is there", got=name)
    return found


def hand_over(*, account: Account, taker: Account | None, by: Actor, now: datetime) -> tuple[int, int]:
    """Hand over all that is open, told to who has it then; return how much went over and how much is in the queue."""
    giver, actor = f"staff:{account.pk}", actors.actor_of_account(taker, now=now) if taker else None
    calls = contacts.hand_over(giver=giver, taker=actor, by=by, now=now)
    hearings = casework.hand_over(giver=giver, taker=actor, by=by, now=now)
    given, left = (sum(both) for both in zip(calls, hearings, strict=True))
    _tell(account, taker, given, left, by=by, now=now)
    return given, left


def pass_on(*, claim: Claim, account: Account, taker: Account | None, now: datetime) -> None:
    """Pass on a locked claim that lies with somebody who is away: to who stands in for him, or back to the queue."""
    row, actor = claims.hearing_of(claim), actors.actor_of_account(taker, now=now) if taker else None
    if row is None or row.reviewer != f"staff:{account.pk}":
        return
    lock(row)
    went = casework.pass_on(row, taker=actor, by=SYSTEM, now=now)
    _tell(account, taker, int(went), int(not went), by=SYSTEM, now=now)


def end_role(*, role: Role, by: Actor, now: datetime) -> None:
    """End a role; what somebody had by it and may have no more goes back to the queue.

    Raises `LastOperator` where nobody would be left to administer this installation, `LastOwner` where nobody would be
    left to answer a merchant's open claims.
    """
    check_owned(role, now=now)
    people.withdraw_role(role=role, now=now)
    account = role.account
    roles, giver = actors.actor_of_account(account, now=now).roles, f"staff:{account.pk}"
    nothing = (0, 0)
    calls = nothing if contacts.answers(roles) else contacts.hand_over(giver=giver, taker=None, by=by, now=now)
    hears = "reviewer" in roles
    hearings = nothing if hears else casework.hand_over(giver=giver, taker=None, by=by, now=now)
    _tell(account, None, 0, calls[1] + hearings[1], by=by, now=now)


def check_owned(role: Role, *, now: datetime) -> None:
    """Refuse to take the last owner of a merchant whose claims are open; raises `LastOwner`.

    Two who own are asked one after the other, or each would leave the other as the one who stays.
    """
    if role.role == OWNS:
        acting.alone(f"staff.owners:{role.organisation_id}")
    left = queries.claims_left_by(role, now=now)
    if left:
        told = {"house": role.organisation.name, "username": role.account.username, "count": left}
        raise LastOwner(told)


def _tell(account: Account, taker: Account | None, given: int, left: int, *, by: Actor, now: datetime) -> None:
    stream = StreamKey("account", str(account.pk))
    if taker is not None and given:
        facts = {"deputy": taker.username, "count": given}
        timeline.write(stream, "staff.handed_over", by=by, now=now, facts=facts)
    if left:
        timeline.write(stream, "staff.handed_back", by=by, now=now, facts={"count": left})
