"""What can be done with privacy numbers: asked for with a job, moved with it, ended after it, rung over."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from uuid import UUID

from anxin.core import later, providers, settings, states, timeline
from anxin.core.actors import SYSTEM
from anxin.core.ids import uuid7
from anxin.core.streams.models import Entry
from anxin.domain.people import queries as people
from anxin.domain.privacy_numbers import providers as carriers
from anxin.domain.privacy_numbers import queries, rules
from anxin.domain.privacy_numbers.choices import OFF
from anxin.domain.privacy_numbers.models import PrivacyNumber
from anxin.domain.privacy_numbers.providers import CallTold, NumberAnswer, NumberBinding, NumberWork
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as jobs
from anxin.domain.visits.models import Visit

AT_ONCE = 200
SETTLE = "anxin.domain.privacy_numbers.tasks.settle"


def arrange(*, fact: Entry, now: datetime) -> None:
    """A technician is set: a number is asked for, where they are used here."""
    if settings.get(rules.USE, at=now) == OFF:
        return
    _ask(jobs.visit_by_key(str(fact.facts["row"])), now=now)


def _ask(visit: Visit, *, now: datetime) -> None:
    until = rules.until(wanted_to=visit.wanted_to_at, now=now, after=_after(now))
    for left in PrivacyNumber.objects.filter(visit=visit, ended_at=None):
        _end(left, now=now)
    row = PrivacyNumber(id=uuid7(), visit=visit, asked_at=now, until_at=until)
    row.save(force_insert=True)
    _soon(row, now=now)


def move(*, fact: Entry, now: datetime) -> None:
    """A window was booked: the number holds until after it."""
    row = _living(fact, now)
    if row is None:
        return
    to_at = datetime.fromisoformat(str(fact.facts["to"]))
    _change(row, {"until_at": rules.until(wanted_to=to_at, now=now, after=_after(now))})
    _soon(row, now=now)


def end(*, fact: Entry, now: datetime) -> None:
    """The technician goes no more: nobody is rung over his number any more, from this moment."""
    row = _living(fact, now)
    if row is not None:
        _end(row, now=now)


def run_out(*, fact: Entry, now: datetime) -> None:
    """The job is over: its number holds a while yet."""
    row = _living(fact, now)
    if row is not None:
        _change(row, {"until_at": now + _after(now)})
        _soon(row, now=now)
        _soon(row, now=now, at=row.until_at)


def erased(*, fact: Entry, now: datetime) -> None:
    """Connect nobody any more with somebody erased."""
    _part_from(fact, now)


def consent_taken_back(*, fact: Entry, now: datetime) -> None:
    """Connect nobody any more with somebody who took back that his repair is handed on."""
    if fact.facts["purpose"] == "repair":
        _part_from(fact, now)


def phone_corrected(*, fact: Entry, now: datetime) -> None:
    """Have a new number for each job of somebody who is rung on another phone from now on."""
    for row in PrivacyNumber.objects.filter(visit__customer=UUID(fact.stream_key.key), ended_at=None):
        _ask(row.visit, now=now)


def _part_from(fact: Entry, now: datetime) -> None:
    for row in PrivacyNumber.objects.filter(visit__customer=UUID(fact.stream_key.key), ended_at=None):
        _end(row, now=now)


def _after(now: datetime) -> timedelta:
    hours: int = settings.get(rules.AFTER, at=now)
    return timedelta(hours=hours)


def _living(fact: Entry, now: datetime) -> PrivacyNumber | None:
    """Find the living number of a fact's job; where none are used any more the sweep ends what is left."""
    if settings.get(rules.USE, at=now) == OFF:
        return None
    return PrivacyNumber.objects.filter(visit=UUID(str(fact.facts["row"])), ended_at=None).first()


def _end(row: PrivacyNumber, *, now: datetime) -> None:
    _change(row, {"ended_at": now})
    if row.bound_at is not None:
        about = {"row": str(row.pk)}
        timeline.write(row.visit.stream(), "privacy_numbers.ended", by=SYSTEM, now=now, facts=about)
    _soon(row, now=now)


def _change(row: PrivacyNumber, sets: Mapping[str, object]) -> None:
    PrivacyNumber.objects.filter(pk=row.pk).update(**sets)
    for name, value in sets.items():
        setattr(row, name, value)


def _soon(row: PrivacyNumber, *, now: datetime, at: datetime | None = None) -> None:
    ends = "" if row.ended_at is None else ":end"
    key = f"privacy_numbers.settle:{row.pk}:{(at or now).timestamp()}:{row.subs}{ends}"
    later.put(SETTLE, arguments={"number": str(row.pk)}, key=key, now=now, run_at=at)


def begin(*, number: str, now: datetime) -> NumberWork | None:
    """Say what is to be asked of a provider for a number now; None where nothing is."""
    row = _held(number)
    if row is None or row.released_at is not None:
        return None
    used = settings.get(rules.USE, at=now) != OFF
    is_left = not queries.goes_on(row) and (row.until_at <= now or row.bound_at is None)
    if row.ended_at is None and (is_left or not used):
        _end(row, now=now)
    if row.ended_at is not None:
        return _unbinding(row, now=now)
    if queries.goes_on(row) and row.until_at <= now + rules.SOON:
        _change(row, {"until_at": now + rules.HELD_FOR})
    if row.bound_at is None:
        return _binding_alone(row, now=now)
    if row.lapses_at is not None and row.lapses_at < row.until_at:
        return _work("prolong", row)
    return None


def _held(number: str) -> PrivacyNumber | None:
    rows = PrivacyNumber.objects.select_related("visit__customer", "visit__technician__person")
    return rows.select_for_update(of=("self",)).filter(pk=number).first()


def _unbinding(row: PrivacyNumber, *, now: datetime) -> NumberWork | None:
    if not row.subs or (row.lapses_at is not None and row.lapses_at <= now):
        _change(row, {"released_at": now})
        return None
    return _work("unbind", row)


def _binding_alone(row: PrivacyNumber, *, now: datetime) -> NumberWork | None:
    """Ask for a binding unless somebody does: two at once would both be bound there, and one of them left."""
    if row.busy_until_at is not None and row.busy_until_at > now:
        _soon(row, now=now, at=row.busy_until_at)
        return None
    work = _binding(row, now=now)
    if work is not None:
        _change(row, {"busy_until_at": now + rules.ASKING})
    return work


def _binding(row: PrivacyNumber, *, now: datetime) -> NumberWork | None:
    technician = row.visit.technician
    phones = (people.dialled(row.visit.customer), people.dialled(technician.person) if technician else "")
    if not all(phones):
        _none(row, "no_phone", now=now)
        return None
    name = carriers.chosen()
    if not name:
        _none(row, "no_provider", now=now)
        return None
    return NumberWork(what="bind", provider=name, ours=str(row.pk), until=now + rules.FIRST_FOR, phones=phones)


def _work(what: str, row: PrivacyNumber) -> NumberWork:
    told = NumberBinding(number=row.number, extension=row.extension, pool=row.pool, subs=row.subs)
    return NumberWork(
        what=what, provider=row.provider, ours=str(row.pk), until=row.until_at + rules.MARGIN, binding=told
    )


def _none(row: PrivacyNumber, fault: str, *, now: datetime) -> None:
    """Say that there is none, once as long as it is so; the sweep goes on asking while the job does."""
    if not row.fault:
        about = {"row": str(row.pk), "why": fault[:40]}
        timeline.write(row.visit.stream(), "privacy_numbers.none", by=SYSTEM, now=now, facts=about)
    _change(row, {"fault": fault[:80]})


def finish(*, work: NumberWork, answer: NumberAnswer, now: datetime) -> None:
    """Write down what a provider answered."""
    lost = answer.fault if answer.outcome == "unknown" else ""
    providers.note_call(work.provider, fault=lost, now=now)
    row = _held(work.ours)
    is_late = work.what == "bind" and answer.outcome == "done"  # the job ended while it was asked for: it holds there
    if row is None or (row.released_at is not None and not is_late):
        return
    if work.what == "bind":
        _change(row, {"busy_until_at": None})
    if work.what == "bind" and row.bound_at is not None:
        _let_go(row, work, answer.binding, now=now)
        return
    if work.what == "unbind":
        if answer.outcome != "unknown":
            _change(row, {"released_at": now})
    elif answer.outcome == "done":
        _bound(row, work, answer.binding, now=now)
    elif work.what == "bind":
        _not_bound(row, answer, now=now)
    elif answer.outcome == "refused":  # it is over there: another is asked for
        _change(
            row,
            {"bound_at": None, "lapses_at": None, "subs": "", "number": "", "extension": "", "fault": "", "tries": 0},
        )
        _soon(row, now=now)


def _let_go(row: PrivacyNumber, work: NumberWork, found: NumberBinding | None, *, now: datetime) -> None:
    """End there what was bound although a number stands: its asker was thought dead. The first one stays shown."""
    if found is None or PrivacyNumber.objects.filter(visit=row.visit, subs=found.subs).exists():
        return
    spare = PrivacyNumber(
        id=uuid7(),
        visit=row.visit,
        provider=work.provider,
        number=found.number,
        extension=found.extension,
        pool=found.pool,
        subs=found.subs,
        asked_at=row.asked_at - timedelta(microseconds=1),  # what stands was asked for last, whoever looks
        until_at=row.until_at,
        bound_at=now,
        lapses_at=work.until,
        ended_at=now,
    )
    spare.save(force_insert=True)
    _soon(spare, now=now)


def _bound(row: PrivacyNumber, work: NumberWork, found: NumberBinding | None, *, now: datetime) -> None:
    """Keep a new binding, or that one holds longer; a new one is prolonged next, or ended where the job was."""
    sets: dict[str, object] = {"lapses_at": work.until, "tries": 0, "fault": ""}
    if found is not None:
        sets |= {"provider": work.provider, "bound_at": now, "number": found.number, "extension": found.extension}
        sets |= {"pool": found.pool, "subs": found.subs, "released_at": None}
        if row.ended_at is None:
            timeline.write(row.visit.stream(), "privacy_numbers.bound", by=SYSTEM, now=now, facts={"row": str(row.pk)})
    _change(row, sets)
    if found is not None or row.ended_at is not None:
        _soon(row, now=now)


def _not_bound(row: PrivacyNumber, answer: NumberAnswer, *, now: datetime) -> None:
    if answer.outcome == "refused":
        _none(row, answer.fault or "refused", now=now)
    elif row.tries >= len(rules.PAUSES_S):
        _none(row, "no_answer", now=now)
    else:
        _soon(row, now=now, at=now + timedelta(seconds=rules.PAUSES_S[row.tries]))
        _change(row, {"tries": row.tries + 1})


def sweep(*, now: datetime) -> None:
    """Have every number brought on that has something left to ask of a provider; all, where none are used any more.

    Where they are used since a short while, jobs under way get theirs too.
    """
    used = settings.get(rules.USE, at=now) != OFF
    for row in queries.due(now=now, used=used)[:AT_ONCE]:
        _soon(row, now=now)
    for visit in queries.without()[:AT_ONCE] if used else ():
        states.lock(visit)
        if queries.without().filter(pk=visit.pk).exists():
            _ask(visit, now=now)


def take_in(*, provider: str, told: Iterable[CallTold], now: datetime) -> int:
    """Write down calls over numbers of ours, each once, and what they cost; return how many were of ours.

    Who rang, when, how many seconds: nothing of what was said, and nobody's phone.
    """
    kept = providers.account(provider)
    price = int((kept.values.get("price_mill") if kept else "") or 0)
    known = 0
    for one in told:
        row = _rung(provider, one)
        if row is None or not rules.is_plausible(at=one.at, seconds=one.seconds, now=now):
            continue
        known += 1
        key = f"{provider}:{one.key}"[:80]
        who = "customer" if one.by_customer else "technician"
        is_new = visits.record_rung(visit=row.visit, rang=who, key=key, seconds=one.seconds, at=one.at, now=now)
        if is_new and one.seconds:
            providers.note_call(provider, cost_mill=rules.cost_mill(one.seconds, price), now=now)
    return known


def _rung(provider: str, one: CallTold) -> PrivacyNumber | None:
    """Find the number a call went over by our own key, which the provider gives back; its binding has to fit."""
    try:
        ours = UUID(one.ours)
    except ValueError:
        return None
    row = PrivacyNumber.objects.select_related("visit").filter(pk=ours).first()
    if row is None or row.provider not in ("", provider) or (row.subs and one.subs not in ("", row.subs)):
        return None
    return row
