"""Whose settings somebody keeps, which they are, and the situations for the rules of their commands."""

from datetime import datetime

from anxin.core import acting, settings
from anxin.core.actors import Actor
from anxin.core.settings import SETTINGS, Setting
from anxin.core.settings.models import SettingRow
from anxin.core.states import lock
from anxin.domain.opening.rules.setting_changes import KeptSettings, SettingChangeSituation
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation

OWNER = "merchant_owner"
OWN = ("goods.services", "visits.records")
"""What an owner keeps beside the rules of claims: what his brand offers, and what is recorded of it."""


def scope_of(actor: Actor) -> str:
    """Say whose settings somebody keeps: the installation's, or his own organisation's."""
    return actor.organisation if OWNER in actor.roles else ""


def house_of(actor: Actor) -> Organisation:
    """Return the house whose settings somebody keeps (one query)."""
    scope = scope_of(actor)
    return people.organisation_by_key(scope) if scope else people.operator()


def kept_by(actor: Actor) -> list[Setting]:
    """List the settings somebody may look at: all, or those that count for his own organisation."""
    if not scope_of(actor):
        return [SETTINGS[name] for name in sorted(SETTINGS)]
    return [
        one
        for name, one in sorted(SETTINGS.items())
        if one.per_organisation and (name.startswith("claims.") or name in OWN)
    ]


def kept(actor: Actor, name: str) -> Setting:
    """Return a setting somebody may look at; raises `UnknownSetting`."""
    found = next((one for one in kept_by(actor) if one.name == name), None)
    if found is None:
        raise settings.UnknownSetting({"name": name[:60]})
    return found


def hold_house(row: Organisation) -> None:
    """Hold a house until the block ends: who changes or takes back a setting of it meanwhile waits.

    What was read so far is forgotten, with the lock too: whom it waited for may have changed it since.
    """
    lock(row)
    acting.current().forget(SettingRow._meta.db_table)


def kept_situation(row: Organisation, *, by: Actor, now: datetime, under_lock: bool = False) -> KeptSettings:
    """Return the situation of a house's settings (one query); `under_lock` holds the house first."""
    if under_lock:
        hold_house(row)
    return KeptSettings(own=house_of(by) == row)


def change_situation(row: SettingRow, *, by: Actor, now: datetime, under_lock: bool = False) -> SettingChangeSituation:
    """Return the situation of a change for the rules of its commands (no query); `under_lock` locks house, then it."""
    if under_lock:
        hold_house(house_of(by))
        lock(row)
    own = row.organisation == scope_of(by) and row.name in {one.name for one in kept_by(by)}
    state, mine = settings.state_of(row, now=now), row.proposed_by == by.key
    return SettingChangeSituation(state=state, own=own, mine=mine, last=state != "later" or settings.is_last(row))
