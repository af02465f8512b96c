"""The company sign-in that a house keeps for its own people: put by two leads, stopped by one."""

from collections.abc import Mapping
from datetime import datetime

from anxin.core import providers, timeline
from anxin.core.actors import Actor
from anxin.core.carriers import companies, oidc, requests
from anxin.core.timeline import StreamKey
from anxin.domain.opening.actions import two_persons
from anxin.domain.opening.actions.providers import BadKeys
from anxin.domain.opening.models import ProviderChange
from anxin.domain.opening.rules import accounts
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.staff import actions as staff


def keep_company(
    *, house: Organisation, way: str, values: Mapping[str, str], secret: str, by: Actor, now: datetime
) -> None:
    """Ask a second person to have a house's company asked with this; it takes the place of the one before.

    A secret left empty stays where the company speaks as before, and is asked where it was.
    """
    name = companies.name_of(house.pk)
    before = providers.account(name)
    held = before.values if before and companies.way_of(before) == way else {}
    known = accounts.staying(held, values).get("client_secret", "")
    if not secret and not known:
        raise BadKeys("client_secret", expected="a key", got="", facts={"lacks": "moved" if held else "empty"})
    if way == oidc.NAME and not requests.is_address(values["issuer"]):
        raise BadKeys("issuer", expected="https://…", got=values["issuer"], facts={"lacks": "address"})
    shown, secrets = {**values, "way": way}, {"client_secret": secret or known}
    two_persons.ask(kind=companies.OWN, name=name, values=shown, secrets=secrets, by=by, now=now)


def stop_company(*, house: Organisation, by: Actor, now: datetime) -> None:
    """Let nobody in by the house's company from now on; its secret goes, and leads and administrators are told."""
    providers.end(companies.name_of(house.pk), now=now)
    _tell(house, "opening.company_stopped", by=by, now=now)


def put_company(*, change: ProviderChange, secrets: Mapping[str, str], by: Actor, now: datetime) -> None:
    """Have a house's company asked with this from now on, untried."""
    house = people.organisation_by_key(str(change.house))
    told = {"values": change.values, "secrets": secrets}
    providers.keep(kind=companies.OWN, name=change.name, rank=1, **told, by=by, now=now)
    _tell(house, "opening.company_kept", by=by, now=now)
    staff.note_way(way="company", asked_by=change.asked_by, by=by, now=now, house=house)


def _tell(house: Organisation, code: str, *, by: Actor, now: datetime) -> None:
    timeline.write(StreamKey("organisation", str(house.pk)), code, by=by, now=now, facts={"house": house.slug})
