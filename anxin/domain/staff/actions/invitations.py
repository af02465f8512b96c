"""Invite by a link that counts once: whoever opens it sets his own password, then his authenticator."""

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.conf import settings as django_settings

from anxin.core import later, outbox, settings, timeline, vault
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people import rules as people_rules
from anxin.domain.people.actions import credentials
from anxin.domain.people.models import Account, Organisation
from anxin.domain.people.queries import actors, sign_in_names
from anxin.domain.staff import queries, rules
from anxin.domain.staff.actions import role_changes
from anxin.domain.staff.models import Invitation, Mailbox
from anxin.domain.staff.rules import mail_addresses

if TYPE_CHECKING:
    from anxin.core.streams.models import Entry

MAIL = "staff.mailbox.mail"
TASK = "anxin.domain.staff.tasks.send_forgotten"
MOST_ASKED = 3
"""So many links for a new password are mailed to one account within an hour."""


class NameTaken(Invalid):
    """Somebody has this sign-in name."""

    code = "staff.name_taken"


class BadName(Invalid):
    """A sign-in name is letters, digits and few signs."""

    code = "staff.bad_name"


class BadMail(Invalid):
    """This is no mail address."""

    code = "staff.bad_mail"


def invite(
    *, username: str, called: str, organisation: Organisation, role: str, by: Actor, now: datetime, mail: str = ""
) -> tuple[Account, str]:
    """Open an account nobody can use yet, ask for its role, and give it with the token of the link to it."""
    if not people_rules.is_name(username):
        raise BadName("username", expected="2 to 32 letters, digits, dots and hyphens", got=username)
    if role not in rules.roles_of(organisation.kind):
        raise people.NoRole("role", expected=", ".join(rules.roles_of(organisation.kind)), got=role)
    if sign_in_names.holders(username):
        raise NameTaken("username", expected="a name nobody has", got=username)
    account = people.open_account(username=username, password="", called=called, now=now)
    _keep_mail(account, mail)
    role_changes.ask(account=account, organisation=organisation, role=role, command=rules.GRANT, by=by, now=now)
    _tell(account, "staff.invited", by, now)
    return account, _link(account, Invitation.Kind.INVITED, rules.INVITED_FOR, by, now)


def invite_again(*, account: Account, by: Actor, now: datetime) -> str:
    """Make a new link to an account nobody has come in with; those of before open nothing any more."""
    _tell(account, "staff.invited", by, now)
    return _link(account, Invitation.Kind.INVITED, rules.INVITED_FOR, by, now)


def forget_password(*, account: Account, by: Actor, now: datetime) -> str:
    """Make a link by which the owner sets a new password; his authenticator stays what it was."""
    _tell(account, "staff.forgotten", by, now)
    return _link(account, Invitation.Kind.FORGOTTEN, rules.FORGOTTEN_FOR, by, now)


def write_to(*, account: Account, mail: str, by: Actor, now: datetime) -> None:
    """Keep where mail to an account goes; an empty address forgets it.

    The first one of an account that nobody has come in to changes nothing.
    """
    stood = Mailbox.objects.filter(account=account).exclude(mail_sealed="").exists()
    first = not (stood or queries.came_in(account))
    _keep_mail(account, mail)
    _tell(account, "staff.mail", by, now, first=first)


def _keep_mail(account: Account, mail: str) -> None:
    plain = mail_addresses.plain_mail(mail)
    if plain and not mail_addresses.is_mail(plain):
        raise BadMail("mail", expected="name@host", got=mail)
    sealed = vault.seal(MAIL, account.pk, plain) if plain else ""
    Mailbox.objects.update_or_create(account=account, defaults={"mail_sealed": sealed})


def accept(*, token: str, new: str, now: datetime) -> Account:
    """Set the hash of the password that whoever opened a link chose, once; every sign-in of the account ends."""
    lock(queries.invitation(token, now=now).account)
    account = queries.invitation(token, now=now).account
    Invitation.objects.filter(account=account, used_at=None).update(used_at=now, token_sealed="")
    Account.objects.filter(pk=account.pk).update(password=new)
    credentials.end_sessions(account.pk)
    _tell(account, "staff.accepted", actors.actor_of_account(account, now=now, via="sign-in"), now)
    account.refresh_from_db()
    return account


def door_changed(*, fact: "Entry", now: datetime) -> None:
    """End every link that nobody has opened: with another password or second step its account is another door."""
    links = Invitation.objects.filter(account=UUID(fact.stream_key.key), used_at=None, revoked_at=None)
    links.update(revoked_at=now, token_sealed="")


def ask_forgotten(*, username: str, now: datetime) -> None:
    """Have a link for a new password mailed to whoever the name belongs to; who that is, is looked up later."""
    account = people_queries.account(username[:64])
    told = {"account": str(account.pk) if account and account.is_active else ""}
    later.put(TASK, arguments=told, key=f"forgotten|{secrets.token_hex(8)}", now=now)


def send_forgotten(*, account: str, now: datetime) -> None:
    """Mail the link, where it can go at once and lead somewhere; an account gets three an hour.

    Without a mail server none is made: it would wait for whoever's server comes next. Anybody can ask for it who
    knows the name: what an administrator handed out meanwhile still opens. Who came in before and has nothing left
    to prove himself with gets none: whoever reads his mail would be he.
    """
    row = Account.objects.filter(pk=UUID(account), is_active=True).first() if account else None
    address = settings.get("notices.address", at=now)
    if row is None or not address or not _can_be_mailed(row):
        return
    recent = Invitation.objects.filter(account=row, made_by=SYSTEM.key, created_at__gt=now - timedelta(hours=1))
    if recent.count() >= MOST_ASKED:
        return
    if queries.has_no_second_step(row):
        return
    entered = row.has_usable_password()
    kind = Invitation.Kind.FORGOTTEN if entered else Invitation.Kind.INVITED
    token = _link(row, kind, rules.FORGOTTEN_FOR, SYSTEM, now, mails=False)
    _tell(row, "staff.forgotten", SYSTEM, now)
    _mail(row, "staff.password_link", token, address, now)


def _can_be_mailed(account: Account) -> bool:
    """Return whether a letter to an account has an address and a server that takes it."""
    letter = outbox.Message(template="staff.password_link", audience=f"account:{account.pk}", carrier="mail")
    there = outbox.address_of(letter)
    return bool(there.to and (there.secret or django_settings.SMTP))


def _link(account: Account, kind: str, lives: timedelta, by: Actor, now: datetime, *, mails: bool = True) -> str:
    token = secrets.token_urlsafe(32)
    before = Invitation.objects.filter(account=account, used_at=None, revoked_at=None)
    (before.filter(made_by=SYSTEM.key) if by == SYSTEM else before).update(revoked_at=now)
    made = Invitation(account=account, kind=kind, token_hash=actors.hash_of(token), made_by=by.key)
    made.created_at, made.expires_at = now, now + lives
    made.save(force_insert=True)
    address = settings.get("notices.address", at=now)
    known = Mailbox.objects.filter(account=account).exclude(mail_sealed="").exists()
    if mails and address and known and not queries.has_no_second_step(account):
        _mail(account, f"staff.{kind}_link", token, address, now)
    return token


def _mail(account: Account, template: str, token: str, address: str, now: datetime) -> None:
    outbox.put(
        template,
        audience=f"account:{account.pk}",
        ids={"account": str(account.pk)},
        key=f"{template}:{account.pk}:{actors.hash_of(token)[:16]}",
        now=now,
        secret=address.rstrip("/") + rules.LINK.format(token=token),
        expires_at=now + rules.FORGOTTEN_FOR,
        carrier="mail",
    )


def _tell(account: Account, code: str, by: Actor, now: datetime, *, first: bool = False) -> None:
    facts = {"first": True} if first else {}
    timeline.write(StreamKey("account", str(account.pk)), code, by=by, now=now, facts=facts)
