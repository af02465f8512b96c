"""Later: messages that waited for the morning, reminders of clocks about to run out, free windows by day."""

from datetime import datetime, timedelta
from functools import partial
from itertools import batched

from anxin.core import later
from anxin.core.acting import acting
from anxin.core.carriers import push
from anxin.core.carriers import robots as carriers
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.zone import SHANGHAI
from anxin.domain.network import actions as network
from anxin.domain.notices import actions as notices
from anxin.domain.notices import queries
from anxin.domain.notices.actions import followers, robots, technicians
from anxin.domain.notices.queries import followers as joined
from anxin.domain.notices.queries import robots as said
from anxin.domain.notices.queries import technicians as reached
from anxin.domain.notices.queries.technicians import Push
from anxin.domain.notices.rules import GONE
from anxin.domain.notices.rules import robots as rules
from anxin.domain.visits import gateway as visits

GAPS_H = 8
"""At this hour groups read where nobody can go tomorrow."""
EVERY = timedelta(minutes=15)
AT_ONCE = 50


@later.task(queue="notices", whole=True, waits=queries.is_to_go)
def send(*, notice: str, now: datetime) -> None:
    """Send one message whose quiet hours are over."""
    notices.send(notice=queries.by_key(notice), now=now)


@later.every(seconds=300)
@later.task(queue="notices", whole=True)
def remind(*, now: datetime) -> None:
    """Remind of what is about to run out."""
    notices.remind(now=now)


@later.task(queue="outside", retries=2, waits=said.has_lines)
def say(*, robot: str, now: datetime) -> None:
    """Tell a group what waits for it, in one text."""
    found = acting(lambda: robots.gathered(robot, now=now))
    if found is None:
        return
    account, lines = found
    fault, again, busy = "", False, False
    try:
        carriers.say(account.values, said.text_of(lines, now=now), now=now)
    except carriers.RobotRefusal as error:
        fault, again, busy = str(error), True, error.busy
    except NotReached as error:
        fault, again = str(error.facts.get("why", "")), True
    except NoAnswer as error:
        fault, again = str(error.facts.get("why", "")), max(one.tries for one in lines) == 0
    again = again and max(one.tries for one in lines) < rules.TRIES
    acting(lambda: robots.note_sent(robot, lines, fault=fault, again=again, busy=busy, now=now))


@later.every(seconds=60)
@later.task(queue="notices", whole=True)
def tell_houses(*, now: datetime) -> None:
    """Note for the groups of houses what their people were told."""
    robots.note_houses(now=now)


@later.every(seconds=3600)
@later.task(queue="heavy", whole=True)
def tell_gaps(*, now: datetime) -> None:
    """Note in the morning where nobody can go tomorrow."""
    if now.astimezone(SHANGHAI).hour == GAPS_H and said.chosen_by("gaps"):
        robots.note_gaps(now=now)


@later.every(seconds=int(EVERY.total_seconds()))
@later.task(queue="heavy")
def tell_of_windows(*, now: datetime) -> None:
    """Tell who waits for a window that one is free, in order and in short blocks.

    Only while his message goes at once: read in the morning it would be one promise to all who were told by night.
    """
    if all(queries.goes_at_once(now=at) for at in (now, now + EVERY)):
        for some in batched(visits.freed(now=now), AT_ONCE, strict=False):
            acting(partial(network.serve_waiting, entries=some, now=now))


@later.task(queue="notices", whole=True, waits=reached.is_to_tell)
def tell_technician(*, code: str, fact: str, now: datetime) -> None:
    """Tell a technician of his job, under the bell and outside of the page."""
    technicians.tell(code=code, fact=reached.fact(fact), now=now)


@later.task(queue="notices", whole=True, waits=reached.is_to_tell)
def tell_after(*, code: str, fact: str, now: datetime) -> None:
    """Tell a customer of what took much to do."""
    notices.tell_after(code=code, fact=reached.fact(fact), now=now)


@later.task(queue="outside", retries=2, waits=reached.is_worth_telling)
def reach(*, notice: str, now: datetime) -> None:
    """Push to the browsers of a technician, and send a text where none took it."""
    pushed = acting(lambda: technicians.begin(notice, now=now))
    if pushed is not None:
        faults = {key: _pushed(pushed, key, now=now) for key in pushed.to}
        acting(lambda: technicians.finish(pushed, faults, now=now))


@later.every(seconds=3600)
@later.task(queue="heavy")
def part_left_followers(*, now: datetime) -> None:
    """Take off each WeChat that proved a number which was corrected since, where an earlier version left it joined."""
    for row in joined.left_by_number():
        acting(partial(followers.part_left, follower=row, now=now))


def _pushed(one: Push, key: str, *, now: datetime) -> str:
    """Push to one browser; return what went wrong, or ""."""
    try:
        push.send(one.to[key], one.told, key=one.key, by=one.by, lives_s=one.lives_s, urgent=one.urgent, now=now)
    except push.Gone:
        return GONE
    except push.PushRefusal as error:
        return str(error)
    except (NotReached, NoAnswer) as error:
        return str(error.facts.get("why", "")) or "no answer"
    return ""
