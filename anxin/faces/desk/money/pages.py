"""What waits for finance: differences with the statements, payments of unclear outcome; each with its commands."""

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from anxin.core import wording
from anxin.core.files import SealedFile
from anxin.core.wording import gap
from anxin.domain.claims.queries import billed_repairs, is_gone
from anxin.domain.claims.queries.former_refunds import waiting_refunds
from anxin.domain.claims.queries.gone_twice import gone_twice
from anxin.domain.claims.queries.payers import paid_for, payer_of, unsaid_payers
from anxin.domain.claims.queries.refused_refunds import claim_of_payment, refused_refunds
from anxin.domain.claims.queries.shop_debts import waited_for
from anxin.domain.claims.queries.told_debts import filed_since
from anxin.domain.ledger import queries
from anxin.domain.ledger.commands import CASH, DIFFERENCES, PAYMENTS, REMITTANCES
from anxin.domain.ledger.queries.bound_refunds import said_since, shop_number, told_since
from anxin.domain.ledger.queries.cash import cash_accounts
from anxin.domain.ledger.queries.payees import Payee, accounts_said, kept_refunds, payee_of
from anxin.domain.ledger.queries.provider_statements import order_of
from anxin.domain.ledger.queries.remittance_situations import remittance_situation
from anxin.domain.ledger.queries.repayments import OpenPayment, open_payments, paid_in
from anxin.domain.ledger.queries.sent_transfers import repeats_of
from anxin.domain.ledger.queries.unclear_payments import payment_standing, refunded_anew, transfer_of, why_missed
from anxin.domain.ledger.rules import CAME_BACK, is_unknown
from anxin.domain.ledger.rules.payees import SHOP_PROVED
from anxin.domain.ledger.rules.situation import GONE, DifferenceSituation, PaymentSituation, called
from anxin.domain.ledger.wording import (
    CORRECTIONS,
    ENDS,
    REPAYMENTS,
    code_of,
    fault_called,
    provider_called,
    standings,
)
from anxin.domain.ledger.wording.differences import DIFFERENCES as KINDS
from anxin.domain.ledger.wording.differences import WHAT_NOW
from anxin.domain.ledger.wording.faults import why_unsent
from anxin.domain.people import queries as people
from anxin.domain.people.choices import PAYERS
from anxin.faces import shared
from anxin.faces.desk.money.told_debts import told
from anxin.faces.ground import downloads, staff, statements
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.row_cases import RowCase, finding
from anxin.faces.words import fen, moment

if TYPE_CHECKING:
    from anxin.domain.claims.models import Claim
    from anxin.domain.ledger.models import Difference, Payment, Remittance

STAFF = "finance operator"
SHOWN, SHOWN_ENDED, SHOWN_HANDED_IN = 200, 30, 12
type DifferenceCase = RowCase[Difference, DifferenceSituation]
type PaymentCase = RowCase[Payment, PaymentSituation]


@never_cache
@require_safe
@shared.for_roles(STAFF)
def listing(request: HttpRequest) -> HttpResponse:
    """List what waits, what was ended lately, and the newest statements beside our own sums."""
    actor, now = shared.actor_of(request), timezone.now()
    open_, ended = queries.differences(actor, most=SHOWN, ended=SHOWN_ENDED)
    undecided = open_payments(actor, most=SHOWN)
    lost = [one for one in undecided if not one.repays]
    shops = waited_for([one.key for one in lost if is_unknown(one.why)])
    filed = filed_since([*shops])
    gone = {one.payment.bill.number for one in open_ if one.payment and _called_as(one) == GONE}
    warned = [(one, _gone(one, gone) or _why(one, shops.get(one.key), one.key in filed)) for one in lost]
    unclear = [(one, why, provider_called(one.provider)) for one, why in warned]
    back = [(one, REPAYMENTS.get(one.why, one.why)) for one in undecided if one.repays]
    mine = [*(one.proposed_by != actor.key for one in open_), *(one.waits_for(actor) for one in undecided)]
    total = sum(mine) if max(len(open_), len(undecided)) < SHOWN else queries.waiting(actor)
    accounts = cash_accounts()
    held = [one for one in accounts if one.fen]
    beside = billed_repairs.waiting(actor, now=now)
    others = paid_for(actor, limit=SHOWN) if beside.pop("paid_for") else ()
    kept = kept_refunds(actor)[:SHOWN] if beside.pop("kept") else ()
    twice = gone_twice(actor, now=now, limit=SHOWN) if beside.pop("twice") else ()
    further = sum(beside.values()) + len(held) + sum(max(one.charged_fen, one.over_fen) > 0 for one in others)
    facts = {
        **staff.frame(request, face="desk", now=now, counts={"money": total + further}),
        "waiting": [_line(one) for one in open_],
        "unclear": unclear,
        "repayments": back,
        "total": total,
        "ended": [_line(one) for one in ended],
        "held": held,
        "refused_claims": refused_refunds(actor)[:SHOWN] if beside["refused"] else (),
        "beside": further,
        "kept": kept,
        "twice": twice,
        "handed_in": [one for one in reversed(accounts) if not one.fen][:SHOWN_HANDED_IN],
        **beside,
        "former": waiting_refunds(actor, limit=SHOWN) if beside["former"] else (),
        "paid_for": [(one, PAYERS.get(one.payer, one.payer)) for one in others],
        "unsaid": unsaid_payers(actor, limit=SHOWN) if beside["unsaid"] else (),
        "months": statements.months(now),
        "seconds": REMITTANCES.commands["agreement"].is_for(actor),
        "looks": not CASH.commands["handing-in"].is_for(actor),
        "statements": [(one, provider_called(one.provider)) for one in queries.statements()],
    }
    return render(request, "desk/money/money.html", facts)


def _called_as(row: "Difference") -> str:
    return called(kind=row.kind, direction=row.direction)


def _gone(one: OpenPayment, bills: Collection[str]) -> str:
    """Say of a refund that waits that another one of its bill went after all."""
    told = one.direction == "back" and one.bill in bills
    return _("another refund of this bill went after all: look at the difference, and send nothing") if told else ""


def _why(one: OpenPayment, until: datetime | None, filed: bool) -> str:
    """Say what a payment waits for: its shop gives it back in its time, or finance by hand; or its file says it did."""
    if filed:
        return _("the shop's orders file tells of a refund since: look at it before anything is sent or agreed to")
    if until is not None and not one.told:
        said = _("the shop was told to give it back until {until}; wait, and send nothing meanwhile")
        return said.format(until=moment(until))
    return "" if one.told or one.missed else fault_called(one.why)


def _line(row: "Difference") -> dict[str, object]:
    return {
        "row": row,
        "kind": KINDS.get(named := _called_as(row), named),
        "provider": provider_called(row.provider),
        "end": ENDS.get(row.end, ""),
        "url": reverse("money:difference", args=[row.pk]),
        "bill": row.payment.bill.number if row.payment else "",
        "order": order_of(row),
    }


_find_difference = finding(
    queries.difference, queries.difference_situation, lambda row: reverse("money:difference", args=[row.pk])
)


_find_payment = finding(
    queries.unclear_payment, queries.payment_situation, lambda row: reverse("money:payment", args=[row.pk])
)


def _difference_page(request: HttpRequest, case: DifferenceCase, shown: Shown, status: int = 200) -> HttpResponse:
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        **_line(case.row),
        "what_now": WHAT_NOW.get(_called_as(case.row), ""),
        "why": fault_called(case.row.fault),
        "code": code_of(case.row.fault),
        "booked": CORRECTIONS.get(case.row.correction, ""),
        "shop_number": shop_number(case.row),
        "told_since": told_since(case.row),
        "said_since": said_since(case.row),
        "proposed_by": _called(case.row.proposed_by),
        "buttons": OF_DIFFERENCE.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/money/difference.html", facts, status=status)


def _payment_page(request: HttpRequest, case: PaymentCase, shown: Shown, status: int = 200) -> HttpResponse:
    row, claim = case.row, claim_of_payment(case.row)
    facts = {
        **staff.frame(request, face="desk", now=case.now),
        "row": row,
        "provider": provider_called(row.provider),
        "claim": claim,
        "paid": paid_in(row),
        **_standing(case, claim),
        "code": code_of(row.fault),
        "told": told(row),
        "payee": payee_of(row),
        "accounts_said": accounts_said(row) if row.payee_sealed else (),
        "account": shown.revealed.get("payee"),
        "missed": why_missed(row) if row.missed_at else "",
        "buttons": OF_PAYMENT.buttons(case),
        "opened": shown.opened,
        "slip": shown.slip,
        "url": case.url,
    }
    return render(request, "desk/money/payment.html", facts, status=status)


def _standing(case: PaymentCase, claim: "Claim | None") -> dict[str, object]:
    """Say how a payment stands: what is to be done, whose money it is, and the transfer it went or goes by."""
    row, payer = case.row, PAYERS.get(payer_of(claim), "") if claim else ""
    transfer = transfer_of(row) if case.situation.by_hand else None
    anew = refunded_anew(row) if row.fault == CAME_BACK else None
    gone = claim is not None and is_gone(claim)
    stands = payment_standing(row, case.situation, anew=anew is not None, paid_for=bool(payer), shop_gone=gone)
    at = row.missed_at or row.kept_at
    fault = SHOP_PROVED if case.situation.proved else row.fault
    values = {
        "sum": fen(row.amount_fen),
        "provider": provider_called(row.provider),
        "number": row.refund_reference,
        "shop": claim.seller.name if claim else "",
        "at": moment(at) if at else "",
    }
    return {
        "heading": str(standings.HEADINGS[stands.heading]).format(**values),
        "lead": str(standings.LEADS[stands.lead]).format(**values) if stands.lead else "",
        "next": _next(stands.lead, transfer, anew, case),
        "purse": payer or str(standings.PURSES[stands.purse]).format(**values) if claim else "",
        "state": standings.STATES.get(stands.state) or wording.state("payment", row.state),
        "goes_to": stands.account,
        "unsaid": standings.TO_ACCOUNT.get(stands.account, ""),
        "why": why_unsent(row.fault) if stands.seconded else fault_called(fault),
        "transfer": transfer,
        "twice": repeats_of(transfer) if transfer is not None else (),
        "way": provider_called(transfer.way) if transfer else "",
        "written_by": _called(transfer.proposed_by) if transfer else "",
    }


def _next(lead: str, transfer: "Remittance | None", anew: UUID | None, case: PaymentCase) -> tuple[str, str] | None:
    """Return where to go from what a payment's page says of it, and what the way there is called."""
    if lead == "anew":
        return reverse("money:payment", args=[anew]), _("See that one")
    if transfer is None or lead not in ("second", "missed"):
        return None
    url = reverse("money:remittance", args=[transfer.pk])
    if lead == "missed":
        return f"{url}?do=return#command", _("Its bank sent it back")
    agrees = _agrees(transfer, case)
    return (f"{url}?do=agreement#command", _("Look at it and agree")) if agrees else (url, _("See the transfer"))


def _sent_by(case: PaymentCase) -> str:
    """Return what follows a transfer that is written down, and first what the shop tells of the refund."""
    follows = str(PAYMENTS.commands["payout"].follows)
    return gap().join(filter(None, (told(case.row), follows)))


def _asks(case: PaymentCase) -> str:
    """Name the question to which account a refund goes: cash was to be handed back first."""
    own = str(PAYMENTS.commands["account-request"].title)
    return _("It can't be handed back: ask for an account") if case.situation.cash else own


def _agrees(transfer: "Remittance", case: PaymentCase) -> bool:
    """Return whether this person may agree to a transfer that is written down."""
    situation = remittance_situation(transfer, by=case.actor, now=case.now)
    return not REMITTANCES.commands["agreement"].refused(situation, case.actor)


def _called(key: str) -> str:
    return next(iter(people.account_names([key.partition(":")[2]]).values()), "")


def _done(request: HttpRequest, case: DifferenceCase | PaymentCase, name: str) -> str:
    said = {"look": _("It is being asked; look again in a moment."), "return": _("It is on its way back.")}
    messages.success(request, said.get(name, _("Written down.")))
    return case.url if name == "look" else reverse("money:money")


OF_DIFFERENCE: Runner[DifferenceCase] = Runner(
    DIFFERENCES,
    [
        Place(name="look", lead=True),
        Place(name="return"),
        Place(name="counting"),
        Place(name="second"),
        Place(name="binding"),
        Place(name="advance"),
        Place(name="agreement"),
        Place(name="correction"),
        Place(name="refusal"),
        Place(name="release"),
        Place(name="explanation"),
    ],
    find=_find_difference,
    page=_difference_page,
    done=_done,
)
OF_PAYMENT: Runner[PaymentCase] = Runner(
    PAYMENTS,
    [
        Place(name="look", lead=True),
        Place(name="anew", lead=True),
        Place(name="handing-back", lead=True),
        Place(name="answer", lead=True),
        Place(name="shop-unpaid"),
        Place(name="shop-refund", lead=True),
        Place(name="payout", lead=True, follows=lambda case: _sent_by(case)),
        Place(name="account-request", title=lambda case: _asks(case)),
        Place(name="keep", lead=True),
        Place(name="account"),
        Place(name="payee"),
        Place(name="paid"),
        Place(name="receipt"),
        Place(name="not_paid"),
    ],
    find=_find_payment,
    page=_payment_page,
    done=_done,
)
difference, difference_command = OF_DIFFERENCE.pages(STAFF)
payment, _payment_command = OF_PAYMENT.pages(STAFF)


@never_cache
@require_http_methods(["GET", "POST"])
@shared.for_roles(STAFF)
def payment_command(request: HttpRequest, key: UUID, name: str) -> HttpResponseBase:
    """Do something about a payment; a receipt, or the account it goes to, is given once, as the answer itself."""
    answer = OF_PAYMENT.give(request, str(key), name)
    found = getattr(request, "anxin_given", None)
    if name == "receipt" and isinstance(found, SealedFile):
        return downloads.file(found, f"{key.hex}.{found.kind.rpartition('/')[2]}", keep=False)
    if isinstance(found, Payee):
        return _payment_page(request, _find_payment(request, str(key)), Shown(revealed={"payee": found}))
    return answer
