"""Providers: kept with their keys, tried before anything is asked of them, stopped; what lets in or pays takes two."""

import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from functools import partial
from secrets import token_urlsafe

from anxin.core import providers, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.carriers import requests, robots, sms, wechat
from anxin.core.carriers.requests import NOT_REACHED, NoAnswer, NotReached
from anxin.core.checkpoints import timestamping
from anxin.core.errors import Invalid
from anxin.core.providers import ProviderAccess, ProviderHealth
from anxin.core.timeline import StreamKey
from anxin.domain.ledger import providers as payments
from anxin.domain.opening import rules
from anxin.domain.opening.actions import two_persons
from anxin.domain.opening.rules import accounts
from anxin.domain.people import queries as people
from anxin.domain.places.geocoding import tiles
from anxin.domain.places.rules import Streets
from anxin.domain.privacy_numbers import providers as numbers
from anxin.domain.staff import actions as staff_actions

TEMPLATE = r"[a-z_.]+\s*=\s*[A-Za-z0-9_]{2,40}"
FILLED = r"[a-z_.]+\s*=\s*[A-Za-z0-9_-]{20,64}(\s+[a-z_]+[0-9]*=[a-z_]+)+"
RANKS = {"wechat": 1, "alipay": 2, "stamps": 1, "stamps_2": 2}


class BadKeys(Invalid):
    """What was pasted is no such key, or something is missing."""

    code = "opening.bad_keys"


class BadLine(BadKeys):
    """One line of a list that was pasted is none."""

    code = "opening.bad_line"


def keep_provider(
    *, kind: str, name: str, values: Mapping[str, str], secrets: Mapping[str, str], by: Actor, now: datetime
) -> None:
    """Keep what a provider is asked with, once its keys can be read; who did it stays in the record."""
    before = providers.account(name)
    known = before.values if before else {}
    stays = accounts.staying(known, {**values, **secrets})
    whole = {**values, **{one: text or stays.get(one, "") for one, text in secrets.items()}}
    address = values.get("gateway") or values.get("issuer", "")
    if address and not requests.is_address(address):
        raise BadKeys("gateway", expected="https://…", got=address, facts={"lacks": "address"})
    for one in secrets:
        if not whole[one] and kind != timestamping.KIND and (kind, one) != (robots.KIND, "secret"):
            raise BadKeys(one, expected="a key", got="", facts={"lacks": "moved" if known.get(one) else "empty"})
    if kind == robots.KIND and not requests.is_address(whole["webhook"]):
        raise BadKeys("webhook", expected="https://…", got="", facts={"lacks": "address"})
    if kind == timestamping.KIND:
        _refuse_authority(whole)
    if kind == wechat.KIND:
        _refuse_service(whole)
    if kind == payments.KIND and (fault := payments.unreadable(whole, name)):
        raise BadKeys(fault, expected="a key", got="", facts={"lacks": fault})
    kept = dict(values)
    rank = int(kept.pop("rank", RANKS.get(name, 1)))
    if kind == numbers.KIND:
        _refuse_pools(kept)
    if kind in (sms.KIND, numbers.KIND):
        kept["hook"] = known.get("hook", "") or token_urlsafe(24)
    if kind == sms.KIND:
        _refuse_lines(kept["templates"], TEMPLATE, lacks="templates")
        kept["rank"] = str(rank)
    put = two_persons.ask if two_persons.takes_two(kind, now=now) else put_provider
    put(kind=kind, name=name, rank=rank, values=kept, secrets={one: whole[one] for one in secrets}, by=by, now=now)


def put_provider(
    *,
    kind: str,
    name: str,
    rank: int,
    values: Mapping[str, str],
    secrets: Mapping[str, str],
    by: Actor,
    now: datetime,
    asked_by: str = "",
) -> None:
    """Have a provider asked with this from now on, untried; all who administer are told."""
    first = kind == sms.KIND and not providers.accounts(sms.KIND)
    providers.keep(kind=kind, name=name, rank=rank, values=values, secrets=secrets, by=by, now=now)
    _tell("opening.provider_kept", name, by=by, now=now, way=kind == sms.KIND)
    if kind == sms.KIND:
        staff_actions.note_way(way=name, asked_by=asked_by, by=by, now=now, first=first)


def _refuse_authority(whole: Mapping[str, str]) -> None:
    """Refuse what can't be asked, whose answers nobody could hold, or a password over an open line."""
    url = whole["url"]
    if not (requests.is_address(url) or (url.startswith("http://") and not whole["user"])):
        raise BadKeys("url", expected="https://…", got=url, facts={"lacks": "address"})
    if timestamping.unreadable(whole["roots"]):
        raise BadKeys("roots", expected="certificates", got="", facts={"lacks": "roots"})
    if whole["user"] and not whole["password"]:
        raise BadKeys("password", expected="a key", got="", facts={"lacks": "empty"})


def _refuse_pools(kept: Mapping[str, str]) -> None:
    """Refuse an account without a pool, or a pool that no number could be tried of."""
    ways = [way for way in numbers.WAYS if kept[f"{way}_pool"]]
    if not ways:
        raise BadKeys("axb_pool", expected="a pool", got="", facts={"lacks": "pool"})
    for way in ways:
        if not kept[f"{way}_number"]:
            raise BadKeys(f"{way}_number", expected="a number", got="", facts={"lacks": "pool_number"})


def _refuse_service(whole: Mapping[str, str]) -> None:
    """Refuse keys that open nothing, and lines of templates that name no field."""
    try:
        wechat.Envelope(whole)
    except wechat.BadEnvelope:
        raise BadKeys("aes_key", expected="43 characters", got="", facts={"lacks": "aes_key"}) from None
    _refuse_lines(whole["templates"], FILLED, lacks="filled")


def _refuse_lines(written: str, form: str, *, lacks: str) -> None:
    """Refuse a list of templates with a line of another form; say which."""
    for number, line in enumerate(map(str.strip, written.splitlines()), 1):
        if line and not re.fullmatch(form, line):
            facts = {"lacks": lacks, "line": number}
            raise BadLine("templates", expected="ours = theirs", got=line[:60], facts=facts)


def note_streets(*, streets: Streets, fault: str, by: Actor, now: datetime) -> None:
    """Write down what a trial of the streets below maps came to, and with which addresses it was made."""
    told = tiles.asked_with(streets)
    before = providers.account(tiles.NAME)
    if before is None or before.values != told:
        providers.keep(kind=tiles.KIND, name=tiles.NAME, rank=1, values=told, secrets={}, by=by, now=now)
    providers.note_trial(tiles.NAME, fault=fault, now=now)


def look_at_texts(*, now: datetime) -> None:
    """Look once a day whether signature and templates of text messages are still granted, where that was tried.

    Silence changes nothing: it says nothing of what is granted, and is asked again at the next call. Call it outside of
    any block.
    """
    tried = {name: one for name, one in providers.health().items() if _is_due(one, now)}
    for kept in (*providers.accounts(sms.KIND), *providers.accounts(wechat.KIND)):
        if kept.name in tried:
            with suppress(NotReached, NoAnswer):
                lacks = sms.lacking(kept.values, kept.name, now=now)
                acting(partial(_note_texts, kept, tried[kept.name].trial_fault, lacks, now))


def _is_due(one: ProviderHealth, now: datetime) -> bool:
    answered = not one.trial_fault.startswith(NOT_REACHED)
    return rules.look_is_due(one.tried_at, answered=answered, now=now)


def _note_texts(kept: ProviderAccess, before: str, lacks: str, now: datetime) -> None:
    valid = providers.account(kept.name)
    if valid is None or valid.id != kept.id:  # kept anew meanwhile
        return
    if lacks == before:
        providers.note_look(kept.name, now=now)
    else:
        providers.note_trial(kept.name, fault=lacks, now=now)


def stop_provider(*, name: str, by: Actor, now: datetime) -> None:
    """Ask a provider no more; its secrets go, and all who administer are told.

    Who stops what carries codes and links has had a hand in how each account is entered, as who keeps it.
    """
    before = providers.account(name)
    providers.end(name, now=now)
    _tell("opening.provider_stopped", name, by=by, now=now)
    if before is not None and before.kind == sms.KIND:
        staff_actions.note_way(way=name, by=by, now=now)


def _tell(code: str, name: str, *, by: Actor, now: datetime, way: bool = False) -> None:
    """Write down what was done to an account; `way`: as a way that codes go it is told beside."""
    stream = StreamKey("organisation", str(people.operator().pk))
    timeline.write(stream, code, by=by, now=now, facts={"provider": name, **({"way": True} if way else {})})
