"""The first steps of a shop: what is still to be done before the first claim can be answered well."""

from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.core import settings
from anxin.domain.evidence import queries as evidence
from anxin.domain.goods import queries as goods
from anxin.faces import shared
from anxin.faces.merchant.frame import OWNER


@dataclass(frozen=True, kw_only=True)
class Start:
    """One first step: its name, why, whether it is done, and where to do it."""

    name: str
    why: str
    done: bool
    url: str


def steps(request: HttpRequest, *, now: datetime) -> list[Start]:
    """Return the first steps of this shop while one is open, else nothing; a brand that sells nothing has none."""
    actor = shared.actor_of(request)
    sold = goods.has_sold(actor, now=now)
    if shared.account_of(request).organisation_kind == "brand" and not sold:
        return []
    address = settings.get("claims.return_address", organisation=actor.organisation, at=now)
    found = [
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
    return found if any(not one.done for one in found) else []
