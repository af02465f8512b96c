"""Change a role by two persons: one asks, another agrees; while there is one administrator alone, his word counts.

So it does for taking back the invitation of a second one as whom nobody ever came in: nobody else could agree.
"""

from datetime import date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.states import begin, lock, transition
from anxin.core.zone import SHANGHAI
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people import rules as people_rules
from anxin.domain.people.models import Account, Organisation
from anxin.domain.staff import queries, rules
from anxin.domain.staff.actions import handovers
from anxin.domain.staff.models import Invitation, RoleChange
from anxin.domain.staff.states import ADMINISTERS, DEPUTISES


class TwoName(Forbidden):
    """A deputy is named by two, so somebody has to administer beside who asks."""

    code = "staff.two_name"


class AskedOtherwise(WrongState):
    """Another change of this role waits for an answer already: the other way, or with another last day."""

    code = "staff.asked_otherwise"


class RoleChangeNeedsSecond(Forbidden):
    """Nobody agrees to what he asked for himself, nor to what is about him."""

    code = "staff.second_needed"


def ask(
    *, account: Account, organisation: Organisation, role: str, command: str, by: Actor, now: datetime, why: str = ""
) -> RoleChange:
    """Ask that an account gets or loses a role; it counts at once only while nobody could agree.

    What was asked before there was nobody left to agree counts with that. Raises `AskedOtherwise`, and `LastOwner` as
    it would when it counts.
    """
    check_role(organisation, role, command)
    check_stays(account, organisation, role, command, now)
    alone = _counts_at_once(organisation, role, by, now) or _takes_back(role, command, by, now)
    row = open_change(account, organisation, role, command=command)
    if row is not None:
        if alone:
            _agree_alone(row, by, now)
        return row
    row = RoleChange(account=account, organisation=organisation, role=role, command=command, why=why, asked_by=by.key)
    facts = {"role": role, "deed": command, "house": str(organisation.pk)}
    begin(row, by=by, now=now, facts=facts if alone else {**facts, "waits": True})
    if alone:
        _agree_alone(row, by, now)
    return row


def _agree_alone(row: RoleChange, by: Actor, now: datetime) -> None:
    lock(row)
    transition(row, "agree", by=by, now=now, facts={"role": row.role, "deed": row.command, "alone": True})
    carry_out(row, by=by, now=now)


def open_change(
    account: Account, organisation: Organisation, role: str, *, command: str, until_date: date | None = None
) -> RoleChange | None:
    """Return the change of a role that waits already, if it is the same; raises `AskedOtherwise` if it isn't."""
    rows = RoleChange.objects.filter(account=account, organisation=organisation, role=role, state="asked")
    row = rows.first()
    if row is not None and (row.command, row.until_date) != (command, until_date):
        raise AskedOtherwise({"role": role})
    return row


def check_role(organisation: Organisation, role: str, command: str) -> None:
    """Refuse a role that a house doesn't give out, or a deputy's without a term; raises `people.NoRole`."""
    known = [one for one in people_rules.ROLES.get(organisation.kind, ()) if (one, command) != (DEPUTISES, rules.GRANT)]
    if role not in known:
        raise people.NoRole("role", expected=", ".join(known), got=role)


def check_stays(account: Account, organisation: Organisation, role: str, command: str, now: datetime) -> None:
    """Refuse to ask for what couldn't count now: a merchant's last owner stays while claims are open."""
    held = people_queries.role_held(account, organisation=organisation, role=role, now=now)
    if command == rules.WITHDRAW and held is not None:
        handovers.check_owned(held, now=now)


def name_deputy(*, account: Account, until_date: date, by: Actor, now: datetime, why: str = "") -> RoleChange:
    """Ask that somebody may agree to changes of roles until a day; a second administrator agrees to it as to others.

    Who is named again gets the new term instead of the one he has.
    """
    _check_term(until_date, now)
    if not rules.needs_second(queries.administering(now=now)):
        raise TwoName
    home = people_queries.operator()
    asked = open_change(account, home, DEPUTISES, command=rules.GRANT, until_date=until_date)
    if asked is not None:
        return asked
    row = RoleChange(account=account, organisation=home, role=DEPUTISES, command=rules.GRANT, why=why, asked_by=by.key)
    row.until_date = until_date
    facts = {"role": DEPUTISES, "deed": rules.GRANT, "house": str(home.pk), "until": until_date.isoformat()}
    begin(row, by=by, now=now, facts={**facts, "waits": True})
    return row


def _check_term(until_date: date, now: datetime) -> None:
    today = timezone.localdate(now)
    if not rules.is_term(until_date, today=today):
        last = today + timedelta(days=rules.TERM_D)
        raise Invalid(
            "until_date",
            expected=_("a day after {today}, until {last}").format(today=today, last=last),
            got=until_date.isoformat(),
        )


def _counts_at_once(organisation: Organisation, role: str, by: Actor, now: datetime) -> bool:
    if ADMINISTERS in by.roles or by.kind == "system":
        return not rules.needs_second(queries.administering(now=now))
    return rules.lead_alone_changes(role, leads=queries.leads_of(organisation, now=now))


def _takes_back(role: str, command: str, by: Actor, now: datetime) -> bool:
    """Return whether the only one who ever came in takes the invitation of another administrator back."""
    if (role, command) != (ADMINISTERS, rules.WITHDRAW) or ADMINISTERS not in by.roles:
        return False
    return {str(one.id) for one in queries.seconds(now=now) if one.came_in} == {by.id}


def agree(*, change: RoleChange, by: Actor, now: datetime) -> None:
    """Agree to what another administrator asked for: it counts from now on."""
    if not rules.is_second(queries.change_situation(change, by=by, now=now, under_lock=True)):
        raise RoleChangeNeedsSecond
    if change.until_date is not None:
        _check_term(change.until_date, now)
    transition(change, "agree", by=by, now=now, facts={"role": change.role, "deed": change.command, "second": by.key})
    RoleChange.objects.filter(pk=change.pk).update(answered_by=by.key)
    carry_out(change, by=by, now=now)


def refuse(*, change: RoleChange, by: Actor, now: datetime) -> None:
    """Refuse what another administrator asked for, or what was asked for at the machine."""
    lock(change)
    facts: dict[str, object] = {"role": change.role, "deed": change.command, "second": by.key}
    facts |= {"house": str(change.organisation_id), "waited": True} if change.counts_at else {}
    transition(change, "refuse", by=by, now=now, facts=facts)
    RoleChange.objects.filter(pk=change.pk).update(answered_by=by.key)


def withdraw(*, change: RoleChange, by: Actor, now: datetime) -> None:
    """Take back what one asked for."""
    lock(change)
    transition(change, "withdraw", by=by, now=now, facts={"role": change.role, "deed": change.command})


def carry_out(row: RoleChange, *, by: Actor, now: datetime) -> None:
    """Give or take the role that was agreed to."""
    if row.command == rules.GRANT:
        day = row.until_date
        ends = datetime.combine(day + timedelta(days=1), time(), SHANGHAI) if day else None
        people.grant(account=row.account, organisation=row.organisation, role=row.role, now=now, to_at=ends)
        # A link that lay on paper for everybody to see opens a technician's account, and no more than that.
        Invitation.objects.filter(account=row.account, handout__isnull=False, used_at=None, revoked_at=None).update(
            revoked_at=now, token_sealed=""
        )
        return
    held = people_queries.role_held(row.account, organisation=row.organisation, role=row.role, now=now)
    if held is not None:
        handovers.end_role(role=held, by=by, now=now)
