"""What is done from the machine while administrators can't: all of them are told, and whom it is about.

A change of a role waits and may be refused; a way back in counts at once.
"""

from datetime import datetime, timedelta

from anxin.core import settings, timeline
from anxin.core.actors import SYSTEM
from anxin.core.states import begin, lock, transition
from anxin.core.timeline import StreamKey
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions import credentials
from anxin.domain.people.models import Account, Organisation, Role
from anxin.domain.staff import queries, rules
from anxin.domain.staff.actions import role_changes
from anxin.domain.staff.actions.accounts import take_authenticator
from anxin.domain.staff.models import RoleChange


def ask_at_machine(
    *, account: Account, organisation: Organisation, role: str, command: str, why: str, now: datetime
) -> RoleChange:
    """Ask for a change of a role where the house runs; with two administrators it counts only after a while.

    What an administrator asked for already is taken up: another one may still agree to that sooner. While one
    administers alone nobody could refuse, and it counts at once. Who asks twice waits once; raises
    `AskedOtherwise` where the opposite waits.
    """
    role_changes.check_role(organisation, role, command)
    role_changes.check_stays(account, organisation, role, command, now)
    if not rules.needs_second(queries.administering(now=now)):
        return role_changes.ask(
            account=account, organisation=organisation, role=role, command=command, why=why, by=SYSTEM, now=now
        )
    row = role_changes.open_change(account, organisation, role, command=command)
    if row is None:
        row = RoleChange(account=account, organisation=organisation, role=role, command=command, why=why)
        row.asked_by = SYSTEM.key
        begin(row, by=SYSTEM, now=now, facts={"role": role, "deed": command, "house": str(organisation.pk)})
    lock(row)
    if row.counts_at is None:
        _let_wait(row, why, now)
    return row


def reset_at_machine(*, account: Account, user: str, why: str, now: datetime) -> None:
    """Take a lost authenticator away where the house runs, with who was signed in there and why."""
    take_authenticator(account=account, by=SYSTEM, now=now)
    _tell_entered(account, "staff.reset_at_machine", user, why, now)


def set_password_at_machine(*, account: Account, new: str, user: str, why: str, now: datetime) -> None:
    """Set the hash of a new password where the house runs, with who was signed in there and why."""
    credentials.give_password(account=account.pk, new=new, now=now)
    _tell_entered(account, "staff.password_at_machine", user, why, now)


def _tell_entered(account: Account, code: str, user: str, why: str, now: datetime) -> None:
    stream, facts = StreamKey("account", str(account.pk)), {"machine_user": user}
    timeline.write(stream, code, by=SYSTEM, now=now, facts=facts, private={"why": why})


def _let_wait(row: RoleChange, why: str, now: datetime) -> None:
    row.counts_at = now + timedelta(hours=settings.get("staff.machine_h", at=now))
    RoleChange.objects.filter(pk=row.pk).update(counts_at=row.counts_at)
    facts = {"role": row.role, "deed": row.command, "house": str(row.organisation_id)}
    due = row.counts_at.isoformat(timespec="minutes")
    timeline.write(
        row.stream(), "staff.waits_out", by=SYSTEM, now=now, facts={**facts, "due": due}, private={"why": why}
    )


def count_due(*, now: datetime) -> None:
    """Let count what was asked for at the machine and nobody refused in time."""
    due = RoleChange.objects.filter(state="asked", counts_at__lte=now).order_by("counts_at")
    for row in due.select_related("account", "organisation"):
        lock(row)
        if row.state == "asked":
            _count(row, now)


def _count(row: RoleChange, now: datetime) -> None:
    """Let one count; refuse it where it can't be any more: its house is retired, or nobody would be left."""
    facts = {"role": row.role, "deed": row.command, "house": str(row.organisation_id), "waited": True}
    held = people_queries.role_held(row.account, organisation=row.organisation, role=row.role, now=now)
    retired = row.command == rules.GRANT and row.organisation.retired_at is not None
    if retired or (row.command == rules.WITHDRAW and held is not None and _is_last(held, now)):
        transition(row, "refuse", by=SYSTEM, now=now, facts=facts)
        return
    transition(row, "agree", by=SYSTEM, now=now, facts=facts)
    role_changes.carry_out(row, by=SYSTEM, now=now)


def _is_last(held: Role, now: datetime) -> bool:
    """Return whether nobody would be left: to administer the installation, or to own a merchant with open claims."""
    return people_queries.is_last_operator(held) or queries.claims_left_by(held, now=now) > 0
