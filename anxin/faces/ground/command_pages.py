"""The form of a command on a page of its own, as a phone shows it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anxin.faces.ground import staff
from anxin.faces.ground.commands import Shown


def page(
    request: HttpRequest, shown: Shown, *, number: str, back: str, status: int = 200, drafts: bool = True
) -> HttpResponse:
    """Show the open form of a case, with what was refused; `back` leads away without it.

    Without `drafts` the browser keeps nothing of what is typed: a phone may be another's.
    """
    opened = shown.opened
    assert opened is not None
    action = {"name": opened.submit, "form": "command", "primary": not opened.danger, "danger": opened.danger}
    context = {
        "opened": opened,
        "number": number,
        "back": back,
        "drafts": drafts,
        "slip": shown.slip,
        "actions": [action],
        "once": request.POST.get("once") or staff.fresh(),
    }
    return render(request, "customer/command.html", context, status=status)
