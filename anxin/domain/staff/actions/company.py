"""Company sign-in: whom the company vouches for comes in as the account he is linked with, and as nobody else.

An account is linked by the link of its invitation, or by its owner once he is in; by the operator's company, while
nobody came in as it, also by the mail address an administrator wrote down, verified by the company; never is one made.
A company's word counts for the people of one house: the operator's, or the one that keeps this company for itself,
whose leads can make it vouch for anybody's mail; who works for another house too doesn't come in by either.
"""

from datetime import datetime

from django.db.models import Q

from anxin.core import vault
from anxin.core.actors import STRANGER, Actor
from anxin.core.carriers.oidc import Vouched
from anxin.core.errors import Forbidden
from anxin.core.inserts import insert_new
from anxin.core.states import lock
from anxin.core.timeline import StreamKey, write
from anxin.domain.people import queries as people
from anxin.domain.people.actions import credentials, sign_in_records
from anxin.domain.people.actions.throttle import Origin
from anxin.domain.people.models import Account, Organisation
from anxin.domain.people.queries import actors
from anxin.domain.staff import queries
from anxin.domain.staff.models import CompanyIdentity, Invitation, Mailbox
from anxin.domain.staff.rules import mail_addresses

MOST = 5000
"""So many mail addresses are compared; a house with more links its people by invitation."""


class NotLinked(Forbidden):
    """The company vouches for somebody no account is linked with."""

    code = "staff.not_linked"


def enter(
    *, issuer: str, vouched: Vouched, token: str, origin: Origin, now: datetime, house: Organisation | None = None
) -> Account:
    """Give the account somebody is linked with, linking it now where invitation or mail says so; raises `NotLinked`.

    `house` keeps this company for its own people, and links them by invitation alone; without one it is the operator's.
    """
    home = house or people.operator()
    known, invited = _known(issuer, vouched), linked_by(issuer=issuer, vouched=vouched, token=token, now=now)
    if known is None:
        account = invited if invited or house else _by_mail(vouched.mail, issuer, home, now)
    else:
        account = invited if known.parted_at else known.account
    if account is None or not _fits(account, home, now):
        raise NotLinked(
            survives=(lambda: sign_in_records.note("wrong_company", by=STRANGER, origin=origin, now=now),),
        )
    lock(account)
    if known is not None and known.parted_at:
        known.delete()
    if known is None or known.parted_at:
        _link(account, issuer, vouched, now)
    CompanyIdentity.objects.filter(issuer=issuer, subject=vouched.subject).update(used_at=now)
    return account


def linked_by(*, issuer: str, vouched: Vouched, token: str, now: datetime) -> Account | None:
    """Return the account an invitation would link somebody with: who is linked already is linked with no other."""
    known = _known(issuer, vouched)
    return _invited(token, now) if known is None or known.parted_at else None


def link_own(
    *, account: Account, issuer: str, vouched: Vouched, now: datetime, house: Organisation | None = None
) -> None:
    """Link the account of whoever is in with whom his company vouches for; raises `NotLinked`.

    Who is linked already is linked with no other, and nobody whose account isn't of the company's house alone.
    """
    lock(account)
    known = _known(issuer, vouched)
    if (known and not known.parted_at) or not _fits(account, house or people.operator(), now):
        raise NotLinked
    if known:
        known.delete()
    _link(account, issuer, vouched, now)


def part(*, account: Account, by: Actor, now: datetime) -> None:
    """Part an account from every company: nobody comes in by one any more, unless an invitation links him anew.

    Every sign-in ends, whoever came in by a company or is half in.
    """
    lock(account)
    credentials.end_sessions(account.pk)
    CompanyIdentity.objects.filter(account=account, parted_at=None).update(parted_at=now)
    write(StreamKey("account", str(account.pk)), "staff.company_parted", by=by, now=now)


def _known(issuer: str, vouched: Vouched) -> CompanyIdentity | None:
    return CompanyIdentity.objects.filter(issuer=issuer, subject=vouched.subject).select_related("account").first()


def _link(account: Account, issuer: str, vouched: Vouched, now: datetime) -> None:
    row = CompanyIdentity(account=account, issuer=issuer, subject=vouched.subject, linked_at=now)
    if not insert_new(row):
        raise NotLinked
    Invitation.objects.filter(account=account, used_at=None, kind=Invitation.Kind.INVITED).update(used_at=now)
    actor = actors.actor_of_account(account, now=now, via="sign-in")
    write(StreamKey("account", str(account.pk)), "staff.company_linked", by=actor, now=now)


def _fits(account: Account, home: Organisation, now: datetime) -> bool:
    """Return whether an account is in use, and of this house alone."""
    in_use = account.is_active and account.kind == Account.Kind.STAFF
    return in_use and queries.houses_of(account, now=now) == {home.pk}


def _invited(token: str, now: datetime) -> Account | None:
    """Return whose invitation a link is; a link for a forgotten password links nobody."""
    if not token:
        return None
    row = queries.invitation(token, now=now)
    return row.account if row.kind == Invitation.Kind.INVITED else None


def _by_mail(mail: str, issuer: str, home: Organisation, now: datetime) -> Account | None:
    """Return the one account with a mail address, where nobody has come in as it yet.

    Of one that has an owner an address proves nothing: whoever keeps it wrote there whom he liked.
    """
    wanted = mail_addresses.plain_mail(mail).casefold()
    if not wanted:
        return None
    there = queries.living_roles(now=now).filter(organisation=home).values("account")
    asked = Q(account__role_changes__state="asked", account__role_changes__organisation=home)
    rows = Mailbox.objects.filter(Q(account__in=there) | asked, account__is_active=True).exclude(mail_sealed="")
    free = rows.exclude(account__company_identities__issuer=issuer).select_related("account").distinct()[:MOST]
    found = [one.account for one in free if _mail_of(one) == wanted and _fits(one.account, home, now)]
    return found[0] if len(found) == 1 and not queries.came_in(found[0]) else None


def _mail_of(row: Mailbox) -> str:
    return vault.open_("staff.mailbox.mail", row.pk, row.mail_sealed).casefold()
