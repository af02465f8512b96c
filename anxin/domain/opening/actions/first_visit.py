"""The first visit of an empty installation: a code from the terminal, then the operator and the first administrator.

Both come to be in one block: whoever closes the browser before has changed nothing, and of two at once one wins.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime

from anxin.core import settings, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.opening import queries, rules
from anxin.domain.opening.models import SetupCode
from anxin.domain.opening.queries import lookup
from anxin.domain.opening.rules import licences
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people import rules as people_rules
from anxin.domain.people.models import Account, Organisation
from anxin.domain.people.queries import actors, sign_in_names
from anxin.domain.staff import actions as staff

IMPRINT = "site.imprint"
OPERATOR = "operator"


class SetUpAlready(WrongState):
    """Somebody administers this installation already."""

    code = "opening.set_up_already"


class BadLicence(Invalid):
    """Eighteen signs that no company's licence bears: the last checks the others."""

    code = "opening.bad_licence"


class BadFiling(Invalid):
    """What no site's filing is numbered."""

    code = "opening.bad_filing"


@dataclass(frozen=True, kw_only=True)
class Founding:
    """Who runs this installation, and its first administrator; `password` is a hash."""

    operator: str
    site: str
    username: str
    called: str
    password: str
    licence: str = ""
    filing: str = ""
    address: str = ""
    mail: str = ""


def make_code(*, now: datetime) -> str:
    """Make the code of the first visit; every earlier one opens nothing any more. Raises `SetUpAlready`."""
    if not queries.is_empty():
        raise SetUpAlready
    SetupCode.objects.filter(used_at=None).delete()
    code = people_rules.recovery_code(secrets.token_bytes(people_rules.RECOVERY_BYTES))
    SetupCode.objects.create(code_hash=lookup.hash_of(code), created_at=now, expires_at=now + rules.CODE_LIVES)
    return code


def admit(*, code: str, now: datetime) -> None:
    """Check a code without using it up; raises `CodeOver`."""
    lookup.living_code(code, now=now)


def found_house(*, code: str, founding: Founding, now: datetime) -> Account:
    """Found the operator with its imprint and its first administrator, and end the code; raises `CodeOver`."""
    lock(lookup.living_code(code, now=now))
    row = lookup.living_code(code, now=now)
    if not people_rules.is_name(founding.username):
        raise staff.BadName("username", expected="2 to 32 letters, digits, dots and hyphens", got=founding.username)
    if not licences.is_licence(founding.licence):
        raise BadLicence("licence", expected="a unified social credit code", got=founding.licence)
    if not licences.is_filing(founding.filing):
        raise BadFiling("filing", expected="the number of a site's filing", got=founding.filing)
    if sign_in_names.holders(founding.username):
        raise staff.NameTaken("username", expected="a name nobody has", got=founding.username)
    home = _home(founding, now)
    account = people.open_account(username=founding.username, password="", called=founding.called, now=now)
    Account.objects.filter(pk=account.pk).update(password=founding.password)
    people.grant(account=account, organisation=home, role="operator", now=now)
    actor = actors.actor_of_account(account, now=now, via="set-up")
    staff.write_to(account=account, mail=founding.mail, by=actor, now=now)
    _imprint(founding, by=actor, now=now)
    SetupCode.objects.filter(pk=row.pk).update(used_at=now)
    timeline.write(StreamKey("account", str(account.pk)), "opening.founded", by=actor, now=now)
    account.refresh_from_db()
    return account


def _home(founding: Founding, now: datetime) -> Organisation:
    """Return the operator, founded before by an import or now."""
    try:
        home = people_queries.operator()
    except people_queries.UnknownOrganisation:
        return people.found_organisation(
            kind="operator", slug=OPERATOR, name=founding.operator, licence=founding.licence, now=now
        )
    Organisation.objects.filter(pk=home.pk).update(licence=founding.licence or home.licence)
    return home


def _imprint(founding: Founding, *, by: Actor, now: datetime) -> None:
    """Keep the first imprint without a second person: there is none yet."""
    value = {
        "name": founding.site,
        "operator": founding.operator,
        "licence": founding.licence,
        "filing": founding.filing,
        "address": founding.address,
    }
    told = {name: text for name, text in value.items() if text}
    row = settings.propose(name=IMPRINT, value=told, valid_from=now, by=SYSTEM, now=now)
    settings.confirm(row, by=by, now=now)
