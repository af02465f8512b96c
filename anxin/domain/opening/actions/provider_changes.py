"""The answer of a second person: what was asked for counts from now on, or goes with its keys."""

import json
from collections.abc import Mapping
from datetime import datetime

from anxin.core import vault
from anxin.core.actors import Actor
from anxin.core.carriers import companies
from anxin.core.errors import Forbidden
from anxin.core.states import lock, transition
from anxin.domain.opening import rules
from anxin.domain.opening.actions import house_companies, installation, providers
from anxin.domain.opening.actions.two_persons import SEALED_AS
from anxin.domain.opening.models import ProviderChange
from anxin.domain.opening.queries import provider_changes


class ProviderChangeNeedsSecond(Forbidden):
    """Nobody agrees to what he asked for himself."""

    code = "opening.second_needed"


def agree(*, change: ProviderChange, by: Actor, now: datetime) -> None:
    """Agree to what another asked for: it counts from now on, untried."""
    if by.key == change.asked_by or not provider_changes.is_before(change, by, now=now):
        raise ProviderChangeNeedsSecond
    lock(change)
    secrets: dict[str, str] = json.loads(vault.open_(SEALED_AS, change.id, change.sealed))
    _answer(change, "agree", by=by, now=now, answered_by=by.key)
    _put(change, secrets, by=by, now=now)


def _put(change: ProviderChange, secrets: dict[str, str], *, by: Actor, now: datetime) -> None:
    asked_by = change.asked_by
    if change.kind == rules.MAIL:
        installation.put_mail(**change.values, **secrets, by=by, now=now, asked_by=asked_by)
    elif change.kind == rules.ADDRESS:
        installation.put_address(**change.values, by=by, now=now, asked_by=asked_by)
    elif change.kind == companies.OWN:
        house_companies.put_company(change=change, secrets=secrets, by=by, now=now)
    else:
        providers.put_provider(
            kind=change.kind,
            name=change.name,
            rank=change.rank,
            values=change.values,
            secrets=secrets,
            by=by,
            now=now,
            asked_by=asked_by,
        )


def refuse(*, change: ProviderChange, by: Actor, now: datetime) -> None:
    """Refuse what another asked for; its keys go."""
    lock(change)
    told = {"leads": True} if provider_changes.is_of_leads(change, now=now) else {}
    _answer(change, "refuse", by=by, now=now, answered_by=by.key, told=told)


def withdraw(*, change: ProviderChange, by: Actor, now: datetime) -> None:
    """Take back what one asked for; its keys go."""
    lock(change)
    _answer(change, "withdraw", by=by, now=now)


def _answer(
    change: ProviderChange,
    step: str,
    *,
    by: Actor,
    now: datetime,
    answered_by: str = "",
    told: Mapping[str, object] | None = None,
) -> None:
    sets, facts = {"answered_by": answered_by, "sealed": ""}, {"provider": change.called, **(told or {})}
    transition(change, step, by=by, now=now, facts=facts, sets=sets)
