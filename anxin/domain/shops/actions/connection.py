"""Shops connected, their keys changed, asked no more; how far each was read, and that one fails."""

from collections.abc import Mapping
from datetime import datetime

from anxin.core import providers, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.core.inserts import insert_new
from anxin.core.timeline import StreamKey
from anxin.domain.people.models import Organisation
from anxin.domain.shops import providers as platforms
from anxin.domain.shops import queries, rules
from anxin.domain.shops.models import Shop
from anxin.domain.shops.providers import SECRETS


class KnownAlready(WrongState):
    """A shop of this name on this platform is connected already."""

    code = "shops.known_already"


class KeysNeeded(Invalid):
    """The first time all keys are needed."""

    code = "shops.keys_needed"


def connect(
    *,
    organisation: Organisation,
    platform: str,
    title: str,
    values: Mapping[str, str],
    secrets: Mapping[str, str],
    by: Actor,
    now: datetime,
    known: Shop | None = None,
) -> Shop:
    """Connect a shop, or keep new keys of one; it is untried until tried, and read only after that."""
    if not rules.may_sell(queries.situation(organisation, by=by, now=now)):
        raise queries.NoSuchShop({"shop": title[:24]})
    row = known or Shop(id=uuid7(), organisation=organisation, platform=platform, title=title, connected_by=by.key)
    if known is None:
        row.account = f"shop-{row.id.hex[-12:]}"
        row.connected_at, row.orders_until, row.claims_until = now, now - rules.BACK, now - rules.BACK
    before = providers.account(row.account)
    kept = before.values if before else {}
    told = {one: secrets.get(one) or kept.get(one, "") for one in SECRETS[row.platform]}
    for one, key in told.items():
        if not key:
            raise KeysNeeded(one, expected="a key", got="")
    if known is None and not insert_new(row):
        raise KnownAlready({"title": title})
    providers.keep(kind=platforms.KIND, name=row.account, rank=1, values=values, secrets=told, by=by, now=now)
    timeline.write(_house(row), "shops.connected", by=by, now=now, facts={"platform": row.platform, "shop": row.id})
    return row


def disconnect(*, shop: Shop, by: Actor, now: datetime) -> None:
    """Ask a shop no more; its keys are erased, what came in stays."""
    if Shop.objects.filter(pk=shop.pk, ended_at=None).update(ended_at=now):
        providers.end(shop.account, now=now)
        timeline.write(
            _house(shop), "shops.disconnected", by=by, now=now, facts={"platform": shop.platform, "shop": shop.id}
        )


def _house(row: Shop) -> StreamKey:
    return StreamKey("organisation", str(row.organisation_id))


def read_until(*, shop: Shop, what: str, until: datetime, end: datetime) -> bool:
    """Write down how far a shop was read; False where somebody else read on meanwhile."""
    name = f"{what}_until"
    return bool(Shop.objects.filter(pk=shop.pk, **{name: until}).update(**{name: end}))


def note_look(*, shop: Shop, secrets: Mapping[str, str], fault: str, now: datetime) -> None:
    """Write down that a shop was looked at, what went wrong, and the secrets its platform gave meanwhile."""
    if secrets:
        providers.remember(shop.account, dict(secrets))
    Shop.objects.filter(pk=shop.pk).update(looked_at=now)
    providers.note_call(shop.account, fault=fault, now=now)
    tell_failing(shop=shop, now=now)


def tell_failing(*, shop: Shop, now: datetime) -> None:
    """Tell a merchant, once a failing, that his shop can't be read; when it answers again that is forgotten."""
    health = providers.health().get(shop.account)
    since = health.failing_since if health else None
    told = Shop.objects.filter(pk=shop.pk)
    if since is None:
        told.exclude(failing_told_at=None).update(failing_told_at=None)
    elif now - since >= rules.FAILING and told.filter(failing_told_at=None).update(failing_told_at=now):
        facts = {"platform": shop.platform, "shop": shop.id}
        timeline.write(_house(shop), "shops.failing", by=SYSTEM, now=now, facts=facts)
