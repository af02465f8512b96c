"""What others pay for merchants that left, or answer nothing any more: who pays, by decision."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.errors import Missing
from anxin.core.states import lock
from anxin.domain.claims.models import Claim, Decision, Payout
from anxin.domain.claims.models.decisions import OVERPAID, SOMEBODY_PAYS, WAITS_FOR_PAYER
from anxin.domain.claims.rules.billed_repairs import KEEPS
from anxin.domain.claims.rules.payers import ITSELF, PaidForSituation, account_of
from anxin.domain.claims.states import DECISION
from anxin.domain.ledger.models import Transfer
from anxin.domain.ledger.queries.borne_costs import charged, every_borne, payments_of, standing
from anxin.domain.ledger.rules import REMITTED, organisation_account
from anxin.domain.ledger.rules.payees import SHOP_SAID
from anxin.domain.ledger.rules.situation import RELEASE
from anxin.domain.people.models import Organisation
from anxin.domain.repairs.models import Repair


class NobodyPays(Missing):
    """Nobody pays by a decision for the merchant of this claim, or not for this actor."""

    code = "claims.nobody_pays"


@dataclass(frozen=True, kw_only=True)
class PaidFor:
    """A decision that stands and that somebody else pays for its merchant; what stands charged, and came too much."""

    number: str
    seller: str
    payer: str
    remedy: str
    amount_fen: int
    charged_fen: int
    over_fen: int
    given_at: datetime


def others_pay(actor: Actor) -> QuerySet[Decision, Decision]:
    """Return the decisions that stand and that somebody pays for a merchant, until he has paid, and not too much.

    Who runs the service has nobody to ask: what it bears is done with once it is charged.
    """
    if not actor.may(KEEPS):
        return Decision.objects.none()
    named = Decision.objects.filter(SOMEBODY_PAYS, state="final", given_at__isnull=False)
    owes = WAITS_FOR_PAYER & (~Exists(_after()) | Q(charged_fen__gt=0))
    return named.filter(owes | OVERPAID)


def unsaid(actor: Actor) -> QuerySet[Decision, Decision]:
    """Return the decisions that came to stand once their merchant was gone, and of which nobody said who pays."""
    if not actor.may(KEEPS):
        return Decision.objects.none()
    return _bound().filter(~Exists(_after()), _gone(), payer="", given_at__isnull=False, payer_paid_at=None)


def _after() -> QuerySet[Decision, Decision]:
    """Return what was decided about the same claim after a decision, and took its place: an exchange became money."""
    return Decision.objects.filter(claim=OuterRef("claim"), state="final", given_at__gt=OuterRef("given_at"))


def _bound() -> QuerySet[Decision, Decision]:
    return Decision.objects.filter(state="final", liable="merchant").exclude(remedy="refuse")


def _gone() -> Q:
    """Return what holds of a decision that stands, or whose money went, since its merchant left or answers nothing."""
    houses = Organisation.objects.filter(Q(left_at__isnull=False) | Q(silent_at__isnull=False))
    since_left, since_silent = (Q(updated_at__gte=F(f"claim__seller__{since}")) for since in ("left_at", "silent_at"))
    sent = Payout.objects.filter(claim=OuterRef("claim"), payment__state="succeeded").exclude(payment__fault=SHOP_SAID)
    gone = ("left_at", "silent_at")
    went = (Exists(sent.filter(payment__transfer__settled_at__gte=OuterRef(f"claim__seller__{one}"))) for one in gone)
    return Q(claim__seller__in=houses.values("pk")) & (since_left | since_silent | next(went) | next(went))


def paid_for(actor: Actor, *, limit: int) -> list[PaidFor]:
    """Return what others pay for merchants, the newest decision first (one query)."""
    return [_line(one) for one in _newest(others_pay(actor), limit) if one.given_at]


def unsaid_payers(actor: Actor, *, limit: int) -> list[PaidFor]:
    """Return those of which nobody said who pays, the newest decision first (one query)."""
    return [_line(one) for one in _newest(unsaid(actor), limit) if one.given_at]


def _newest(rows: QuerySet[Decision, Decision], limit: int) -> QuerySet[Decision, Decision]:
    return rows.select_related("claim__seller").order_by("-given_at", "-id")[:limit]


def _line(one: Decision) -> PaidFor:
    assert one.given_at is not None
    return PaidFor(
        number=one.claim.number,
        seller=one.claim.seller.name,
        payer=one.payer,
        remedy=one.remedy,
        amount_fen=one.amount_fen,
        charged_fen=one.charged_fen,
        over_fen=max(one.payer_paid_fen - one.charged_fen, 0),
        given_at=one.given_at,
    )


def who_pays(row: Decision, claim: Claim | None = None) -> str:
    """Return who pays a decision for its merchant as that stands now; empty where it or nobody pays."""
    pays = row.liable == "merchant" and row.remedy != "refuse"
    return (claim or row.claim).seller.paid_by if pays else ""


def payer_now(row: Decision, claim: Claim) -> str:
    """Return who pays a decision for its merchant: as was said once it stands, before that as it would be now."""
    return who_pays(row, claim) if DECISION.step("finish", row.state) or row.state == DECISION.start else row.payer


def payer_of(claim: Claim) -> str:
    """Return who pays for a claim's merchant by the decision in force; empty where it pays itself (one query)."""
    found = Decision.objects.filter(claim=claim, state="final").order_by("-given_at", "-id")
    return found.values_list("payer", flat=True).first() or ""


def paid_for_decision(number: str, *, actor: Actor) -> Decision:
    """Return the decision by which others pay for a claim's merchant, or somebody has to be named who does.

    Raises `claims.nobody_pays`.
    """
    rows = _bound().filter(claim__number=number).filter(~Q(payer="") | _gone())
    found = rows.select_related("claim__seller").order_by("-given_at", "-id").first() if actor.may(KEEPS) else None
    if found is None:
        raise NobodyPays({"number": number[:40]})
    return found


def paid_for_situation(row: Decision, *, by: Actor, now: datetime, under_lock: bool = False) -> PaidForSituation:
    """Return how what is paid for a merchant stands; `under_lock` locks its claim and decision first."""
    if under_lock:
        lock(row.claim, row)
    paid_at = row.payer_paid_at
    return PaidForSituation(
        payer=row.payer,
        charged_fen=row.charged_fen,
        over_fen=max(row.payer_paid_fen - row.charged_fen, 0),
        paid=paid_at is not None,
        own=paid_at is not None and said_paid_by(row.claim) == by.key,
        old=paid_at is not None and now > paid_at + RELEASE,
    )


def said_paid_by(claim: Claim) -> str:
    """Return who wrote down last that who pays for a claim's merchant has paid; empty where nobody did (one query)."""
    told = timeline.facts_of(claim.stream(), code="claims.payer_paid")
    return f"{told[-1].actor_kind}:{told[-1].actor_id}" if told else ""


def account_that_pays(row: Decision, payer: str) -> str:
    """Return the account of who pays a decision for its merchant, the merchant's own where nobody does."""
    claim = row.claim
    platform, seller = str(claim.platform_id or ""), str(claim.seller_id)
    return account_of(payer, seller=seller, platform=platform, operator=str(claim.operator_id))


def went_out(claim: Claim) -> QuerySet[Payout, Payout]:
    """Return what went back of a claim, each with its payment and bill."""
    rows = claim.payouts.filter(payment__state="succeeded")
    return rows.select_related("payment__bill").order_by("at", "id")


def charges_of(claim: Claim) -> list[Transfer]:
    """Return what stands charged to others than its merchant: of money that went back, and of a decided repair."""
    found = [standing(charged(one.payment.bill, one.payment_id.hex)) for one in went_out(claim)]
    own = organisation_account(str(claim.seller_id))
    return [one for one in (*found, *charges_of_repair(claim)) if one and one.debit != own]


def every_charge(claim: Claim) -> list[Transfer]:
    """Return every charge of money of a claim, in their order: what was reversed too, and what went and came back."""
    rows = claim.payouts.select_related("payment__bill").order_by("at", "id")
    return [each for one in rows for each in charged(one.payment.bill, one.payment_id.hex)]


def paid_charges(claim: Claim) -> list[Transfer]:
    """Return the charges whose payment stands, those that were reversed since, too: their money came back, or went."""
    found = (*every_charge(claim), *_of_repair(claim).order_by("created_at", "id"))
    return [one for one in found if standing(payments_of(one))]


def charges_of_repair(claim: Claim) -> list[Transfer]:
    """Return what stands charged to who bears a claim's decided repair, and the look at its goods."""
    return list(_of_repair(claim).filter(reversed_by=None).order_by("created_at", "id"))


def _of_repair(claim: Claim) -> QuerySet[Transfer, Transfer]:
    """Return all that was ever charged of a claim's decided repair, and of the look at its goods."""
    numbers = [one for one in (claim.repair_number, claim.inspection_number) if one]
    if not numbers:
        return Transfer.objects.none()
    repairs = Repair.objects.filter(number__in=numbers).values("pk")
    of_repair = every_borne().filter(bill__stream_kind="repair", bill__stream_key__in=repairs)
    return of_repair.select_related("bill")


def uncharged() -> QuerySet[Decision, Decision]:
    """Return the decisions an earlier version carried out without charging who pays them."""
    sent = Payout.objects.filter(payment__state="succeeded")
    rows = Decision.objects.filter(state="final", charged_fen=0, claim__in=sent.values("claim"))
    return rows.exclude(payer__in=("", ITSELF)).select_related("claim").order_by("given_at", "id")


def uncounted() -> QuerySet[Decision, Decision]:
    """Return the decisions of which an earlier version booked that they were paid, and did not count how much."""
    rows = Decision.objects.exclude(payer="").filter(payer_paid_at__isnull=False, payer_paid_fen=0)
    return rows.select_related("claim").order_by("given_at", "id")


def way_paid(charge: Transfer) -> str:
    """Return by which way the payment of a charge came that stands."""
    paid = standing(payments_of(charge))
    return next(way for way, account in REMITTED.items() if paid and account == paid.debit)
