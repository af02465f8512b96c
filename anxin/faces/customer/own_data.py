"""What I do with my own data: correct it, take a consent back, have it erased; each form on a page of its own."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from anxin.core.actors import Actor
from anxin.core.commands import Table
from anxin.domain.notices.actions import followers
from anxin.domain.people import queries
from anxin.domain.people.commands.own_data import OWN_DATA
from anxin.domain.people.queries import erasures
from anxin.domain.people.queries import own_data as queries_own
from anxin.domain.people.wording.consents import PURPOSES, TAKEN_BACK
from anxin.domain.publications.queries.retention import kept_of
from anxin.domain.repairs.commands.own_address import OWN_ADDRESS
from anxin.faces import shared
from anxin.faces.customer.privacy import mine_page
from anxin.faces.customer.progress import CUSTOMER
from anxin.faces.ground import command_pages, staff, wechat
from anxin.faces.ground.commands import Place, Runner, Shown

if TYPE_CHECKING:
    from anxin.domain.people.models import Person

KEEP = pgettext_lazy("a correction", "Keep it")
DONE = {
    "correction": gettext_lazy("Your name is changed, in all your cases."),
    "address": gettext_lazy("Your address is changed."),
    "code": gettext_lazy("Your phone is changed, in all your cases."),
    "withdrawal": gettext_lazy("Your consent is taken back."),
    "waiting": gettext_lazy("It is noted: your data is erased by itself once nothing needs it any more."),
    "staying": gettext_lazy("Nothing is erased: everything stays as it is."),
    "erasure": gettext_lazy("Your name, phone and address are erased. Nobody can bring them back."),
}


@dataclass(kw_only=True)
class OwnData:
    """One row of whoever asks, as a request sees it; `purpose` is the consent that the address names."""

    actor: Actor
    now: datetime
    row: "Person"
    table: Table[Any, Any] = OWN_DATA
    purpose: str = ""

    @cached_property
    def situation(self) -> Any:
        """Return the situation the rules look at."""
        return self.table.situation(self.row, by=self.actor, now=self.now)

    @property
    def url(self) -> str:
        """Return the address of my data."""
        return reverse("customer:mine")


def find(request: HttpRequest, number: str) -> OwnData:
    """Find a row of one's own by its id; without one the row that is signed in."""
    actor, now = shared.actor_of(request), timezone.now()
    purpose = request.resolver_match.kwargs.get("purpose", "") if request.resolver_match else ""
    row = queries.visible_person(number or actor.id, actor=actor, now=now)
    return OwnData(actor=actor, now=now, row=row, purpose=purpose)


def find_home(request: HttpRequest, number: str) -> OwnData:
    """Find where one lives oneself."""
    found = find(request, number)
    return OwnData(actor=found.actor, now=found.now, row=found.row, table=OWN_ADDRESS)


def page(request: HttpRequest, case: OwnData, shown: Shown, status: int = 200) -> HttpResponse:
    """Show the form of a command on a page of its own, or on my data why it can't be given."""
    if shown.opened is None:
        return mine_page(request, shown.slip, status)
    number = case.purpose or str(case.row.pk)
    return command_pages.page(request, shown, number=number, back=case.url, status=status, drafts=False)


def done(request: HttpRequest, case: OwnData, name: str) -> str:
    """Lead back to my data; who asked for a code to the code, who is erased to the door."""
    if name in DONE:
        messages.info(request, DONE[name])
    if name == "code":
        _stays(request, case)
    return reverse({"phone": "customer:phone_code", "erasure": "sign_in:phone"}.get(name, "customer:mine"))


def _stays(request: HttpRequest, case: OwnData) -> None:
    """Let the browser in which the new number was proved go on with it, and its WeChat; whoever else came in proves."""
    request.session.update(shared.proof_of(case.actor.id))
    row = wechat.follower(request)
    if row is not None:
        told = {"by": case.actor, "proved": request.session[shared.PHONE]}
        shared.act(request, lambda: followers.join(follower=row, **told, now=timezone.now()))


def _ends(case: OwnData) -> str:
    """Say which consent it is, what ends where it is taken back, and what goes on."""
    ends = TAKEN_BACK.get(case.purpose)
    if ends is None:
        return str(OWN_DATA.commands["withdrawal"].follows)
    said = {"purpose": PURPOSES.get(case.purpose, ""), "ends": ends[0], "goes_on": ends[1]}
    return _("“{purpose}”: {ends} {goes_on}").format(**said)


RUNNER: Runner[OwnData] = Runner(
    OWN_DATA,
    (
        Place(name="correction", submit=KEEP),
        Place(name="phone", submit=gettext_lazy("Send a code")),
        Place(
            name="code",
            submit=KEEP,
            follows=lambda case: _("We sent it to {phone}.").format(
                phone=queries.new_phone_of(case.actor, now=case.now) or _("the new number")
            ),
        ),
        Place(
            name="withdrawal",
            title=lambda case: _("Take my consent back"),
            submit=pgettext_lazy("a consent", "Take it back now"),
            follows=_ends,
        ),
    ),
    find=find,
    page=page,
    done=done,
    apart=True,
)


def erasure_page(request: HttpRequest, case: OwnData, shown: Shown, status: int = 200) -> HttpResponse:
    """Show what goes, what stays and until when, and what stands in the way, before somebody has himself erased."""
    found, may = erasures.erasure(queries_own.rows(case.actor, now=case.now)), ERASING.allowed(case)
    context = {
        "opened": shown.opened,
        "slip": "" if request.method == "GET" and "staying" in may else shown.slip,
        "back": case.url,
        "needed": [(number, _case_url(number)) for number in found.needed],
        "lawful": found.lawful,
        "stays": kept_of([kind for kind, _count in found.stays], now=case.now),
        "once": request.POST.get("once") or staff.fresh(),
        "asked": found.asked,
        "later": "waiting" in may,
        "later_then": OWN_DATA.commands["waiting"].follows,
        "waits": "staying" in may,
        "actions": _erasing(shown, [name for name in ("waiting", "staying") if name in may]),
    }
    return render(request, "customer/erasure.html", context, status=status)


def _erasing(shown: Shown, others: Sequence[str]) -> list[dict[str, object]]:
    """Return what lies at the bottom: the erasure itself, or that it waits, or that it doesn't after all."""
    if shown.opened:
        return [{"name": shown.opened.submit, "form": "command", "danger": True}]
    return [{"name": OWN_DATA.commands[name].title, "form": name, "danger": name == "waiting"} for name in others]


def _case_url(number: str) -> str:
    """Return the page of a case by its number; empty for what has none."""
    name = {"R": "customer:repair", "C": "buyer:claim"}.get(number[:1])
    return reverse(name, args=[number]) if name and number[1:2] == "-" else ""


ERASING: Runner[OwnData] = Runner(
    OWN_DATA,
    (Place(name="erasure"), Place(name="waiting"), Place(name="staying")),
    find=find,
    page=erasure_page,
    done=done,
    apart=True,
)
HOME: Runner[OwnData] = Runner(
    OWN_ADDRESS, (Place(name="address", submit=KEEP),), find=find_home, page=page, done=done, apart=True
)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(CUSTOMER)
def command(request: HttpRequest, name: str, person: object = "", purpose: str = "") -> HttpResponse:
    """Give one command on one's own data; whom a link or WeChat's word brought is asked for his phone's code first."""
    if not shared.is_coded(request):
        wanted = request.path if request.method == "GET" else reverse("customer:mine")
        return HttpResponseRedirect(reverse("sign_in:phone", query={"next": wanted}))
    if request.method == "POST" and name in ("phone", "code"):
        shared.limit(request, "phone", burst=20, per_min=10)
    runner = {"address": HOME, **dict.fromkeys(ERASING.places, ERASING)}.get(name, RUNNER)
    return runner.give(request, str(person), name, about=_about(request, name, purpose))


def _about(request: HttpRequest, name: str, purpose: str) -> dict[str, str]:
    """Return the fields that are said by the address, and by where it is asked from."""
    return {"withdrawal": {"purpose": purpose}, "phone": {"origin": shared.origin_of(request).address}}.get(name, {})
