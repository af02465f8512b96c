"""Links for all technicians who can't sign in yet, in one press: on paper or by text message, and taken back at once.

A worker makes them in short blocks; what a crash left is gone on with, for whoever has a link that counts needs none.
"""

import secrets
import time
from datetime import datetime
from functools import partial
from uuid import UUID

from django.db import connection
from django.db.models import F

from anxin.core import later, outbox, settings, timeline, vault
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.states import lock
from anxin.core.timeline import StreamKey
from anxin.domain.network.actions import engagements
from anxin.domain.network.models import Technician
from anxin.domain.people import rules as people_rules
from anxin.domain.people.models import Account
from anxin.domain.people.queries import actors, sign_in_names
from anxin.domain.staff import queries, rules
from anxin.domain.staff.models import Handout, Invitation

TASK = "anxin.domain.staff.tasks.hand_out"
AT_ONCE, PAUSE_S = 20, 0.11
TOKEN = "staff.invitation.token"


class NobodyWaits(WrongState):
    """Every technician has a link, or has come in."""

    code = "staff.nobody_waits"


def hand_out(*, way: str, by: Actor, now: datetime) -> Handout:
    """Have a worker make a link for each technician who can't sign in yet; raises `staff.nobody_waits`."""
    count = queries.uninvited(now=now).count()
    if not count:
        raise NobodyWaits
    made = Handout.objects.create(way=way, made_by=by.key, made_at=now, expires_at=now + rules.INVITED_FOR, total=count)
    later.put(TASK, arguments={"handout": str(made.pk)}, key=f"handout|{made.pk}", now=now)
    return made


def carry_out(key: UUID, *, now: datetime) -> None:
    """Make what is left of the links, block by block, until nobody waits or they were taken back."""
    while acting(partial(_some, key, now)):
        if connection.vendor == "sqlite":
            time.sleep(PAUSE_S)  # SQLite serves no queue: others write meanwhile


def take_back(*, handout: Handout, by: Actor, now: datetime) -> None:
    """Let none of the links count that nobody has opened; the accounts stay, without a password."""
    Handout.objects.filter(pk=handout.pk).update(withdrawn_at=now, withdrawn_by=by.key)
    unused = handout.invitations.filter(used_at=None, revoked_at=None)
    unused.update(revoked_at=now, token_sealed="")


def _some(key: UUID, now: datetime) -> bool:
    row = Handout.objects.get(pk=key)
    lock(row)
    row.refresh_from_db()
    if row.ended_at is not None or row.withdrawn_at is not None:
        return False
    maker = actors.actor_of_account(Account.objects.get(pk=row.made_by.partition(":")[2]), now=now)
    some = list(queries.uninvited(now=now).order_by("number")[:AT_ONCE])
    for one in some:
        _invite(row, one, maker, now)
    told = {"done": F("done") + len(some)} if some else {"ended_at": now}
    Handout.objects.filter(pk=row.pk).update(**told)
    return bool(some)


def _invite(row: Handout, one: Technician, maker: Actor, now: datetime) -> None:
    account = one.account or engagements.give_account(technician=one, username=_name_for(one), now=now)
    token = secrets.token_urlsafe(32)
    made = Invitation(account=account, kind=Invitation.Kind.INVITED, token_hash=actors.hash_of(token), handout=row)
    made.made_by, made.created_at, made.expires_at = row.made_by, now, row.expires_at
    if row.way == Handout.Way.PAPER:
        made.token_sealed = vault.seal(TOKEN, made.pk, token)
    made.save(force_insert=True)
    timeline.write(StreamKey("account", str(account.pk)), "staff.invited", by=maker, now=now)
    if row.way == Handout.Way.TEXT:
        address: str = settings.get("notices.address", at=now)
        outbox.put(
            "staff.invited_text",
            audience=f"person:{one.person_id}",
            ids={"account": str(account.pk)},
            key=f"staff.invited_text:{made.pk}",
            now=now,
            secret=address.rstrip("/") + rules.LINK.format(token=token),
            expires_at=row.expires_at,
            carrier="sms",
        )


def _name_for(one: Technician) -> str:
    """Return what he signs in with: his badge number, where it can be typed and nobody has it."""
    free = people_rules.is_name(one.number) and not sign_in_names.holders(one.number)
    return one.number if free else f"t-{secrets.token_hex(4)}"
