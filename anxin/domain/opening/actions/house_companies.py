"""The company sign-in that a house keeps for its own people: kept by its lead, tried, stopped."""

from collections.abc import Mapping
from datetime import datetime

from anxin.core import providers, timeline
from anxin.core.actors import Actor
from anxin.core.carriers import companies, oidc, requests
from anxin.core.timeline import StreamKey
from anxin.domain.opening.actions.providers import BadKeys
from anxin.domain.people.models import Organisation
from anxin.domain.staff import actions as staff


def keep_company(
    *, house: Organisation, way: str, values: Mapping[str, str], secret: str, by: Actor, now: datetime
) -> None:
    """Keep what a house's company is asked with; it takes the place of the one before, and is untried.

    A secret left empty stays where the company speaks as before.
    """
    name = companies.name_of(house.pk)
    before = providers.account(name)
    if before and companies.way_of(before) != way:
        providers.end(name, now=now)
        before = None
    if not secret and not (before and before.values.get("client_secret")):
        raise BadKeys("client_secret", expected="a key", got="", facts={"lacks": "empty"})
    if way == oidc.NAME and not requests.is_address(values["issuer"]):
        raise BadKeys("issuer", expected="https://…", got=values["issuer"], facts={"lacks": "address"})
    told = {"values": {**values, "way": way}, "secrets": {"client_secret": secret}}
    providers.keep(kind=companies.OWN, name=name, rank=1, **told, by=by, now=now)
    _tell(house, "opening.company_kept", by=by, now=now)
    staff.note_way(way="company", by=by, now=now, house=house)


def stop_company(*, house: Organisation, by: Actor, now: datetime) -> None:
    """Let nobody come in by the house's company any more; its secret goes."""
    providers.end(companies.name_of(house.pk), now=now)
    _tell(house, "opening.company_stopped", by=by, now=now)


def _tell(house: Organisation, code: str, *, by: Actor, now: datetime) -> None:
    timeline.write(StreamKey("organisation", str(house.pk)), code, by=by, now=now, facts={"house": house.slug})
