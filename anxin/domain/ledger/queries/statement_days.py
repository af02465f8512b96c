"""Which days lack their statement: each since a provider is asked, however often its keys were kept anew."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from anxin.core import providers
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.zone import SHANGHAI
from anxin.domain.ledger.models import Statement
from anxin.domain.ledger.providers import KIND
from anxin.domain.ledger.queries.provider_statements import MAY_SEE
from anxin.domain.ledger.rules import reconciliation
from anxin.domain.ledger.rules.situation import StatementSituation

READY_H, NEWEST, IN_TURN = 10, 7, 10
"""From which hour a statement of the day before is there; so many last days are asked for each hour, and of older ones
so many in turn."""


class NoSuchStatement(Missing):
    """No statement of this day is due from this provider, or not for this actor."""

    code = "ledger.no_such_statement"


@dataclass(frozen=True, kw_only=True)
class StatementDay:
    """A day of a provider of which a statement is due, and what came in the way of the last try of any."""

    provider: str
    day: date
    fault: str = ""


def missing_days(provider: str, *, since: datetime, now: datetime) -> list[date]:
    """Return every day since then whose statement should be there and isn't, the oldest first."""
    first, last = reconciliation.day_of(since), _last(now)
    known = set(Statement.objects.filter(provider=provider, day__range=(first, last)).values_list("day", flat=True))
    wanted = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [one for one in wanted if one not in known]


def days_due(provider: str, *, since: datetime, now: datetime) -> list[date]:
    """Return the days whose statement is to be fetched now, the oldest first; of many old ones some each hour."""
    missing, newest = missing_days(provider, since=since, now=now), _last(now) - timedelta(days=NEWEST)
    older = [one for one in missing if one <= newest]
    turn = int(now.timestamp() // 3600) * IN_TURN % len(older) if len(older) > IN_TURN else 0
    return sorted({*(older[turn:] + older[:turn])[:IN_TURN], *missing[len(older) :]})


def is_new(day: date, *, now: datetime) -> bool:
    """Return whether a day is one of the last: that its statement can't be had says how its provider goes."""
    return day > _last(now) - timedelta(days=NEWEST)


def _last(now: datetime) -> date:
    here = now.astimezone(SHANGHAI)
    return here.date() - timedelta(days=1 if here.hour >= READY_H else 2)


def missing_statements(actor: Actor, *, now: datetime) -> list[StatementDay]:
    """Return the days whose statement is missing, of every provider that is asked, the newest first."""
    if not actor.may(MAY_SEE):
        return []
    known = providers.health()
    found = [
        StatementDay(provider=name, day=day, fault=known[name].fault)
        for name, since in providers.kept_since(KIND).items()
        for day in missing_days(name, since=since, now=now)
    ]
    return sorted(found, key=lambda one: (one.day, one.provider), reverse=True)


def asks_statements() -> bool:
    """Return whether any provider is asked for the statements of its days (one query)."""
    return bool(providers.kept_since(KIND))


def statement_day(provider: str, day: date, *, actor: Actor) -> StatementDay:
    """Return a day of a provider, whether its statement is there or not; raises `NoSuchStatement`."""
    known = providers.health().get(provider) if actor.may(MAY_SEE) else None
    if known is None or known.kind != KIND:
        raise NoSuchStatement({"provider": provider, "day": day.isoformat()})
    return StatementDay(provider=provider, day=day, fault=known.fault)


def statement_situation(row: StatementDay, *, by: Actor, now: datetime, under_lock: bool = False) -> StatementSituation:
    """Return the situation of a day for the rules of its commands; there is nothing to lock: fetching twice is once."""
    since = providers.kept_since(KIND).get(row.provider)
    return StatementSituation(missing=since is not None and row.day in missing_days(row.provider, since=since, now=now))
