"""Find accounts, the links to them, who administers, and where mail to somebody goes."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localtime

from anxin.core import outbox, vault
from anxin.core.actors import Actor
from anxin.core.checkpoints import reports
from anxin.core.errors import Missing
from anxin.domain.claims import queries as claims
from anxin.domain.contacts import queries as contacts
from anxin.domain.network import queries as network
from anxin.domain.network.models import Outlet, Territory
from anxin.domain.network.queries.lookup import living_now
from anxin.domain.people import queries as people
from anxin.domain.people.models import Account, Organisation, Role
from anxin.domain.people.queries import actors, factors
from anxin.domain.staff import rules
from anxin.domain.staff.models import Invitation, Leave, Mailbox, RoleChange
from anxin.domain.staff.rules.absent_days import Days, in_all
from anxin.domain.staff.states import ADMINISTERS, DEPUTISES, KEEPS, OWNS


class InvitationLinkOver(Missing):
    """The link is unknown, used or over."""

    code = "staff.link_over"


def living_roles(*, now: datetime) -> QuerySet[Role]:
    """Return the roles that count now."""
    return Role.objects.filter(from_at__lte=now).filter(Q(to_at=None) | Q(to_at__gt=now))


def administrators(*, now: datetime) -> int:
    """Count who administers this installation and can come in: active, and come in before."""
    return holding(now=now).get("operator", 0)


def holding(*, now: datetime) -> dict[str, int]:
    """Count who holds each role of the operator and can come in: active, and come in before (one query)."""
    return dict(Counter(role for role, _account in _holders(now).values_list("role", "account").distinct()))


def there(role: str, *, now: datetime) -> int:
    """Count who of them is not on leave now."""
    away = Leave.objects.filter(account=OuterRef("account"), to_at=None, begun_at__isnull=False)
    return _holders(now).filter(~Exists(away), role=role).values("account").distinct().count()


def days_alone_in(role: str, row: Account, *, now: datetime) -> Days | None:
    """Return on which days nobody else of them who holds a role of somebody's is there; None on none (two queries)."""
    held = set(_holders(now).filter(role=role).values_list("account", flat=True))
    if row.pk not in held:
        return None
    others = held - {row.pk}
    away = Leave.objects.filter(account__in=others, to_at=None).values_list("from_at", "until_date")
    spans = [(localtime(from_at).date(), until) for from_at, until in away]
    return in_all(spans, today=localtime(now).date()) if len(spans) == len(others) else None


def _holders(now: datetime) -> QuerySet[Role]:
    rows = living_roles(now=now).filter(organisation__kind=Organisation.Kind.OPERATOR, account__is_active=True)
    return rows.filter(factors.enrolled("account"))


def administering(*, now: datetime) -> int:
    """Count who has the role to administer and isn't shut, come in or not: nobody gets alone by keeping another out."""
    rows = living_roles(now=now).filter(role="operator", organisation__kind=Organisation.Kind.OPERATOR)
    return rows.filter(account__is_active=True).values("account").distinct().count()


def waits_in(row: Organisation, *, by: Actor) -> bool:
    """Return whether a role that somebody asked for in a house waits for a second person."""
    return RoleChange.objects.filter(organisation=row, state="asked", asked_by=by.key).exists()


def administers(row: Account, *, now: datetime) -> bool:
    """Return whether an account has the role to administer this installation."""
    return living_roles(now=now).filter(account=row, role="operator").exists()


def leads(row: Account, *, now: datetime) -> bool:
    """Return whether an account leads a house of its own."""
    return living_roles(now=now).filter(account=row, role__in=rules.LEADING).exists()


def visible_to(actor: Actor) -> QuerySet[Account]:
    """Return the accounts somebody keeps: the operator's administrator all, a lead those of his own house alone.

    Who has a role elsewhere too is not the lead's: a new password would open that house as well. Technicians aren't:
    they come and go with their registration.
    """
    if actor.kind != "staff" or actor.roles.isdisjoint(KEEPS.split()):
        return Account.objects.none()
    if ADMINISTERS in actor.roles:
        return Account.objects.all()
    held, asked = Role.objects.filter(account=OuterRef("pk")), RoleChange.objects.filter(account=OuterRef("pk"))
    here = {"organisation": actor.organisation}
    known = Exists(held.filter(**here)) | Exists(asked.filter(**here))
    elsewhere = Exists(held.filter(to_at=None).exclude(**here)) | Exists(asked.filter(state="asked").exclude(**here))
    return Account.objects.filter(known & ~elsewhere, kind=Account.Kind.STAFF)


def keeps_house(actor: Actor, house: Organisation) -> bool:
    """Return whether somebody keeps the accounts of a house."""
    if actor.kind != "staff":
        return False
    leads = not rules.LEADING.isdisjoint(actor.roles) and actor.organisation == str(house.pk)
    return ADMINISTERS in actor.roles or leads


def answers_for(actor: Actor, house: Organisation) -> bool:
    """Return whether somebody may be the second person for changes of roles in a house: who keeps it, and deputies."""
    return keeps_house(actor, house) or deputises(actor)


def deputises(actor: Actor) -> bool:
    """Return whether somebody was named to agree in the place of an administrator."""
    return actor.kind == "staff" and DEPUTISES in actor.roles


def deputy_until(*, now: datetime) -> datetime | None:
    """Return when the term of the last deputy ends who can come in; None where there is none (one query)."""
    rows = living_roles(now=now).filter(role=DEPUTISES, account__is_active=True, to_at__isnull=False)
    last = rows.filter(factors.enrolled("account")).order_by("to_at").last()
    return last.to_at if last else None


def works_for_operator(row: Account, *, now: datetime) -> bool:
    """Return whether an account has a role of the operator's, other than a deputy's."""
    held = living_roles(now=now).filter(account=row, organisation__kind=Organisation.Kind.OPERATOR)
    return held.exclude(role=DEPUTISES).exists()


def leads_of(house: Organisation, *, now: datetime) -> int:
    """Count who leads a house and isn't shut, come in or not: nobody gets alone by keeping another out."""
    rows = living_roles(now=now).filter(organisation=house, role__in=rules.LEADING, account__is_active=True)
    return rows.values("account").distinct().count()


def account(username: str, *, actor: Actor) -> Account:
    """Return an account by its sign-in name; raises `NoSuchPerson`."""
    found = visible_to(actor).filter(username=username[:64]).first()
    if found is None:
        raise people.NoSuchPerson
    return found


def invitation(token: str, *, now: datetime) -> Invitation:
    """Return a link that still counts; raises `LinkOver`."""
    rows = Invitation.objects.filter(token_hash=actors.hash_of(token), used_at=None, revoked_at=None)
    found = rows.filter(expires_at__gt=now, account__is_active=True).select_related("account").first()
    if found is None:
        raise InvitationLinkOver
    return found


def home_of(row: Account, *, now: datetime) -> Organisation | None:
    """Return the house somebody works for, or is to work for once a second person agrees."""
    role = living_roles(now=now).filter(account=row).select_related("organisation").order_by("from_at").first()
    if role is not None:
        return role.organisation
    change = row.role_changes.filter(state="asked").select_related("organisation").order_by("created_at").first()
    return change.organisation if change else None


def houses_of(row: Account, *, now: datetime) -> set[UUID]:
    """Return every house somebody works for, or is to work for once a second person agrees."""
    held = living_roles(now=now).filter(account=row).values_list("organisation", flat=True)
    return {*held, *row.role_changes.filter(state="asked").values_list("organisation", flat=True)}


def colleagues_of(row: Account, *, now: datetime) -> list[Account]:
    """Return who could take over from somebody: active staff of his house who may do his work and isn't away."""
    home = home_of(row, now=now)
    if home is None:
        return []
    held = set(living_roles(now=now).filter(organisation=home, account=row).values_list("role", flat=True))
    does = rules.work_of(held)
    there = living_roles(now=now).filter(organisation=home, role__in=does).values("account")
    away = Leave.objects.filter(to_at=None, begun_at__isnull=False).values("account")
    rows = Account.objects.filter(pk__in=there, is_active=True, kind=Account.Kind.STAFF)
    return list(rows.exclude(pk=row.pk).exclude(pk__in=away).order_by("called")[:200])


def loads(accounts: Iterable[Account]) -> dict[str, int]:
    """Return how many open calls and claims lie with each, by user name (three queries)."""
    names = {f"staff:{one.pk}": one.username for one in accounts}
    open_now = Counter(contacts.taken_by(names)) + Counter(claims.heard_by(names))
    return {name: open_now[key] for key, name in names.items()}


def shut_with_work() -> list[Account]:
    """Return the shut accounts with whom open calls or claims lie, or whom windows count (four queries)."""
    mine = {key.removeprefix("staff:") for key in contacts.takers() | claims.hearers() if key.startswith("staff:")}
    works = Q(pk__in=mine) | Q(pk__in=network.sent_though_shut().values("account"))
    return list(Account.objects.filter(works, is_active=False).order_by("pk"))


def is_last_operator(row: Account, *, now: datetime) -> bool:
    """Return whether nobody would be left to administer this installation without this account."""
    held = living_roles(now=now).filter(account=row, role="operator").first()
    return held is not None and people.is_last_operator(held)


def claims_left_by(role: Role, *, now: datetime) -> int:
    """Count the open claims of a merchant whom nobody would own without this role; none while another owner is there.

    Shut accounts own nothing (two queries).
    """
    if role.role != OWNS:
        return 0
    owners = living_roles(now=now).filter(organisation=role.organisation_id, role=OWNS, account__is_active=True)
    others = owners.exclude(account=role.account_id)
    return 0 if others.exists() else claims.open_against(role.organisation_id)


def mail_of(message: outbox.Message) -> outbox.MessageAddress:
    """Return the outbox where mail to an account goes; what is for nobody's account goes to the reports' address."""
    if not message.audience.startswith("account:"):
        return reports.address_of(message)
    row = Mailbox.objects.filter(pk=UUID(message.audience.removeprefix("account:"))).exclude(mail_sealed="").first()
    return (
        outbox.MessageAddress(to=vault.open_("staff.mailbox.mail", row.pk, row.mail_sealed))
        if row
        else outbox.MessageAddress()
    )


def mailed_outlets(*, roles: Iterable[str], now: datetime) -> list[tuple[str, bool]]:
    """Return by code the outlets that take orders, by name, and whether mail reaches anybody there in these roles.

    Those that serve no place are left out (one query).
    """
    serves = living_now(Territory.objects.filter(outlet=OuterRef("pk")), now)
    boxes = Mailbox.objects.filter(account=OuterRef("account")).exclude(mail_sealed="")
    works = living_roles(now=now).filter(role__in=list(roles), account__is_active=True)
    told = Exists(works.filter(Exists(boxes), organisation=OuterRef("organisation")))
    rows = Outlet.objects.filter(Exists(serves), takes_orders=True, organisation__retired_at=None)
    return list(rows.annotate(told=told).order_by("code").values_list("organisation__name", "told"))
