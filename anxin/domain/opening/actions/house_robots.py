"""The robot of a group that a house keeps for its own notices: put, and stopped."""

from collections.abc import Mapping
from datetime import datetime

from anxin.core import providers, timeline
from anxin.core.actors import Actor
from anxin.core.carriers import robots
from anxin.core.timeline import StreamKey
from anxin.domain.opening.actions.providers import BadKeys
from anxin.domain.opening.rules import accounts
from anxin.domain.people.models import Organisation


def keep_robot(
    *, house: Organisation, values: Mapping[str, str], secrets: Mapping[str, str], by: Actor, now: datetime
) -> None:
    """Have a house's group told what it chose; an address left empty stays where the platform is the same.

    So does a secret left empty, where the address does.
    """
    name = robots.name_of(house.pk)
    before = providers.account(name)
    same = before is not None and before.values.get("platform") == values["platform"]
    known = before.values if before is not None and same else {}
    webhook = secrets["webhook"] or known.get("webhook", "")
    if not robots.is_at_platform(values["platform"], webhook):
        raise BadKeys("webhook", expected="https://…", got="", facts={"lacks": "address"})
    secret = secrets["secret"] or accounts.staying(known, secrets).get("secret", "")
    kept = {"webhook": webhook, "secret": secret}
    providers.keep(kind=robots.OWN, name=name, rank=1, values=values, secrets=kept, by=by, now=now)
    _told(house, "opening.robot_kept", by=by, now=now)


def stop_robot(*, house: Organisation, by: Actor, now: datetime) -> None:
    """Tell a house's group nothing any more; its address and secret are erased."""
    providers.end(robots.name_of(house.pk), now=now)
    _told(house, "opening.robot_stopped", by=by, now=now)


def _told(house: Organisation, code: str, *, by: Actor, now: datetime) -> None:
    timeline.write(StreamKey("organisation", str(house.pk)), code, by=by, now=now, facts={"house": house.slug})
