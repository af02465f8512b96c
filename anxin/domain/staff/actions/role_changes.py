"""Change a role by two persons: one asks, another agrees; while there is one administrator alone, his word counts."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.errors import Forbidden
from anxin.core.states import begin, lock, transition
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people import rules as people_rules
from anxin.domain.people.models import Account, Organisation
from anxin.domain.staff import queries, rules
from anxin.domain.staff.actions import handovers
from anxin.domain.staff.models import Invitation, RoleChange
from anxin.domain.staff.states import ADMINISTERS


class SecondNeeded(Forbidden):
    """Nobody agrees to what he asked for himself, nor to what is about him."""

    code = "staff.second_needed"


def ask(
    *, account: Account, organisation: Organisation, role: str, command: str, by: Actor, now: datetime, why: str = ""
) -> RoleChange:
    """Ask that an account gets or loses a role; it counts at once only while nobody could agree."""
    if not people_rules.role_fits(organisation.kind, role):
        known = ", ".join(people_rules.ROLES.get(organisation.kind, ()))
        raise people.NoRole("role", expected=known, got=role)
    alone = _counts_at_once(organisation, role, by, now)
    asked = RoleChange.objects.filter(account=account, organisation=organisation, role=role, state="asked").first()
    if asked is not None:
        return asked
    row = RoleChange(account=account, organisation=organisation, role=role, command=command, why=why, asked_by=by.key)
    facts = {"role": role, "deed": command, "house": str(organisation.pk)}
    begin(row, by=by, now=now, facts=facts if alone else {**facts, "waits": True})
    if alone:
        lock(row)
        transition(row, "agree", by=by, now=now, facts={"role": role, "deed": command, "alone": True})
        _carry_out(row, by=by, now=now)
    return row


def _counts_at_once(organisation: Organisation, role: str, by: Actor, now: datetime) -> bool:
    if ADMINISTERS in by.roles or by.kind == "system":
        return not rules.needs_second(queries.administering(now=now))
    return rules.lead_alone_changes(role, leads=queries.leads_of(organisation, now=now))


def agree(*, change: RoleChange, by: Actor, now: datetime) -> None:
    """Agree to what another administrator asked for: it counts from now on."""
    kept = queries.keeps_house(by, change.organisation)
    if not kept or by.key == change.asked_by or by.id == str(change.account_id):
        raise SecondNeeded
    lock(change)
    transition(change, "agree", by=by, now=now, facts={"role": change.role, "deed": change.command, "second": by.key})
    RoleChange.objects.filter(pk=change.pk).update(answered_by=by.key)
    _carry_out(change, by=by, now=now)


def refuse(*, change: RoleChange, by: Actor, now: datetime) -> None:
    """Refuse what another administrator asked for."""
    lock(change)
    transition(change, "refuse", by=by, now=now, facts={"role": change.role, "deed": change.command, "second": by.key})
    RoleChange.objects.filter(pk=change.pk).update(answered_by=by.key)


def withdraw(*, change: RoleChange, by: Actor, now: datetime) -> None:
    """Take back what one asked for."""
    lock(change)
    transition(change, "withdraw", by=by, now=now, facts={"role": change.role, "deed": change.command})


def _carry_out(row: RoleChange, *, by: Actor, now: datetime) -> None:
    if row.command == rules.GRANT:
        people.grant(account=row.account, organisation=row.organisation, role=row.role, now=now)
        # A link that lay on paper for everybody to see opens a technician's account, and no more than that.
        Invitation.objects.filter(account=row.account, handout__isnull=False, used_at=None, revoked_at=None).update(
            revoked_at=now, token_sealed=""
        )
        return
    held = people_queries.role_held(row.account, organisation=row.organisation, role=row.role)
    if held is not None:
        handovers.end_role(role=held, by=by, now=now)
