"""What staff does later."""

from datetime import datetime
from functools import partial
from uuid import UUID

from anxin.core import later
from anxin.core.acting import acting
from anxin.domain.staff import actions, queries
from anxin.domain.staff.actions import notice_mails


@later.task(queue="notices", whole=True, waits=later.nobody)
def send_forgotten(*, account: str, now: datetime) -> None:
    """Send the link for a new password, if the name belonged to anybody."""
    actions.send_forgotten(account=account, now=now)


@later.task(queue="heavy", waits=queries.is_handed_out)
def hand_out(*, handout: str, now: datetime) -> None:
    """Make the links that an administrator asked for."""
    actions.carry_out(UUID(handout), now=now)


@later.every(seconds=60)
@later.task(queue="notices", whole=True)
def mail_notices(*, now: datetime) -> None:
    """Mail what outlets and merchants can't wait for a look at the bell to hear."""
    notice_mails.send(now=now)


@later.every(seconds=300)
@later.task(queue="prompt", whole=True)
def count_roles(*, now: datetime) -> None:
    """Let changes of roles count that were asked for at the machine, once their time is over."""
    actions.count_due(now=now)


@later.every(seconds=3600)
@later.task(queue="prompt", whole=True)
def end_leaves(*, now: datetime) -> None:
    """Begin and end the leaves whose day is here."""
    actions.turn_due(now=now)


@later.every(seconds=3600)
@later.task(queue="heavy")
def clear_shut(*, now: datetime) -> None:
    """Hand over what lies with shut accounts, each in a block of its own: one that can't be cleared keeps up no other.

    They were shut before shutting did it, or a case came back to them since.
    """
    faults = []
    for account in queries.shut_with_work():
        try:
            acting(partial(actions.clear, account=account, now=now))
        except Exception as error:
            faults.append(error)
    if faults:
        raise ExceptionGroup("shut accounts that could not be cleared", faults)
