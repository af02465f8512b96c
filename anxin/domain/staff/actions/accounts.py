"""Shut an account and open it again, take a lost authenticator away, let somebody past the slow-down."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.network import actions as network
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions import credentials, factors, unlocks
from anxin.domain.people.actions.throttle import Origin
from anxin.domain.people.models import Account, Organisation
from anxin.domain.staff import queries
from anxin.domain.staff.actions import handovers
from anxin.domain.staff.models import Invitation


def disable(*, account: Account, why: str, by: Actor, now: datetime, deputy: str = "") -> None:
    """Shut an account: every sign-in ends and every link to it; its open cases go over, a technician's jobs too.

    What is done keeps its name.
    """
    if queries.is_last_operator(account, now=now):
        raise people.LastOperator({"username": account.username})
    taker = handovers.colleague(account, deputy, now=now)
    Account.objects.filter(pk=account.pk).update(is_active=False)
    Invitation.objects.filter(account=account, used_at=None, revoked_at=None).update(revoked_at=now)
    credentials.end_sessions(account.pk)
    timeline.write(_stream(account), "staff.disabled", by=by, now=now, private={"why": why})
    handovers.hand_over(account=account, taker=taker, by=by, now=now)
    network.shut_out(account=account, by=by, now=now)


def clear(*, account: Account, now: datetime) -> None:
    """Hand over what lies with an account that is shut, as shutting it does: what was shut before that did, too."""
    lock(account)
    if not account.is_active:
        handovers.hand_over(account=account, taker=None, by=SYSTEM, now=now)
        network.shut_out(account=account, by=SYSTEM, now=now)


def enable(*, account: Account, by: Actor, now: datetime) -> None:
    """Open an account again, with the roles it has."""
    Account.objects.filter(pk=account.pk).update(is_active=True)
    timeline.write(_stream(account), "staff.enabled", by=by, now=now)
    network.let_back(account=account, by=by, now=now)


def take_authenticator(*, account: Account, by: Actor, now: datetime) -> None:
    """Take a lost authenticator away: the next sign-in sets up a new one; links made before open nothing."""
    factors.reset(account=account.pk, by=by, now=now)


def end_sign_ins(*, account: Account, by: Actor, now: datetime, handle: str = "") -> None:
    """End every sign-in of somebody, or one."""
    count = credentials.end_sessions(account.pk, handle=handle)
    timeline.write(_stream(account), "staff.signed_out", by=by, now=now, facts={"count": count})


def let_in(*, account: Account, by: Actor, now: datetime) -> str:
    """Make a code past the slow-down, to be told to the owner."""
    return unlocks.hand_out(account=account, by=by, origin=Origin(address="", device=""), now=now)


def note_way(
    *, way: str, by: Actor, now: datetime, asked_by: str = "", house: Organisation | None = None, first: bool = False
) -> None:
    """Write down by whom another way was kept that links go or people come in: a hand in how each account is entered.

    `asked_by`: who asked for it, where somebody else agreed. `house`: for whose people, where not for all. `first`:
    nothing stood there before, so none was changed.
    """
    stream = StreamKey("organisation", str((house or people_queries.operator()).pk))
    told = {"way": way, "asked_by": asked_by or by.key, **({"first": True} if first else {})}
    timeline.write(stream, queries.WAY_KEPT, by=by, now=now, facts=told)


def _stream(account: Account) -> StreamKey:
    return StreamKey("account", str(account.pk))
