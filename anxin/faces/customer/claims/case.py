"""One claim as one request of its buyer sees it, and its page: where it stands, what is promised, what comes next."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from anxin.core.commands import Allowed
from anxin.domain.claims import queries
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.rules.returned_goods import carriage_by
from anxin.domain.claims.wording import TYPES
from anxin.domain.claims.wording.returned_goods import CARRIAGE_YOURS
from anxin.domain.evidence.wording import CAPTURE_NOT_PROOF, DECLARATIONS, NOT_PROOF
from anxin.faces import shared
from anxin.faces.customer import summary as customer
from anxin.faces.customer.claims import details, linked_cases, pictures, summary
from anxin.faces.ground import appearance, claim_parts, staff
from anxin.faces.ground.claim_cases import ClaimCase
from anxin.faces.ground.commands import Shown
from anxin.faces.ground.evidence.captures import looked

CUSTOMER = "customer_link customer_phone"
SHORT = 6


class BuyerCase(ClaimCase):
    """A claim as a request of its buyer sees it."""

    @property
    def url(self) -> str:
        """Return the claim's address."""
        return reverse("buyer:claim", args=[self.row.number])


def find(request: HttpRequest, number: str) -> BuyerCase:
    """Find a claim of his own."""
    now, actor = timezone.now(), shared.actor_of(request)
    return BuyerCase(actor=actor, now=now, row=queries.claim(number, actor=actor, now=now))


def page(
    request: HttpRequest,
    case: BuyerCase,
    shown: Shown,
    *,
    forms: Mapping[str, Any],
    allowed: Allowed,
    status: int = 200,
) -> HttpResponse:
    """Show the case, with the forms that lie open on it, and what went wrong beside what was typed."""
    view, now, row = case.view, case.now, case.row
    appearance.wear(request, row.seller, vouched=view.records.beside.hotlines)
    everything = "all" in request.GET
    context = {
        "view": view,
        "carriage": CARRIAGE_YOURS.get(carriage_by(view.reason, remedy="return"), ""),
        "lead": summary.lead(view, told=summary.told_late(view, now=now), now=now),
        "clock": summary.clock_now(view),
        "steps": details.steps(view),
        "asked": details.asked_of_buyer(view),
        "offer": details.offer(view),
        "decision": details.decision(view),
        "appeal": claim_parts.appeal_of(view),
        "earlier": [details.ruling(one, view) for one in view.decisions[1:]],
        "answers": details.answers(view),
        "evidence": (evidence := details.evidence(view)),
        "films": any(one["film"] for one in evidence),
        "messages_said": details.messages_shown(view),
        "boxes": pictures.boxes(summary.roles(view), {}) if view.may_add else [],
        "outside": details.outside_remedies(view),
        "beside": linked_cases.of(view, actor=case.actor, now=now),
        "type_said": TYPES[view.type],
        "reason_said": REASONS[view.reason],
        "declarations": list(DECLARATIONS.items()),
        "not_proof": NOT_PROOF,
        "captures": looked(view.captures),
        "capture_not_proof": CAPTURE_NOT_PROOF,
        **forms,
        "trail": customer.trail(view.timeline if everything else view.timeline[:SHORT]),
        "more": 0 if everything else max(0, len(view.timeline) - SHORT),
        "actions": summary.actions(view, now=now),
        "payouts": summary.payouts(view),
        "may_withdraw": "withdrawal" in allowed,
        "slip": shown.slip,
        "live_url": shared.live_url(f"customer/claim/{view.number}", now=now),
        "once": staff.fresh(),
    }
    return render(request, "customer/claims/case.html", context, status=status)
