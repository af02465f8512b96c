"""One claim as one request of its merchant sees it, and the page that shows it."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core import settings, wording
from anxin.core.wording import joined
from anxin.domain.claims import queries as claims
from anxin.domain.claims.choices import REASONS
from anxin.domain.claims.queries import sent_sums
from anxin.domain.claims.queries.sent_sums import SentSum
from anxin.domain.claims.queries.shop_debts import SHOP_PAYS
from anxin.domain.claims.rules.situation import may_write
from anxin.domain.claims.wording import HEARD, OUTSIDE_REMEDIES, REMEDIES, TYPES
from anxin.domain.claims.wording.decisions import CAUSES
from anxin.domain.claims.wording.headlines import MERCHANTS
from anxin.domain.evidence.choices import ROLES
from anxin.domain.evidence.wording import DECLARATIONS, SAYS
from anxin.domain.goods.rules.listings import code_of
from anxin.domain.ledger.queries.online import is_given_back_by_shop
from anxin.domain.threads.wording import SIDES
from anxin.faces import shared
from anxin.faces.ground import claim_parts, evidence, plain_details, staff
from anxin.faces.ground.claim_cases import ClaimCase
from anxin.faces.ground.commands import Button, Shown
from anxin.faces.merchant import claim_list, claim_rows
from anxin.faces.merchant.frame import frame
from anxin.faces.pagination import query
from anxin.faces.words import day, fen, moment

ICONS = {
    **dict.fromkeys(("merchant_answer", "merchant_answer_there"), "hand"),
    **dict.fromkeys(("offer_made", "offer_made_there"), "send"),
    **dict.fromkeys(("sent_back", "waiting_return"), "truck"),
    **{
        "answered_there": "building-2",
        "unanswered_there": "building-2",
        "review": "scale",
        "need_evidence": "camera",
        "inspecting": "package",
    },
    "nobody_sent": "wrench",
    **dict.fromkeys(("piece_missed", "goods_missed", "goods_back"), "package"),
    **dict.fromkeys(("give_back", "give_back_filed", "sent_for_you"), "wallet"),
    "asked_back": "scale",
}
PARTS = {"case": "merchant/case_pane.html", "answer": "merchant/answer_pane.html", "brief": "merchant/brief_pane.html"}
BRIEF = (
    "offer",
    "answer",
    "refund-number",
    "shop-refund",
    "findings",
    "appeal",
    "counter-appeal",
    "appeal-answer-waiver",
)  # beside the leading one, what the phone's short page offers


class MerchantCase(ClaimCase):
    """A claim as a request of its merchant sees it."""

    @property
    def url(self) -> str:
        """Return the claim's address."""
        return reverse("merchant:claim", args=[self.row.number])

    @cached_property
    def grants(self) -> SentSum:
        """Return how much goes back by a yes here: what is asked for, as far as it has not gone back already."""
        return sent_sums.sent_by_yes(self.records)

    @property
    def gives_back_itself(self) -> bool:
        """Return whether what goes back is the shop's to send: no provider knows the order's payment."""
        return is_given_back_by_shop(self.row.purchase)

    @property
    def sends_nowhere(self) -> bool:
        """Return whether goods would come back, and no address is entered that their buyer could send them to."""
        comes = self.row.type == "return" and not self.row.return_waybill
        return comes and not claims.return_address(self.row, now=self.now)


def find(request: HttpRequest, number: str) -> MerchantCase:
    """Find a claim against one's own house; raises `NoSuchClaim` for any other."""
    now, actor = timezone.now(), shared.actor_of(request)
    row = claims.claim(number, actor=actor, now=now)
    if str(row.seller_id) != actor.organisation:
        raise claims.NoSuchClaim({"number": number[:40]})
    return MerchantCase(actor=actor, now=now, row=row)


def page(
    request: HttpRequest,
    case: MerchantCase,
    shown: Shown,
    *,
    buttons: list[Button],
    status: int = 200,
) -> HttpResponse:
    """Show the claim, with a form open or a refusal said."""
    facts = {
        **facts_of(request, case),
        "buttons": buttons,
        "brief_buttons": [one for one in buttons if one.primary or one.name in BRIEF],
        "opened": shown.opened,
        "slip": shown.slip,
        "revealed": shown.revealed,
        "reasons": plain_details.reasons("sale"),
        "uploads": reverse("ground:uploads"),
        "part_case": query(request, {"part": "case"}),
        "part_answer": query(request, {"part": "answer"}),
    }
    part = PARTS.get(request.GET.get("part", ""))
    if part:
        return render(request, part, {**facts, "now": case.now, "once": staff.fresh()}, status=status)
    listed = claim_list.pane(request, now=case.now, open_=case.view.number)
    tallies = {"merchant": listed["total"]} if listed["wanted"].plain else None  # the bar counts what the list does
    framed = frame(request, now=case.now, tallies=tallies)
    return render(request, "merchant/case.html", {**framed, **listed, **facts}, status=status)


def facts_of(request: HttpRequest, case: MerchantCase) -> dict[str, Any]:
    """Return what the claim's panes show."""
    view = case.view
    seen = evidence.case_of(view, face="merchant", base=case.url, asked=request.GET)
    return {
        "case": view,
        "url": case.url,
        "title": joined(one.title for one in view.lines),
        "asked": claim_rows.asked_of(view),
        "type": wording.words_of(TYPES, view.type),
        "reason": wording.words_of(REASONS, view.reason),
        "state": claim_parts.state_of(view),
        "shown_clocks": claim_rows.clocks_of(view),
        "unnamed": _unnamed(case),
        "declared": wording.words_of(DECLARATIONS, view.declaration),
        "missing": claim_rows.listed(ROLES, view.still_needed),
        "evidence": seen,
        "found": evidence.found_of(seen.chosen.link) if seen.chosen else None,
        "label": _label(seen),
        "place": {"name": view.buyer.division, "phone": ""} if view.buyer.division else None,
        "line": evidence.line_of(view.axis, seen),
        "own": [one for one in seen.tiles if one.link.side == "merchant"],
        "others": [one for one in seen.tiles if one.link.side != "merchant"],
        "lead": _lead(view),
        "record": claim_rows.record_of(view),
        "agreement": view.agreement,
        "may_write": may_write(case.situation),
        **_statements(view),
        **_after(view),
    }


def _unnamed(case: MerchantCase) -> str:
    """Return where it is said which product the goods are; empty where it is known."""
    if not case.records.beside.unnamed:
        return ""
    first = case.view.lines[0]
    return f"{reverse('merchant:goods')}?{urlencode({'do': 'naming', 'code': code_of(first.sku, first.title)})}"


def _lead(view: claims.ClaimView) -> dict[str, str] | None:
    """Return what is so now for the merchant, beside his answer."""
    code = claims.said_to_merchant(view)
    if code not in MERCHANTS:
        return None
    strong, text = MERCHANTS[code]
    told = {"waybill": view.return_waybill, "until": _until(view), "amount": _owed(view)}
    told["filed"] = fen(sum(one.filed_fen for one in view.payouts))
    said = str(text).format(**told)
    return {"strong": str(strong).format(**told), "text": said, "icon": ICONS[code]}


def _until(view: claims.ClaimView) -> str:
    """Return until when somebody is waited for, or was."""
    if passed_at := claims.unanswered_there(view):
        return moment(passed_at)
    owed = next((one.due_at for one in view.clocks if one.kind == SHOP_PAYS and one.met_at is None), None)
    if owed is not None:
        return moment(owed)
    if view.records.goods_until is not None:
        return moment(view.records.goods_until)
    return moment(view.appeal_waits_until) if view.appeal_waits_until else day(view.unsent)


def _owed(view: claims.ClaimView) -> str:
    """Return what the shop is to give back itself, or finance sent in its place."""
    return fen(sum(one.amount_fen for one in view.payouts if one.by_shop or one.sent_for_shop))


def _label(seen: evidence.EvidenceCase) -> str:
    """Return what a label in the picture looked at says, and who made it; nothing where none was read."""
    looked = seen.chosen.link.examination if seen.chosen else None
    if looked is None or looked.says in ("", "none"):
        return ""
    says = wording.words_of(SAYS, looked.says)
    return _("{says}, made by {producer}").format(says=says, producer=looked.producer) if looked.producer else says


def _statements(view: claims.ClaimView) -> dict[str, Any]:
    """Return what the sides said to each other and to the reviewer."""
    answers = [
        {"view": one, "what": wording.words_of(HEARD, one.kind), "remedy": wording.words_of(REMEDIES, one.remedy)}
        for one in view.answers
    ]
    messages = [
        {
            "view": one,
            "who": (one.by if one.side == "merchant" else "") or wording.words_of(SIDES, one.side),
            "to": claim_rows.listed(SIDES, [side for side in one.to if side != one.side]),
        }
        for one in view.messages
    ]
    given = view.decision
    return {
        "answers": answers,
        "messages_of": messages,
        "given": given,
        "given_remedy": wording.words_of(REMEDIES, given.remedy) if given else "",
        "given_state": wording.state("decision", given.state) if given else "",
        "given_read": claim_parts.read_of(given) if given else None,
        "earlier": [(one, claim_parts.read_of(one)) for one in view.decisions[1:]],
        "appeal": claim_parts.appeal_of(view),
        "cause": wording.words_of(CAUSES, view.hearing_cause),
    }


def _after(view: claims.ClaimView) -> dict[str, Any]:
    """Return what follows: losses, money, the platform, recovery, doors outside."""
    recovery = view.recovery
    return {
        "losses": [
            {"view": one, "name": wording.words_of(REMEDIES, one.remedy), "asked": one.remedy == view.type}
            for one in view.losses
        ],
        "losses_most": max((one.total_fen for one in view.losses), default=0),
        "payouts": claim_parts.payouts(view),
        "outcome": claim_parts.platform_decision(view),
        "recovery": recovery,
        "recovery_state": wording.state("recovery", recovery.state) if recovery else "",
        "recovery_left": recovery.demanded_fen - recovery.repaid_fen if recovery else 0,
        "referrals": [
            {
                "view": one,
                "door": wording.words_of(OUTSIDE_REMEDIES, one.door),
                "state": wording.state("referral", one.state),
            }
            for one in view.referrals
        ],
        "answer_hours": settings.get("claims.evidence_h", at=view.created_at),
    }
