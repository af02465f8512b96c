"""Keep what a provider is asked with, read it, and note how it goes."""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, Min, QuerySet, Sum

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.core.ids import uuid7
from anxin.core.inserts import insert_new
from anxin.core.providers.models import ProviderAccount, ProviderDay
from anxin.core.zone import SHANGHAI

SEALED_AS = "core.provider_account.sealed"
FRESH = timedelta(minutes=5)
"""So seldom is it written down that a provider answers as it did."""


@dataclass(frozen=True, kw_only=True)
class ProviderAccess:
    """A provider as it may be asked now: `values` with its secrets; never shown, never logged."""

    id: UUID
    kind: str
    name: str
    values: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, kw_only=True)
class ProviderHealth:
    """How a provider goes: when it was tried and answered last, since when it fails and why."""

    kind: str
    name: str
    rank: int
    values: Mapping[str, str]
    kept_at: datetime
    tried_at: datetime | None
    trial_fault: str
    answered_at: datetime | None
    failing_since: datetime | None
    fault: str

    @property
    def is_proved(self) -> bool:
        """Return whether its last trial went well, whatever has failed since."""
        return self.tried_at is not None and not self.trial_fault

    @property
    def works(self) -> bool:
        """Return whether its last trial went well and nothing has failed since."""
        return self.is_proved and self.failing_since is None


@dataclass(frozen=True, kw_only=True)
class Spent:
    """What a provider came to over some days."""

    name: str
    calls: int
    faults: int
    cost_mill: int


def keep(
    *, kind: str, name: str, rank: int, values: Mapping[str, str], secrets: Mapping[str, str], by: Actor, now: datetime
) -> None:
    """Keep what a provider is asked with, in place of what was; it is untried until tried."""
    row = ProviderAccount(id=uuid7(), kind=kind, name=name, rank=rank, values=dict(values), kept_by=by.key, kept_at=now)
    row.sealed = vault.seal(SEALED_AS, row.id, json.dumps(dict(secrets), ensure_ascii=False))
    end(name, now=now)
    row.save(force_insert=True)


def end(name: str, *, now: datetime) -> None:
    """Ask a provider no more; what was kept stays as history, its secrets go."""
    ProviderAccount.objects.filter(name=name, ended_at=None).update(ended_at=now, sealed="")


def remember(name: str, told: Mapping[str, str]) -> None:
    """Keep secrets that a provider gave (a token that lives a day) beside those it is asked with."""
    row = _row(name)
    if row is not None:
        whole = json.dumps({**_secrets(row), **told}, ensure_ascii=False)
        ProviderAccount.objects.filter(pk=row.pk).update(sealed=vault.seal(SEALED_AS, row.id, whole))


def account(name: str) -> ProviderAccess | None:
    """Return what a provider is asked with; None where nothing was kept."""
    row = _row(name)
    return _opened(row) if row else None


def accounts(kind: str) -> list[ProviderAccess]:
    """Return the providers of a kind in the order in which they are asked."""
    rows = ProviderAccount.objects.filter(kind=kind, ended_at=None).order_by("rank", "name")
    return [_opened(row) for row in rows]


def names_of(kind: str) -> list[str]:
    """Return the providers of a kind, in the order in which they are asked."""
    rows = ProviderAccount.objects.filter(kind=kind, ended_at=None).order_by("rank", "name")
    return list(rows.values_list("name", flat=True))


def names_among(kind: str, known: Collection[str]) -> "QuerySet[ProviderAccount, Any]":
    """Return the providers of a kind among these, as a subquery."""
    return ProviderAccount.objects.filter(kind=kind, ended_at=None, name__in=known).order_by().values("name")


def history(kind: str, name: str) -> list[Mapping[str, str]]:
    """Return what may be shown of a provider as it was kept over time, newest first; what has ended too."""
    rows = ProviderAccount.objects.filter(kind=kind, name=name).order_by("-kept_at")
    return list(rows.values_list("values", flat=True))


def kept_since(kind: str) -> dict[str, datetime]:
    """Return since when each provider of a kind is asked, however often its keys were kept anew (one query)."""
    rows = ProviderAccount.objects.filter(kind=kind).order_by().values_list("name").annotate(first=Min("kept_at"))
    return dict(rows.filter(name__in=ProviderAccount.objects.filter(kind=kind, ended_at=None).values("name")))


def health() -> dict[str, ProviderHealth]:
    """Return how each provider goes, by name (one query); secrets are not opened."""
    rows = ProviderAccount.objects.filter(ended_at=None).order_by("kind", "rank", "name")
    columns = ("kind", "name", "rank", "values", "kept_at", "tried_at", "trial_fault", "answered_at", "failing_since")
    return {one["name"]: ProviderHealth(**one) for one in rows.values(*columns, "fault")}


def note_trial(name: str, *, fault: str, now: datetime) -> None:
    """Write down what a trial came to; an empty fault is one that went well."""
    rows = ProviderAccount.objects.filter(name=name, ended_at=None)
    rows.update(tried_at=now, trial_fault=fault[:200])
    if not fault:
        rows.update(answered_at=now, failing_since=None, fault="")


def note_look(name: str, *, now: datetime) -> None:
    """Write down that a trial was made again and came to the same; how it goes else is not touched."""
    ProviderAccount.objects.filter(name=name, ended_at=None).update(tried_at=now)


def note_call(name: str, *, fault: str = "", cost_mill: int = 0, now: datetime) -> None:
    """Count a call, and write down that a provider fails or answers again."""
    day = now.astimezone(SHANGHAI).date()
    insert_new(ProviderDay(name=name, day=day))
    vain = 1 if fault else 0
    more = {"calls": F("calls") + 1, "faults": F("faults") + vain, "cost_mill": F("cost_mill") + cost_mill}
    ProviderDay.objects.filter(name=name, day=day).update(**more)
    rows = ProviderAccount.objects.filter(name=name, ended_at=None)
    if fault:
        rows.filter(failing_since=None).update(failing_since=now)
        rows.exclude(fault=fault[:80]).update(fault=fault[:80])
    elif not rows.filter(failing_since=None, answered_at__gte=now - FRESH).exists():
        rows.update(answered_at=now, failing_since=None, fault="")


def note_cost(name: str, *, day: date, cost_mill: int) -> None:
    """Write down what a day costs, as a statement says it."""
    insert_new(ProviderDay(name=name, day=day))
    ProviderDay.objects.filter(name=name, day=day).update(cost_mill=cost_mill)


def spent(*, since: date) -> dict[str, Spent]:
    """Return what each provider came to from a day on, by name (one query)."""
    rows = ProviderDay.objects.filter(day__gte=since).values("name").order_by("name")
    sums = rows.annotate(all_calls=Sum("calls"), all_faults=Sum("faults"), cost=Sum("cost_mill"))
    return {
        one["name"]: Spent(name=one["name"], calls=one["all_calls"], faults=one["all_faults"], cost_mill=one["cost"])
        for one in sums
    }


def _row(name: str) -> ProviderAccount | None:
    return ProviderAccount.objects.filter(name=name, ended_at=None).first()


def _secrets(row: ProviderAccount) -> dict[str, str]:
    read: dict[str, str] = json.loads(vault.open_(SEALED_AS, row.id, row.sealed)) if row.sealed else {}
    return read


def _opened(row: ProviderAccount) -> ProviderAccess:
    return ProviderAccess(id=row.id, kind=row.kind, name=row.name, values={**row.values, **_secrets(row)})
