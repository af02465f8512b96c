"""Who follows the service account: known by WeChat's name for him, joined to a person once he proved his phone."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from anxin.core import outbox, timeline, vault
from anxin.core.actors import SYSTEM, Actor, only
from anxin.core.inserts import insert_new
from anxin.core.once.idempotency import once
from anxin.core.states import locked
from anxin.core.timeline import Entry
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.models import Said
from anxin.domain.notices import actions as notices
from anxin.domain.notices import queries
from anxin.domain.notices.models import Follower
from anxin.domain.notices.queries.followers import OPENID, SAY
from anxin.domain.people.actions.personal_data import stream_of
from anxin.domain.people.models import Person
from anxin.domain.people.queries import actors


def meet(*, app: str, openid: str, now: datetime) -> Follower:
    """Return the row of somebody WeChat named; the first time it is made."""
    index = queries.followers.index_of(app, openid)
    row = Follower(app=app, openid_index=index, created_at=now)
    row.openid_sealed = vault.seal(OPENID, row.id, openid)
    return row if insert_new(row) else Follower.objects.get(openid_index=index)


def join(*, follower: Follower, by: Actor, proved: str, now: datetime) -> None:
    """Say that a follower is the person whose phone was just proved; the last one proved counts.

    `proved` is the phone's blind index: nothing happens where the person has another number meanwhile.
    """
    if not locked(Person.objects.filter(pk=by.id, phone_index=proved)):
        return
    Follower.objects.filter(pk=follower.pk).exclude(person_id=by.id).update(person_id=by.id, joined_at=now)


def part(*, by: Actor) -> int:
    """Have a customer's own WeChat forgotten: from now on text messages go to the phone; give how many.

    Only for who proved his phone: raises `core.forbidden` for whom a case's link brought.
    """
    only(by, "customer_phone", number="")
    mine = Follower.objects.filter(person__in=[UUID(one) for one in actors.proved_selves(by)])
    return mine.update(person=None, joined_at=None)


def follow(*, follower: Follower, follows: bool, at: datetime) -> None:
    """Take in that somebody follows the account, or does no more; what was told earlier changes nothing later."""
    rows = Follower.objects.filter(pk=follower.pk)
    rows.exclude(changed_at__gt=at).update(follows=follows, changed_at=at)


def hear(*, follower: Follower, text: str, event: str, now: datetime) -> str:
    """Take in what a follower wrote, once: on the talk he has with the desk, else on a new one; give its number.

    Empty where nobody knows yet whose WeChat it is.
    """
    if follower.person_id is None:
        return ""
    actor = actors.actor_of_person(str(follower.person_id))

    def work() -> Mapping[str, object]:
        Follower.objects.filter(pk=follower.pk).update(heard_at=now)
        return {"number": contacts.write(text=text, by=actor, now=now).number}

    said = once(scope="wechat", key=event, fingerprint=str(follower.pk), now=now, work=work, sender=follower.app)
    return str(said.answer["number"])


def carry(*, fact: Entry, now: datetime) -> None:
    """Bring a written answer of the desk to who wrote in WeChat within two days; anybody else is told it is there."""
    if (fact.facts.get("way"), fact.facts.get("direction")) != ("written", "out"):
        return
    said = Said.objects.select_related("contact").get(pk=fact.facts["said"])
    follower = queries.followers.hears(said.contact.person_id, now=now)
    if follower is None:
        notices.tell(fact=fact, now=now)
    else:
        outbox.put_last(
            SAY,
            audience=f"follower:{follower.id}",
            ids={"number": said.contact.number, "said": str(said.id)},
            key=f"wechat:{said.id}",
            now=now,
            secret=queries.followers.text_of(said),
            expires_at=now + queries.followers.ANSWERS,
            carrier="wechat",
        )


def phone_corrected(*, fact: Entry, now: datetime) -> None:
    """Forget the WeChat that proved a person's number of before: whoever had it proves the new one."""
    Follower.objects.filter(person_id=UUID(fact.stream_key.key)).update(person=None, joined_at=None)


def part_left(*, follower: Follower, now: datetime) -> None:
    """Take off a WeChat that proved the number its person had before, as an earlier version left it; twice is once."""
    person = follower.person_id
    if person is None:
        return
    rows = Follower.objects.filter(pk=follower.pk, person_id=person, joined_at=follower.joined_at)
    if rows.update(person=None, joined_at=None):
        timeline.write(stream_of(person), "notices.wechat_parted", by=SYSTEM, now=now)


def erased(*, fact: Entry, now: datetime) -> None:
    """Forget the WeChat of who was erased."""
    Follower.objects.filter(person_id=UUID(fact.stream_key.key)).delete()
