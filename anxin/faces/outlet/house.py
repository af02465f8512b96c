"""The outlet itself: how it stands, what it serves, when it opens; its lead closes it for some days."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.domain.network import queries as network
from anxin.domain.network.commands import OUTLETS
from anxin.domain.network.queries import names
from anxin.domain.network.queries import outlets as queries
from anxin.domain.network.rules.outlets import OutletSituation
from anxin.domain.network.wording.outlets import KINDS, STANDS
from anxin.faces import shared
from anxin.faces.ground import freed_jobs, staff
from anxin.faces.ground.commands import Place, Runner, Shown, written_down
from anxin.faces.outlet.jobs import DECIDES

if TYPE_CHECKING:
    from anxin.domain.network.models import Closure, Outlet


@dataclass(kw_only=True)
class OwnOutlet:
    """The outlet of who is signed in, as one request sees it."""

    actor: Actor
    now: datetime
    row: "Outlet"

    @cached_property
    def situation(self) -> OutletSituation:
        """Return the situation of the outlet for the rules of the commands."""
        return queries.situation(self.row, by=self.actor, now=self.now, closed=self.closures)

    @cached_property
    def closures(self) -> list["Closure"]:
        """Return the closures that last or lie ahead."""
        return queries.closures(self.row, now=self.now)

    @property
    def url(self) -> str:
        """Return the page's address."""
        return reverse("outlet:house")


def find(request: HttpRequest, _number: str) -> OwnOutlet:
    """Find the outlet of who is signed in."""
    actor = shared.actor_of(request)
    row = network.outlet_of(actor)
    if row is None:
        raise Missing
    return OwnOutlet(actor=actor, now=timezone.now(), row=row)


def page(request: HttpRequest, case: OwnOutlet, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the outlet with the form of a command, or a refusal said."""
    now, row = case.now, case.row
    stands = queries.stands_of(row, case.closures, now=now)
    served: dict[str, list[tuple[str, str]]] = {}
    for one in queries.serves(row, now=now):
        said = "" if one.kind == "shared" else str(KINDS[one.kind])
        served.setdefault(one.brand, []).append((one.name, said))
    facts = {
        **staff.frame(request, face="outlet", now=now),
        "name": row.organisation.name,
        "place": names.full_name(row.division),
        "street": names.street_below(row.division, row.street),
        "outlet": row,
        "stands": STANDS[stands],
        "is_open": stands == "open",
        "served": served,
        "closures": case.closures,
        "buttons": RUNNER.buttons(case),
        "opened": shown.opened,
        "look_text": freed_jobs.look_text(shown.opened),
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "outlet/house.html", facts, status=status)


RUNNER: Runner[OwnOutlet] = Runner(
    OUTLETS,
    (
        Place(name="closure", understood=lambda case, typed: freed_jobs.of_closure(case.row, typed, case.now)),
        Place(name="closure-end", lead=True),
    ),
    find=find,
    page=page,
    done=written_down,
)
house, command = RUNNER.pages(DECIDES)
