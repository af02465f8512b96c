"""Builders with sane defaults: a repair walked to any state, by the cast, on the ground of the demo."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from django.utils import timezone

from anxin.core import vault
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.demo import bench, cast, ground
from anxin.demo.walk import (
    HAPPY as WALK,
)
from anxin.demo.walk import (
    Walked,
    a_picture,
    a_report,
    actor,
    begin,
    open_offer,
    outlet,
    photographed,
    technician,
    the_code,
)
from anxin.domain.people import queries as people
from anxin.domain.people.models import Account, Person
from anxin.domain.people.queries import actors
from anxin.domain.publications import actions as publications
from anxin.domain.publications import queries as texts
from anxin.domain.publications.rules import NEEDED
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Visit
from tests import laid

__all__ = [
    "WALK",
    "Walked",
    "a_picture",
    "a_repair",
    "a_report",
    "a_visit",
    "account",
    "actor",
    "at_a_bench",
    "ground",
    "note_inside",
    "open_offer",
    "outlet",
    "photographed",
    "reveal_name",
    "technician",
    "the_code",
    "without_a_mobile",
]


def by_phone(phone: str) -> Actor:
    """Make the actor of somebody who proved a phone."""
    return actors.actor_of_person(str(people.known_by_phone(phone)[0].id))


def a_repair(*, now: datetime, at: str = "submitted", customer: cast.Customer = cast.MS_ZHANG) -> Walked:
    """Walk a fresh repair to a state of `WALK`, by way of Boss He's outlet and Master Luo."""

    def walk() -> Walked:
        ground.lay(now=now)
        return begin(a_report(now=now, customer=customer), now=now).until(at)

    return laid.walking_once((at, customer), now, walk, _as_it_lies)


def at_a_bench(*, now: datetime, mode: str = "drop_off", at: str = "") -> Walked:
    """Walk a lock that is brought or sent in to a turn of `bench.TURNS`, or only report it."""

    def walk() -> Walked:
        ground.lay(now=now)
        one = bench.report(now=now, mode=mode)
        return bench.until(one, at) if at else one

    return laid.walking_once((mode, at), now, walk, _as_it_lies)


def without_a_mobile(one: Walked) -> Walked:
    """Have the customer's only phone be a landline: no message brings him to his page."""
    person = one.repair.customer
    person.phone_sealed = vault.seal("people.person.phone", person.id, cast.GRANDMA_LI.phone)
    person.save(update_fields=["phone_sealed"])
    return one


def _as_it_lies(one: Walked) -> Walked:
    return replace(one, repair=Repair.objects.get(pk=one.repair.pk), pictures=list(one.pictures))


def a_visit(*, now: datetime, at: str = "booked") -> Visit:
    """Walk a fresh repair to a state and give its visit."""
    return a_repair(now=now, at=at).visit


def note_inside(one: Walked) -> None:
    """Have the agent write a sentence for the desk only."""
    by = one.by(cast.XIAO_CHEN)
    one.do(lambda: repairs.note(repair=one.repair, text="仅内部可见", inside=True, by=by, now=one.now))


def reveal_name(person: Person) -> str:
    """Read a sealed name as the vault does."""
    return vault.open_("people.person.name", person.id, person.name_sealed)


def account(member: cast.Member) -> Account:
    """Find the account of a member of the cast."""
    return Account.objects.get(username=member.username)


BLANK = re.compile("【[^】]*】")


def legal_texts(*, now: datetime, whole: bool = False, codes: Iterable[str] = NEEDED) -> None:
    """Publish what has to be read before anybody is asked for his data; `whole`: as long as the templates are."""
    for code in codes:
        row = texts.document(code)
        zh, en = (BLANK.sub("示例", one) for one in texts.template(code, now=now)) if whole else ("一", "")
        acting(
            lambda row=row, zh=zh, en=en: publications.write(document=row, zh=zh, en=en, note="", by=SYSTEM, now=now)
        )
        told = {"from_date": timezone.localtime(now).date(), "notice_days": 0, "checked_by": "李律师"}
        row = texts.document(code)
        acting(lambda row=row, told=told: publications.publish(document=row, **told, by=SYSTEM, now=now))
