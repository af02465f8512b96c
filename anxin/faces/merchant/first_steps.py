"""The first steps of a shop before its first claim, of a brand before anybody can check that it is genuine."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.domain.evidence import queries as evidence
from anxin.domain.goods import queries as goods
from anxin.domain.network import queries as network
from anxin.domain.opening import queries as opening
from anxin.domain.opening.queries import departures
from anxin.faces import shared
from anxin.faces.ground.first_steps import Start, Starts
from anxin.faces.merchant.frame import OWNER


def steps(request: HttpRequest, *, now: datetime) -> Starts | None:
    """Return the first steps of this shop, or of a brand that sells nothing, while one is open."""
    actor = shared.actor_of(request)
    sold = goods.has_sold(actor, now=now)
    if shared.account_of(request).organisation_kind == "brand" and not sold:
        found = Starts(title=_("First steps of your brand"), steps=_of_brand(actor, now))
    else:
        found = Starts(title=_("First steps of your shop"), steps=_of_shop(actor, now, sold=sold))
    return found if found.is_open else None


def _of_brand(actor: Actor, now: datetime) -> list[Start]:
    given = network.vouched_by(actor, now=now)
    if not given.brand or departures.has_left(given.brand):
        return []
    there = reverse("merchant:network", args=[given.brand]) if OWNER in actor.roles else ""
    return [
        Start(
            name=_("Make your signing key"),
            why=_("Your word for a hotline, an outlet or a technician is signed with it; nobody else can make it."),
            done=given.has_key,
            url=there and f"{there}?do=key#command",
        ),
        Start(
            name=_("Add your hotline"),
            why=_("Customers check the number that rings them; without it your own number isn't known here."),
            done="hotline" in given.kinds,
            url=there and f"{there}?do=hotline#command",
        ),
        Start(
            name=_("Bring outlets and technicians in"),
            why=_("By a file, with your word for each: nobody is sent whom you don't vouch for."),
            done={"outlet", "technician"} <= given.kinds,
            url=there and reverse("merchant:authorisations"),
        ),
    ]


def _of_shop(actor: Actor, now: datetime, *, sold: bool) -> list[Start]:
    address = settings.get("claims.return_address", organisation=actor.organisation, at=now)
    own = [
        Start(
            name=_("Bring your orders in"),
            why=_("A buyer finds his order. Exports of the usual shops are read as they come."),
            done=sold,
            url=reverse("merchant:imports"),
        ),
        Start(
            name=_("Say where goods come back to"),
            why=_("Without it a buyer who must send something back doesn't know where to."),
            done=bool(address),
            url=reverse("desk:setting", args=["claims.return_address"]) if OWNER in actor.roles else "",
        ),
        Start(
            name=_("Seal a first parcel at the packing station"),
            why=_("Pictures sealed before anybody claims are what counts most."),
            done=evidence.has_sealed(actor, now=now),
            url=reverse("merchant:packing"),
        ),
    ]
    return own if all(one.done for one in own) else [*own, _opening()]


def _opening() -> Start:
    """Return whether buyers can file by themselves yet (one query)."""
    return Start(
        name=_("Wait for the operator to open"),
        why=_(
            "Until it does, buyers can't file on the page: they ring the operator, and its desk files for them. "
            "Ask it when it opens."
        ),
        done=opening.shut_house() is None,
        url="",
        waits=True,
    )
