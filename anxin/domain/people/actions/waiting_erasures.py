"""An erasure that waits: asked for while something needs him still, taken back, or done by itself once nothing does."""

from datetime import datetime

from anxin.core import clocks, numbers, outbox, phones, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.carriers import sms
from anxin.core.errors import WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin, lock, transition
from anxin.core.zone import SHANGHAI
from anxin.domain.people import queries
from anxin.domain.people.actions import endings, personal_data
from anxin.domain.people.actions.reveals import NotRevealed
from anxin.domain.people.models import DataRequest, Person
from anxin.domain.people.queries import data_requests, erasures, kept, own_data, selves
from anxin.domain.people.queries.data_requests import CLOCK


class ErasureWanted(WrongState):
    """His erasure was written down at the desk already, and is worked there."""

    code = "people.erasure_wanted"


def have_wait(*, person: Person, by: Actor, now: datetime) -> DataRequest:
    """Write down that he wants to be erased once nothing needs him; asked for twice it waits once.

    Raises `NotRevealed` for anybody but who proved his phone, `ErasureWanted` where the desk works it already.
    """
    own = own_data.rows(by, now=now)
    if str(person.pk) != by.id or person.pk not in {one.pk for one in own}:
        raise NotRevealed({"why": "no_open_case", "covered": "no_open_case"})
    known = data_requests.erasures_of(own)
    if known is not None and known.state != "waiting":
        raise ErasureWanted({"number": known.number})
    if known is not None:
        return known
    row = DataRequest(id=uuid7(), number=numbers.issue("P", now=now), person=person, wish="erase", asked_by=by.id)
    begin(row, by=by, now=now, facts={"number": row.number, "wanted": row.wish, "person": str(person.pk)})
    lock(row)
    wait(request=row, by=by, now=now)
    return row


def wait(*, request: DataRequest, by: Actor, now: datetime, second: str = "") -> None:
    """Have a locked request wait for what isn't over; the days for an answer are kept by that."""
    transition(request, "wait", by=by, now=now, sets={"seconded_by": second} if second else {})
    clocks.meet(request.stream(), CLOCK, now=now)


def let_be(*, request: DataRequest, by: Actor, now: datetime) -> None:
    """Let a waiting erasure be: he stays."""
    lock(request)
    endings.end(request, "withdraw", by, now)


def let_own_be(*, person: Person, by: Actor, now: datetime) -> None:
    """Let one's own waiting erasure be."""
    row = data_requests.erasures_of(own_data.rows(by, now=now))
    if row is not None and row.state == "waiting":
        let_be(request=row, by=by, now=now)


def fulfil(*, request: DataRequest, now: datetime) -> bool:
    """Erase who waits for it, once nothing needs him and no court has him kept; tell whether it was done.

    His phone is told so while it is known for the last time.
    """
    own = selves.of_person(request.person)
    lock(request, *own)
    if request.state != "waiting" or erasures.needed(own) or any(kept.legally(one) for one in own):
        return False
    phone = queries.dialled(request.person)
    endings.end(request, "fulfil", SYSTEM, now)
    for person in own:
        personal_data.wipe(person=person, by=SYSTEM, now=now, asked=request.number)
    tell_erased(request, phone, now=now)
    return True


def tell_erased(request: DataRequest, phone: str, *, now: datetime) -> None:
    """Tell somebody's phone that he is erased, where a message reaches it: the message alone knows it still."""
    if sms.is_there() and phones.is_mobile(phone):
        about, key = f"person:{request.person_id}", f"erased|{request.pk}"
        outbox.put(queries.ERASURE_DONE, audience=about, ids={}, key=key, now=now, secret=phone, carrier="sms")


def tell_old(*, person: Person, now: datetime) -> None:
    """Say in the record of his cases that somebody was erased who was so before records said it. Twice is once."""
    if person.erased_at is None:
        return
    day = person.erased_at.astimezone(SHANGHAI).date().isoformat()
    for stream in erasures.untold([person]).get(person.pk, ()):
        timeline.write(stream, "people.customer_was_erased", by=SYSTEM, now=now, facts={"day": day})
    Person.objects.filter(pk=person.pk).update(told_at=now)
