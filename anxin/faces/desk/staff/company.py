"""The company sign-in that a house keeps for its own people: set up by two of its leads, tried, stopped by one."""

from collections.abc import Mapping

from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anxin.core import settings
from anxin.core.carriers import companies
from anxin.domain.opening import queries
from anxin.domain.opening.commands import HOUSE_COMPANIES
from anxin.faces.desk.opening import provider_changes
from anxin.faces.desk.staff.own_providers import OwnHouse, OwnProvider
from anxin.faces.ground.commands import Place

WAYS = tuple(one.name for one in HOUSE_COMPANIES if one.name != "stopping")


def _beside(case: OwnHouse) -> Mapping[str, object]:
    """Return the link by which its people come in, and what waits for a second person."""
    home = str(settings.get("notices.address", at=case.now)).rstrip("/")
    return {
        "way": HOUSE_COMPANIES.commands[case.health.values["way"]].title if case.health else "",
        "home": home,
        "link": f"{home}{reverse('sign_in:staff', query={'house': case.row.slug})}",
        "back": f"{home}{reverse('sign_in:company_back')}",
        "changes": provider_changes.waiting(case.actor, now=case.now),
    }


def _done(request: HttpRequest, case: OwnHouse, name: str) -> str:
    waits = _("It waits for a second person; until then what is there goes on.")
    messages.success(request, _("Stopped: nobody comes in by it any more.") if name == "stopping" else waits)
    return case.url


def _place(way: str) -> Place[OwnHouse]:
    return Place(name=way, submit=gettext_lazy("Ask for it"))


COMPANY = OwnProvider(
    name="company",
    table=HOUSE_COMPANIES,
    places=(*map(_place, WAYS), Place(name="stopping")),
    secret=("client_secret",),
    situation=queries.company_situation,
    health=queries.company_of,
    account=companies.name_of,
    ask=lambda kept, _now: companies.trial(kept),
    told=gettext_lazy("It answered, and knows this app."),
    done=_done,
    beside=_beside,
)
RUNNER = COMPANY.runner
