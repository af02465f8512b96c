"""What somebody signed in was told: the bell, the list, one opened, all read."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core.actors import Actor
from anxin.domain.notices import actions as notices_actions
from anxin.domain.notices import queries
from anxin.domain.notices.rules.destinations import opens_instead
from anxin.faces import shared
from anxin.faces.ground import dates, staff
from anxin.faces.notices import technicians
from anxin.faces.pagination import Page, asked_for

if TYPE_CHECKING:
    from anxin.domain.notices.models import Notice

SIGNED_IN = "staff technician"
SIZE = 30
FACES = {"operator": "desk", "outlet": "outlet", "authority": "auditor"}
# Where a notice about a case leads, by the reader's face.
CASES = {
    ("desk", "repair"): "desk:repair",
    ("desk", "claim"): "desk_claims:claim",
    ("desk", "contact"): "desk_contacts:contact",
    ("desk", "reported_number"): "desk_numbers:number",
    ("desk", "takedown"): "desk_numbers:takedown",
    ("desk", "organisation"): "desk:network",
    ("desk", "data_request"): "desk_persons:request",
    ("desk", "account"): "staff:account",
    ("desk", "technician"): "desk_network:technician",
    ("outlet", "technician"): "outlet:member",
    ("merchant", "claim"): "merchant:claim",
    ("merchant", "repair"): "merchant:brand_word",
    ("merchant", "reported_number"): "merchant:number",
    ("merchant", "organisation"): "merchant:network",
}
CONTACTS = "desk_contacts:contacts"
GONE_PAYERS = ("payer_charged", "payer_unpaid")
APART = {
    "reveal_asked": "reveals:requests",
    "shop_failing": "merchant:shops",
    **dict.fromkeys(("claims_brought", "claims_brought_soon", "claims_brought_open"), "merchant:claims"),
    **dict.fromkeys(("role_asked", "role_waits_out", "role_waited", "role_not_waited"), "staff:changes"),
    **dict.fromkeys(("role_waits_yours", "role_waited_yours", "reset_yours", "password_yours"), "sign_in:sign_ins"),
    **dict.fromkeys(("change_asked", "change_refused"), "opening:providers"),
    "vouched_asked": "merchant:authorisations",
    **dict.fromkeys(("company_asked", "company_refused"), "staff:company"),
    "company_stopped": "staff:accounts",
    "robot_failing": "staff:robot",
    **dict.fromkeys(("provider_kept", "provider_stopped"), "opening:providers"),
    "calendar_missing": "opening:checklist",
    **dict.fromkeys(("part_failing", "part_working"), "opening:checklist"),
    **dict.fromkeys(("way_kept", "review_nobody"), "staff:accounts"),
    "offer_new": "technician:offers",
    **dict.fromkeys(("payment_unclear", "refund_by_hand", "refund_refused", "refund_account"), "money:money"),
    **dict.fromkeys(("claim_refund_by_hand", "claim_refund_by_shop"), "money:money"),
    "refund_missed": "money:money",
    **dict.fromkeys(("repayment_asked", "repair_brand_word"), "money:money"),
    **dict.fromkeys(("remittance_asked", "remittance_refused", "transfer_overtaken"), "money:till"),
    "contest_pay": "money:money",
    **dict.fromkeys(GONE_PAYERS, "money:money"),
    "carrier_silent": "money:parcels",
    "money_differs": "money:money",
    **dict.fromkeys(("invoice_failed", "invoice_by_hand", "invoice_late", "invoice_unfiled"), "money:invoices"),
    "order_not_shipped": "merchant:purchases",
    "buyer_link_often": "merchant:purchases",
    "buyer_link_own": "merchant:purchases",
    "papers_yours": "technician:me",
    **dict.fromkeys(("contest_new", "contest_late"), "desk:follow_ups"),
    "contest_here": "outlet:contests",
    **dict.fromkeys(("contest_stands", "contest_right"), "technician:contests"),
    "review_link_often": "desk_claims:queue",
    "review_link_own": "desk_claims:queue",
    "handed_over": CONTACTS,
    "handed_back": CONTACTS,
}
# What opens the list of jobs of the reader's face: what is to be done stands first there.
ABSENT = ("member_ill", "member_away", "member_off", "member_back", "member_leaves", "member_stays", "member_ended")
JOBS = {"outlet": "outlet:jobs", "desk": "desk:repairs"}
# The stream of a technician, or of an outlet, is read on its own page, which has no number.
OWN = {("technician", "technician"): "technician:week", ("outlet", "outlet"): "outlet:house"}
HOMES = {"outlet": "outlet:jobs", "technician": "technician:today", "auditor": "auditor:cases"}


@never_cache
@require_safe
@shared.for_roles(SIGNED_IN)
def notices(request: HttpRequest) -> HttpResponse:
    """List what one was told, newest first."""
    actor, now = shared.actor_of(request), timezone.now()
    number = asked_for(request)
    only = "unread" if request.GET.get("show") == "unread" else ""
    found = queries.inbox(actor, only=only, offset=(number - 1) * SIZE, limit=SIZE)
    face = _face(request)
    context = {
        **staff.frame(request, face=face, now=now),
        "face": face,
        "found": found,
        "only": only,
        "page": Page(rows=found.rows, number=number, has_next=found.more),
    }
    if face == "technician":
        return render(request, "notices/inbox_field.html", context | technicians.shown(request))
    return render(request, "notices/inbox.html", context)


@never_cache
@require_safe
@shared.for_roles(SIGNED_IN)
def bell(request: HttpRequest) -> HttpResponse:
    """Show how many are unread: the fragment of the bar."""
    unread = queries.unread(shared.actor_of(request))
    return render(request, "notices/bell.html", {"unread": unread, "asked": True, "inbox": _inbox(request)})


@require_POST
@shared.for_roles(SIGNED_IN)
def reading(request: HttpRequest) -> HttpResponse:
    """Take note of all that stood on the page; what came meanwhile stays unread."""
    by, now = shared.actor_of(request), timezone.now()
    until = dates.moment(request.POST.get("until", ""))
    shared.act(request, lambda: notices_actions.read_all(by=by, now=now, until=until))
    return HttpResponseRedirect(reverse(_inbox(request)))


@require_POST
@shared.for_roles(SIGNED_IN)
def opening(request: HttpRequest, key: UUID) -> HttpResponse:
    """Take note of one and go to its case."""
    by, now = shared.actor_of(request), timezone.now()
    row = queries.notice(key, actor=by)
    shared.act(request, lambda: notices_actions.read(notice=row, by=by, now=now))
    face = _face(request)
    listed = JOBS.get(face, "") if row.code in ABSENT else ""
    to = reverse(listed) if listed else _apart(row, by) or _case(face, row.stream_kind, row.number)
    return HttpResponseRedirect(to)


def _apart(row: "Notice", by: Actor) -> str:
    """Return where a notice leads that opens no case, or none that this reader may open; empty for all others."""
    code, number = row.code, row.number
    instead, name = opens_instead(code, by=by), APART.get(code, "")
    if code == "member_began" and row.facts.get("count", 1) > 1:
        return reverse("outlet:week")
    if code == "invoice_unmailed":
        one = row.facts.get("invoice")
        return reverse("money:invoice", args=[one]) if one else reverse("money:invoices")
    if name == "money:till" and row.facts.get("remittance"):
        return reverse("money:remittance", args=[row.facts["remittance"]])
    if code == "refund_missed" and row.facts.get("refund"):
        return reverse("money:payment", args=[row.facts["refund"]])
    if code in GONE_PAYERS and row.facts.get("amount_fen"):
        return reverse("money:paid_for", args=[number])
    if code == "order_moved" and row.facts.get("order"):
        return reverse("outlet:job", args=[row.facts["order"]])
    if instead == "house":
        return reverse("opening:house", args=[number])
    if instead == "standing":
        return reverse("merchant:overview")
    if instead == "repairs":
        return f"{reverse('desk:repairs')}?{urlencode({'brand': number})}"
    if instead == "claims":
        return reverse("desk_claims:queue")
    if instead == "packing":
        return f"{reverse('merchant:packing')}?{urlencode({'q': number})}"
    return reverse(name) if name else ""


def _face(request: HttpRequest) -> str:
    mine = shared.account_of(request)
    if mine.kind == "technician":
        return "technician"
    return FACES.get(mine.organisation_kind, "merchant")


def _inbox(request: HttpRequest) -> str:
    """Return where the list is; a technician's lies where his phone says what to do without a signal."""
    return "notices:phone" if _face(request) == "technician" else "notices:inbox"


def _case(face: str, kind: str, number: str) -> str:
    name = CASES.get((face, kind))
    try:
        home = OWN.get((face, kind)) or HOMES.get(face, "notices:inbox")
        return reverse(name, args=[number]) if name else reverse(home)
    except NoReverseMatch:
        return reverse("notices:inbox")
