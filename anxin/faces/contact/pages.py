"""Write to a person, and read what he answered."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from anxin.core import settings
from anxin.core.actors import STRANGER
from anxin.core.carriers import sms
from anxin.core.errors import Missing
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts import queries
from anxin.domain.contacts.actions import WrittenMessage
from anxin.domain.opening import queries as opening
from anxin.domain.threads import actions as threads
from anxin.faces import shared
from anxin.faces.contact.forms import CustomerForm, StrangerForm
from anxin.faces.ground import consent_words, editions, shut_houses, staff
from anxin.faces.ground.talks import talk_of

CUSTOMER = "customer_link customer_phone"
KEPT = "contact_number"


@never_cache
@require_http_methods(["GET", "POST"])
def stranger(request: HttpRequest) -> HttpResponse:
    """Write without a case: a name and a phone, and a person answers; whose case is open writes about that."""
    if request.method == "GET" and shared.actor_of(request).kind in CUSTOMER.split():
        return HttpResponseRedirect(reverse("contact:customer"))
    house = opening.shut_house()
    if house is not None:
        return shut_houses.page(request, house, edition=_edition())
    form = StrangerForm(request.POST or None, repairs=opening.takes_reports())
    if not form.is_valid():
        return _form(request, form, 422 if request.method == "POST" else 200)
    if unsent := consent_words.unsent(request):
        form.add_error(None, unsent)
        return _form(request, form, 422)
    shared.limit(request, "contact", burst=6, per_min=1)
    given, now = form.cleaned_data, timezone.now()
    message = WrittenMessage(
        text=given["text"],
        topic=given["topic"],
        name=given["name"],
        phone=given["phone"],
        consent_version=consent_words.agreed(request),
    )
    made: list[str] = []

    def work() -> None:
        made.append(contacts.receive(message=message, by=STRANGER, now=now).number)

    staff.act_once(request, work)
    if made:
        request.session[KEPT] = made[0]
    return HttpResponseRedirect(reverse("contact:thanks"))


@never_cache
@require_safe
def thanks(request: HttpRequest) -> HttpResponse:
    """Say under which number the message was kept, and until when somebody answers."""
    number = request.session.get(KEPT, "")
    minutes = settings.get("contacts.answer_min", at=timezone.now())
    return render(request, "contact/thanks.html", {"number": number, "minutes": minutes, "page_edition": _edition()})


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def customer(request: HttpRequest) -> HttpResponse:
    """Write about one's case, and see what one wrote before."""
    actor, now = shared.actor_of(request), timezone.now()
    cases = queries.cases_of(actor, now=now)
    asked = request.GET.get("about", "") or (cases[0].number if len(cases) == 1 else "")
    repairs = opening.takes_reports() or any(one.stream.kind == "repair" for one in cases)
    form = CustomerForm(request.POST or None, cases=cases, repairs=repairs, initial={"about": asked})
    if not form.is_valid():
        rows = [talk_of(one) for one in queries.mine(actor, now=now)]
        return _form(request, form, 422 if request.method == "POST" else 200, rows=rows)
    given = form.cleaned_data
    about = next((one for one in cases if one.number == given["about"]), None)
    message = WrittenMessage(text=given["text"], topic=given["topic"], about=about)
    made: list[str] = []

    def work() -> None:
        made.append(contacts.receive(message=message, by=actor, now=now).number)

    if not staff.act_once(request, work) or not made:
        return HttpResponseRedirect(reverse("contact:customer"))
    return HttpResponseRedirect(reverse("contact:contact", args=made))


@never_cache
@require_safe
@shared.for_roles(CUSTOMER)
def contact(request: HttpRequest, number: str) -> HttpResponse:
    """Show one's own message with what was answered."""
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.contact(number, actor=actor, now=now)
    view = queries.view(row, actor=actor, now=now)
    return render(request, "contact/contact.html", {"view": view, "talk": talk_of(view.row)})


@require_POST
@shared.for_roles(CUSTOMER)
def person(request: HttpRequest) -> HttpResponse:
    """Ask for a person about a case, with one tap."""
    actor, now = shared.actor_of(request), timezone.now()
    case = queries.case_of(request.POST.get("about", ""), actor=actor, now=now)
    staff.act_once(request, lambda: threads.hand_over(stream=case.stream, by=actor, now=now))
    newest = next((one for one in queries.mine(actor, now=now) if one.about == case.number), None)
    if newest is None:
        raise Missing
    return HttpResponseRedirect(reverse("contact:contact", args=[newest.number]))


def _form(request: HttpRequest, form: Any, status: int, *, rows: Any = ()) -> HttpResponse:
    known = isinstance(form, CustomerForm)
    context = {"form": form, "once": staff.fresh(), "rows": rows, "known": known}
    if not known:
        context |= {"page_edition": _edition(), "texts": sms.is_there()}
        context |= {"words": consent_words.words(), "agreed_texts": consent_words.named()}
    return render(request, "contact/form.html", context, status=status)


def _edition() -> editions.Footing:
    return editions.footing(opening.house_page("contact"), now=timezone.now())
