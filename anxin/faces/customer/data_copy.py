"""A copy of one's own data, for who proved his phone."""

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.domain.people import queries
from anxin.domain.people.commands.own_data import OWN_DATA
from anxin.faces import shared
from anxin.faces.customer import copy_contents
from anxin.faces.customer.progress import CUSTOMER
from anxin.faces.ground import downloads


@never_cache
@require_POST
@shared.for_roles(CUSTOMER)
def copy(request: HttpRequest) -> HttpResponseBase:
    """Return the copy to who proved his phone; who came by a link, or by WeChat's word, is asked for the code first."""
    by, now = shared.actor_of(request), timezone.now()
    if not shared.is_coded(request):
        return HttpResponseRedirect(reverse("sign_in:phone", query={"next": reverse("customer:mine")}))
    shared.limit(request, "copy", burst=4, per_min=1)
    persons = list(queries.visible_to(by, now=now))
    own = queries.visible_person(by.id, actor=by, now=now)

    def taken() -> None:
        OWN_DATA.give("copy", row=own, by=by, now=now, fields={})

    out = copy_contents.made(persons, reader=by, now=now, act=lambda work: shared.act(request, work))
    try:
        shared.act(request, taken)
    except BaseException:
        out.close()
        raise
    return downloads.pack(out, f"anxin-{timezone.localtime(now):%Y%m%d}")
