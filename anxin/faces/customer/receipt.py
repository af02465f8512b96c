"""The receipt of a report: its number, the link to keep, what was said, and what happens until when."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from anxin.core import providers, vault
from anxin.core.carriers import sms
from anxin.core.carriers import wechat as service
from anxin.core.carriers.requests import NoAnswer, NotReached
from anxin.core.carriers.wechat import ServiceAccount, WechatRefusal
from anxin.core.vault import Tampered
from anxin.domain.notices import actions as notices
from anxin.domain.notices import queries as notices_queries
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs import queries
from anxin.domain.repairs.wording import KINDS, MODES
from anxin.faces import shared
from anxin.faces.customer import summary
from anxin.faces.ground import qr_codes
from anxin.faces.ground import wechat as wechat_browser
from anxin.faces.ground.goods import goods_of

CUSTOMER = "customer_link customer_phone"
KEPT, NAME = "repair_receipt", "faces.receipt"
FOLLOWED, FOLLOWED_S = "receipt_wechat", 30 * 86400
"""The code to follow a case in WeChat; thirty days are the most it may live."""


def address(request: HttpRequest, made: repairs.Reported, said: dict[str, str]) -> str:
    """Return where who reported goes: through his link to the receipt.

    The link's secret and the words he typed lie sealed in his own session until he closes it.
    """
    number = made.repair.number
    request.session[KEPT] = [number, vault.seal(NAME, number, json.dumps({**said, "token": made.token}))]
    there = reverse("customer:receipt", args=[number])
    return reverse("sign_in:link", args=[made.token], query={"next": there})


@never_cache
@require_safe
@shared.for_roles(CUSTOMER)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Show the number and the link, what was said, and what comes next with its clock."""
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.repair(number, actor=actor, now=now)
    view = queries.view(row, actor=actor, now=now)
    said = _kept_fields(request, view.number)
    token = said.pop("token", "")
    link = request.build_absolute_uri(reverse("sign_in:link", args=[token])) if token else ""
    steps = summary.steps(view)
    context = {
        "view": view,
        "lead": summary.lead(view, reached=summary.reached(view, row.customer)),
        "clock": next((step["clock"] for step in steps if step["mark"] in ("now", "late")), None),
        "steps": steps,
        "service": f"{KINDS[view.kind]} · {MODES[view.mode]}",
        "first_aid": view.first_aid,
        "goods": goods_of(view.custody, now=now),
        "said": said,
        "link": link,
        "qr": qr_codes.qr(link) if link else "",
        "texts": sms.is_there(),
        "reached": notices_queries.is_told(row.customer),
        "wechat": not wechat_browser.is_inside(request) and service.NAME in providers.names_of(service.KIND),
        "wechat_qr": _wechat_qr(request, view.number),
        "live_url": shared.live_url(f"customer/repair/{view.number}", now=now),
    }
    return render(request, "customer/receipt.html", context)


def _wechat_qr(request: HttpRequest, number: str) -> str:
    known, code = request.session.get(FOLLOWED, ("", ""))
    return qr_codes.qr(code) if code and known == number else ""


@never_cache
@require_POST
@shared.for_roles(CUSTOMER)
def message(request: HttpRequest, number: str) -> HttpResponse:
    """Send number and page to the phone that was given; asked twice within an hour it goes once."""
    shared.limit(request, "receipt_message", burst=3, per_min=1)
    actor, now = shared.actor_of(request), timezone.now()
    row = queries.repair(number, actor=actor, now=now)
    shared.act(request, lambda: notices.send_number(stream=row.stream(), by=actor, now=now))
    messages.info(request, _("Number and page go to your phone by text message."))
    return HttpResponseRedirect(reverse("customer:receipt", args=[number]))


@never_cache
@require_POST
@shared.for_roles(CUSTOMER)
def wechat(request: HttpRequest, number: str) -> HttpResponse:
    """Make a code to follow the case in WeChat; whoever scans it proves his phone there once."""
    shared.limit(request, "receipt_message", burst=3, per_min=1)
    actor, now = shared.actor_of(request), timezone.now()
    queries.repair(number, actor=actor, now=now)
    account = providers.account(service.NAME)
    try:
        code = ServiceAccount(account.values).code_for(f"case:{number}", seconds=FOLLOWED_S) if account else ""
        request.session[FOLLOWED] = [number, code]
    except (WechatRefusal, NoAnswer, NotReached, KeyError):
        messages.warning(request, _("WeChat gives no code just now. Keep the link; it shows how far your case is."))
    return HttpResponseRedirect(f"{reverse('customer:receipt', args=[number])}#wechat")


def _kept_fields(request: HttpRequest, number: str) -> dict[str, str]:
    known, sealed = request.session.get(KEPT, ("", ""))
    if known != number:
        return {}
    try:
        found: dict[str, str] = json.loads(vault.open_(NAME, number, sealed))
    except Tampered:
        return {}
    return found
