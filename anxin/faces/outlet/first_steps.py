"""The first steps of an outlet before its first job: its people come in, and show who they are."""

from datetime import datetime

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anxin.core.zone import SHANGHAI
from anxin.domain.network import queries
from anxin.faces import shared
from anxin.faces.ground.first_steps import Start, Starts


def steps(request: HttpRequest, *, now: datetime) -> Starts | None:
    """Return the first steps of the outlet of whoever is signed in, while one is open (five queries)."""
    outlet = queries.outlet_of(shared.actor_of(request))
    if outlet is None:
        return None
    people = [one for one in queries.colleagues(outlet, day=now.astimezone(SHANGHAI).date(), now=now) if not one.paused]
    out, unseen = sum(not one.entered for one in people), sum(not one.portrait for one in people)
    there = reverse("outlet:people")
    found = Starts(
        title=_("First steps of your outlet"),
        steps=[
            Start(
                name=_("Have your technicians sign in"),
                why=ngettext(
                    "{n} has not signed in: no job reaches him.", "{n} have not signed in: no job reaches them.", out
                ).format(n=out),
                done=bool(people) and not out,
                url=there,
            ),
            Start(
                name=_("Show who they are"),
                why=ngettext(
                    "{n} has no picture: no badge can be printed, and customers can't compare.",
                    "{n} have no picture: no badge can be printed, and customers can't compare.",
                    unseen,
                ).format(n=unseen),
                done=bool(people) and not unseen,
                url=there,
            ),
        ],
    )
    return found if found.is_open else None
