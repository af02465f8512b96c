"""Providers: kept with their keys, tried before anything is asked of them, stopped."""

from collections.abc import Mapping
from datetime import datetime

from anxin.core import providers, timeline
from anxin.core.actors import Actor
from anxin.core.carriers import requests
from anxin.core.errors import Invalid
from anxin.core.timeline import StreamKey
from anxin.domain.ledger import providers as payments
from anxin.domain.people import queries as people

RANKS = {"wechat": 1, "alipay": 2}


class BadKeys(Invalid):
    """What was pasted is no such key, or something is missing."""

    code = "opening.bad_keys"


def keep_provider(
    *, kind: str, name: str, values: Mapping[str, str], secrets: Mapping[str, str], by: Actor, now: datetime
) -> None:
    """Keep what a provider is asked with, once its keys can be read; who did it stays in the record."""
    before = providers.account(name)
    known = before.values if before else {}
    whole = {**values, **{one: text or known.get(one, "") for one, text in secrets.items()}}
    address = values.get("gateway", "")
    if address and not requests.is_address(address):
        raise BadKeys("gateway", expected="https://…", got=address, facts={"lacks": "address"})
    for one in secrets:
        if not whole[one]:
            raise BadKeys(one, expected="a key", got="", facts={"lacks": "empty"})
    if fault := payments.unreadable(whole, name):
        raise BadKeys(fault, expected="a key", got="", facts={"lacks": fault})
    providers.keep(kind=kind, name=name, rank=RANKS[name], values=values, secrets=secrets, by=by, now=now)
    _tell("opening.provider_kept", name, by=by, now=now)


def stop_provider(*, name: str, by: Actor, now: datetime) -> None:
    """Ask a provider no more; its secrets go."""
    providers.end(name, now=now)
    _tell("opening.provider_stopped", name, by=by, now=now)


def _tell(code: str, name: str, *, by: Actor, now: datetime) -> None:
    stream = StreamKey("organisation", str(people.operator().pk))
    timeline.write(stream, code, by=by, now=now, facts={"provider": name})
