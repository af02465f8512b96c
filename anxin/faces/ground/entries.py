"""What happened at the door, as a list: who came in, who tried, who was refused, from where."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from anxin.domain.people.queries import sign_in_log
from anxin.domain.people.queries.sign_in_log import Sight
from anxin.faces.pagination import Filter, Page, asked_for

SIZE = 50


def pane(request: HttpRequest, sight: Sight) -> dict[str, Any]:
    """Return one page of the list, for an administrator or the house's own inspector."""
    names = {"in": _("came in"), "wrong": _("wrong tries"), "refused": _("was refused")}
    only = request.GET.get("show", "") if request.GET.get("show") in names else ""
    number = asked_for(request)
    rows = sign_in_log.house_log(sight, only=only, offset=(number - 1) * SIZE, limit=SIZE + 1)
    return {
        "log": rows[:SIZE],
        "mine": sight.everybody,
        "filters": [Filter(value="", name=_("all")), *(Filter(value=key, name=name) for key, name in names.items())],
        "page": Page(rows=tuple(rows[:SIZE]), number=number, has_next=len(rows) > SIZE),
    }
