"""What can be done with notices: tell, remind, send what waited for the morning, read, forget."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import quote
from uuid import UUID

from anxin.core import calendars, later, outbox, settings
from anxin.core.actors import HOUSES, Actor
from anxin.core.clocks import Clock
from anxin.core.clocks.registry import declared
from anxin.core.inserts import insert_new, inserted_new
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.notices import queries, rules
from anxin.domain.notices.actions import outlets, robots, technicians
from anxin.domain.notices.models import Notice
from anxin.domain.notices.rules.robots import KINDS
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from anxin.domain.people.models import Account, Person

TELL = "anxin.domain.notices.tasks.tell_after"
SEND = "anxin.domain.notices.tasks.send"
ASKED_FOR = "repair_asked_for"
STALE = timedelta(days=2)
QUIET = ("notices.quiet_from_h", "notices.quiet_until_h")
VALID = ("notices.messages", *QUIET, "notices.address", "notices.language")


def tell(*, fact: Entry, now: datetime) -> int:
    """Tell everybody concerned of a fact, each once; give how many new notices that made."""
    stream = fact.stream_key
    lines = rules.on(fact.code, fact.facts, stream.kind)
    return sum(_tell(one, stream, fact.facts, fact.id, _doer(fact), now) for one in lines)


def tell_after(*, code: str, fact: Entry, now: datetime) -> int:
    """Tell what a line put off until the block was over; give how many new notices that made."""
    return _tell(rules.line_of(code), fact.stream_key, fact.facts, fact.id, _doer(fact), now, later_on=True)


def _doer(fact: Entry) -> str:
    return f"{fact.actor_kind}:{fact.actor_id}"


def send_number(*, stream: StreamKey, by: Actor, now: datetime) -> int:
    """Send a customer who asks the number and page of his case; once an hour, at night too."""
    number = queries.number_of(stream)
    base: dict[str, Any] = {"code": ASKED_FOR, "stream_kind": stream.kind, "stream_key": stream.key, "number": number}
    made = 0
    for person in people.customers_of(stream, now=now):
        key = f"{stream.key}:{ASKED_FOR}:person:{person.id}:{now:%Y%m%d%H}"
        row = Notice(**base, facts={}, at=now, goes_at=now, gone_at=now, person=person, key=key)
        valid = settings.several(*VALID, at=now)
        if valid["notices.messages"] and insert_new(row):
            _hand_over(row, valid, now)
            made += 1
    return made


def remind(*, now: datetime) -> int:
    """Remind of clocks about to run out, once each; none before half its time is over.

    What runs in working time is reminded of so much working time ahead, and so on a working day.
    """
    made = 0
    for line in rules.AHEAD:
        calendar = declared(line.on).calendar
        until = calendars.forward(calendar, now, timedelta(minutes=line.before_min))
        for clock in queries.running_out(line, now=now, until=until):
            left, gone = (calendars.elapsed(calendar, *pair) for pair in ((now, clock.due_at), (clock.started_at, now)))
            if gone >= left:
                made += _tell(line, clock.stream, _clock_facts(clock), clock.id, "", now)
    return made


def _clock_facts(clock: Clock) -> Mapping[str, Any]:
    return {"due": clock.due_at.isoformat(timespec="minutes")}


def _tell(
    line: rules.Notice,
    stream: StreamKey,
    facts: Mapping[str, Any],
    fact: UUID,
    doer: str,
    now: datetime,
    later_on: bool = False,
) -> int:
    cause = rules.cause(line, stream.key, facts, now) if line.gathers else str(fact)
    stream, more = outlets.about(line, stream, facts)
    facts = {**facts, **more}
    kept = {name: value for name, value in facts.items() if name in rules.KEPT_FACTS} | more
    if line.narrow == "his":
        technicians.put(line.code, fact, now=now)
        return 0
    if line.narrow == "by_us" and doer.partition(":")[0] not in HOUSES:
        return 0
    if line.after and not later_on:
        told: dict[str, str | int] = {"code": line.code, "fact": str(fact)}
        later.put_last(TELL, arguments=told, key=f"notices.tell:{fact}:{line.code}", now=now)
        return 0
    if line.code in KINDS:
        robots.note(line.code, stream, kept, cause, now=now)
    to_customer = line.to == rules.CUSTOMER
    readers: list[Any] = (
        list(people.customers_of(stream, now=now)) if to_customer else _staff(line, stream, facts, doer, now)
    )
    if not readers:
        return 0
    base: dict[str, Any] = {"code": line.code, "stream_kind": stream.kind, "stream_key": stream.key}
    base |= {"number": queries.number_of(stream), "facts": kept, "at": now, "goes_at": now}
    if to_customer:
        return sum(_to_person(Notice(**base), line, one, cause, now) for one in readers)
    if line.outside:
        base["mail_at"] = _goes_at(line, stream, settings.several(*QUIET, at=now), now)
    rows = [Notice(**base, account=one) for one in readers]
    return _to_accounts(outlets.uncounted(rows, now=now) if line.batch else rows, cause, now)


def _goes_at(line: rules.Notice, stream: StreamKey, valid: Mapping[str, Any], now: datetime) -> datetime:
    at = rules.goes_at(now, quiet_from_h=valid[QUIET[0]], quiet_until_h=valid[QUIET[1]], urgent=line.urgent)
    return now if at > now and queries.answers_just_now(line, stream, now=now) else at


def _staff(line: rules.Notice, stream: StreamKey, facts: Mapping[str, Any], doer: str, now: datetime) -> list[Account]:
    """Return who is told at work."""
    house = str(facts.get("house", "")) if line.narrow == "house" else ""
    if line.narrow in rules.WISHES:
        found = queries.technicians_of(stream, line.narrow, colleague=str(facts.get("colleague", "")))
    elif line.narrow == "owner":
        found = queries.owner_of(stream)
    elif line.narrow == "outlet":
        found = queries.outlet_staff(str(facts.get("outlet", "")), line.to.split(), now=now)
    else:
        found = queries.staff_of(stream, line.to.split(), house=house, now=now)
    if line.narrow in ("second", "decider"):
        seconds = queries.seconds_of(stream, now=now)
        found = [one for one in found if str(one.id) in seconds] if seconds or line.narrow == "second" else found
    return _narrowed(line, stream, found, doer, facts)


def _narrowed(
    line: rules.Notice, stream: StreamKey, accounts: list[Account], doer: str, facts: Mapping[str, Any]
) -> list[Account]:
    """Leave out who did it himself; where one person has the case, tell him alone."""
    others = [one for one in accounts if str(one.id) != doer.rpartition(":")[2]]
    if line.narrow == "asker":
        return [one for one in others if str(one.id) == facts.get("asker")]
    if line.narrow == "deputy":
        return [one for one in others if one.username == facts.get("deputy")]
    if line.narrow == "holder":
        holder = queries.holder_of(stream)
        return [one for one in others if f"staff:{one.id}" == holder]
    if line.narrow in ("reviewer", "taker", "decider"):
        holder = queries.holder_of(stream)
        return [one for one in others if f"staff:{one.id}" == holder] or others
    return others


def _to_accounts(rows: list[Notice], cause: str, now: datetime) -> int:
    for row in rows:
        row.gone_at, row.key = now, f"{cause}:{row.code}:account:{row.account_id}"
    new = inserted_new(rows)
    for row in new:
        told = (f"account:{row.account_id}",)
        outbox.tell("notice.new", audiences=told, ids={"notice": str(row.id)}, key=f"notice.new:{row.id}", now=now)
    return len(new)


def _to_person(row: Notice, line: rules.Notice, person: Person, cause: str, now: datetime) -> int:
    valid = settings.several(*VALID, at=now)
    row.person = person
    row.key = f"{cause}:{row.code}:person:{person.id}"
    row.goes_at = _goes_at(line, StreamKey(row.stream_kind, str(row.stream_key)), valid, now)
    at_once = row.goes_at <= now
    row.gone_at = now if at_once else None
    if not valid["notices.messages"] or (line.gathers and queries.told_lately(row, line)) or not insert_new(row):
        return 0
    if at_once:
        _hand_over(row, valid, now)
    else:
        later.put_last(SEND, arguments={"notice": str(row.id)}, key=f"notice:{row.id}", now=now, run_at=row.goes_at)
    return 1


def send(*, notice: Notice, now: datetime) -> bool:
    """Hand a message that waited to the carrier, once, unless what it tells is over by then."""
    if not Notice.objects.filter(pk=notice.pk, gone_at=None).update(gone_at=now):
        return False
    if not queries.is_over(notice):
        _hand_over(notice, settings.several(*VALID, at=now), now)
    return True


def _hand_over(notice: Notice, valid: Mapping[str, Any], now: datetime) -> None:
    """Put a message: number, codes, the case's page, and where a merchant has goods sent back."""
    link = rules.OWN_LINKS.get(notice.code, rules.LINKS[notice.stream_kind])
    way = link.format(**{**notice.facts, "number": notice.number})
    page = valid["notices.address"] + way
    ids = {**notice.facts, "number": notice.number, "link": page, "notice": str(notice.id)}
    where = queries.where_to(notice, now=now)
    house = queries.house_of(StreamKey(notice.stream_kind, str(notice.stream_key)))
    outbox.put_last(
        f"notices.{notice.code}{'_to' if where else ''}",
        audience=f"person:{notice.person_id}",
        ids={**ids, "language": valid["notices.language"], "sender": house.slug if house else ""},
        key=f"notice:{notice.id}",
        now=now,
        secret=where or _opening(notice, valid["notices.address"], way, now),
        expires_at=_worth_until(notice, now),
        carrier=rules.SMS,
    )


def _worth_until(notice: Notice, now: datetime) -> datetime:
    """Return until when a message may be sent: a reminder until what it reminds of is due."""
    due = notice.facts.get("due") if notice.code in {one.code for one in rules.AHEAD} else None
    return min(now + STALE, datetime.fromisoformat(due)) if due else now + STALE


def _opening(notice: Notice, home: str, page: str, now: datetime) -> str:
    """Make the secret link of a message that is answered without signing in; empty where it carries none."""
    way, stream = rules.OPENS.get(notice.code), StreamKey(notice.stream_kind, str(notice.stream_key))
    if way is None or notice.person is None:
        return ""
    token = people_actions.link(stream=stream, person=notice.person, now=now)
    return home + way.format(token=token, page=quote(page))


def read(*, notice: Notice, by: Actor, now: datetime) -> None:
    """Take note of one's own notice; a second time changes nothing."""
    queries.visible_to(by).filter(pk=notice.pk, read_at=None).update(read_at=now)


def read_all(*, by: Actor, now: datetime, until: datetime | None = None) -> int:
    """Take note of all of one's own notices up to the newest one saw; give how many."""
    rows = queries.visible_to(by).filter(read_at=None)
    return (rows.filter(at__lte=until) if until else rows).order_by().update(read_at=now)


def forget(*, now: datetime) -> int:
    """Delete what was told half a year ago; the timeline keeps what happened."""
    robots.forget_lines(now=now)
    return Notice.objects.filter(at__lt=now - rules.KEPT).delete()[0]
