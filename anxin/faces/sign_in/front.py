"""The front door."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from anxin.domain.people.wording import roles_in
from anxin.domain.staff import queries as staff
from anxin.faces import shared
from anxin.faces.public import brands
from anxin.faces.sign_in import session


@require_safe
def front(request: HttpRequest) -> HttpResponse:
    """Lead staff to their work and greet everybody else."""
    actor = shared.actor_of(request)
    home = session.home_of(actor)
    if home != reverse("sign_in:front"):
        return HttpResponseRedirect(home)
    if actor.kind == "stranger":
        return brands.root(request)
    waits = " · ".join(str(roles_in(house)[role]) for house, role in staff.waiting_roles(actor))
    return render(request, "sign_in/nothing.html", {"waits": waits})
