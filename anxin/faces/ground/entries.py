"""What happened at the door, as a list: who came in, who tried, who was refused, from where."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from anxin.domain.people.queries import sign_in_log
from anxin.faces import shared
from anxin.faces.pagination import Filter, Page, asked_for

SIZE = 50


def pane(request: HttpRequest) -> dict[str, Any]:
    """Return one page of the list, for an administrator or the house's own inspector."""
    actor = shared.actor_of(request)
    names = {"in": _("came in"), "wrong": _("wrong tries"), "refused": _("was refused")}
    only = request.GET.get("show", "") if request.GET.get("show") in names else ""
    number = asked_for(request)
    rows = sign_in_log.house_log(actor, only=only, offset=(number - 1) * SIZE, limit=SIZE + 1)
    return {
        "log": rows[:SIZE],
        "mine": sign_in_log.may_see_all(actor),
        "filters": [Filter(value="", name=_("all")), *(Filter(value=key, name=name) for key, name in names.items())],
        "page": Page(rows=tuple(rows[:SIZE]), number=number, has_next=len(rows) > SIZE),
    }
