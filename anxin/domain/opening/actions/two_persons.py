"""A change that takes two: asked for by one, it waits for another administrator, or for another lead of a house."""

import json
from collections.abc import Mapping
from datetime import datetime

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.core.errors import WrongState
from anxin.core.ids import uuid7
from anxin.core.states import begin
from anxin.domain.opening.models import ProviderChange
from anxin.domain.opening.queries import provider_changes, witnesses
from anxin.domain.opening.rules import accounts
from anxin.domain.staff import queries as staff
from anxin.domain.staff import rules as staff_rules

SEALED_AS = "opening.provider_change.sealed"


class ChangeWaits(WrongState):
    """A change of this account waits for its answer."""

    code = "opening.change_waits"


def takes_two(kind: str, *, now: datetime) -> bool:
    """Return whether a change of this kind waits for a second administrator: there is one, come in or not."""
    return kind in accounts.TAKES_TWO and staff_rules.needs_second(staff.administering(now=now))


def ask(
    *,
    kind: str,
    name: str,
    values: Mapping[str, str],
    by: Actor,
    now: datetime,
    secrets: Mapping[str, str] | None = None,
    rank: int = 1,
) -> None:
    """Ask a second person, who sees all but the secrets; until he agrees what is there goes on."""
    if provider_changes.waits(name):
        raise ChangeWaits
    row = ProviderChange(id=uuid7(), kind=kind, name=name, rank=rank, values=dict(values), asked_by=by.key)
    row.sealed = vault.seal(SEALED_AS, row.id, json.dumps(dict(secrets or {}), ensure_ascii=False))
    told = {"leads": True} if provider_changes.is_of_leads(row, now=now) else {}
    begin(row, by=by, now=now, facts={"provider": row.called, "drawn": witnesses.asked_told(row), **told})
