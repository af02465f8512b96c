"""By whom a bill can be paid, and the code to scan, for the pages on which one pays."""

import json
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest
from django.utils import timezone

from anxin.domain.ledger.queries import BillView, online
from anxin.domain.ledger.wording import PROVIDERS
from anxin.domain.notices.queries import followers
from anxin.faces import shared
from anxin.faces.ground import qr_codes, wechat


def pay_options(bill: BillView | None, *, may: bool, request: HttpRequest | None = None) -> dict[str, Any]:
    """Return what a page shows of paying: the ways to choose from, and what is scanned, opened or pressed.

    An order placed for one page is paid in that page alone: `request` is the payer's.
    """
    if bill is None or not (may or bill.code):
        return {"pay_ways": (), "pay_qr": ""}
    code = qr_codes.qr(bill.code.show, scale=5) if bill.code and bill.code.is_scanned else ""
    open_ways = online.online_ways() if may and not bill.code and not bill.paying and not bill.unclear else []
    found = {"pay_ways": [(one, str(PROVIDERS.get(one, one))) for one in open_ways], "pay_qr": code}
    if request is None or bill.code is None or bill.code.is_scanned:
        return found
    if bill.code.method == "jsapi" and wechat.is_inside(request):
        return {**found, "pay_inside": json.dumps(online.in_page(bill.code, now=timezone.now()))}
    if bill.code.method == "h5" and not wechat.is_inside(request):
        there = quote(request.build_absolute_uri(request.path), safe="")
        return {**found, "pay_opens": f"{bill.code.show}&redirect_url={there}"}
    return found


def paying(request: HttpRequest) -> dict[str, str]:
    """Return in which page somebody pays, and as whom: inside WeChat, in a phone's browser, or by a code to scan."""
    row = wechat.follower(request)
    if row is not None and row.app == online.pay_app():
        return {"method": "jsapi", "payer": followers.openid_of(row)}
    if not wechat.is_inside(request) and "Mobile" in request.headers.get("User-Agent", ""):
        return {"method": "h5", "payer": shared.address_of(request)}
    return {"method": "", "payer": ""}
