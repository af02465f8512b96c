"""A refund that only its shop says it gave: counted as its file says, contradicted by the buyer, shown by a number."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from anxin.core import clocks, timeline
from anxin.core.acting import alone
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.money import format_fen
from anxin.core.plain_values import is_plain
from anxin.core.states import can, lock, transition
from anxin.core.timeline import Entry
from anxin.domain.claims import queries, rules
from anxin.domain.claims.actions import execution, shop_refunds
from anxin.domain.claims.actions.answers import answer, check_mine
from anxin.domain.claims.actions.closure import end
from anxin.domain.claims.actions.gone_sellers import refuse_gone
from anxin.domain.claims.actions.originals import PictureGiven, hand_in
from anxin.domain.claims.choices import NOT_REFUNDED
from anxin.domain.claims.models import Claim, Outcome, Payout
from anxin.domain.claims.queries import companions, line_money, shop_debts
from anxin.domain.claims.queries.lookup import open_offer
from anxin.domain.claims.queries.shop_gifts import IN_SHOP
from anxin.domain.claims.queries.told_debts import claim_with, number_beside, told_of
from anxin.domain.claims.states import CLAIM, HEARD
from anxin.domain.claims.wording.answers import sealed_number
from anxin.domain.goods import actions as goods
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.choices import MERCHANT
from anxin.domain.goods.models import Purchase
from anxin.domain.goods.rules.shop_book import plain
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as bills
from anxin.domain.ledger.actions.bound_refunds import name_word
from anxin.domain.ledger.queries.unclear_payments import transfer_of

NUMBERED = "claims.refund_numbered"


def show_refund(*, claim: Claim, reference: str, reason: str = "", by: Actor, now: datetime) -> None:
    """Name, as the merchant, the number a refund has on its platform: his answer, or proof for who decides by now."""
    reference = _number(reference)
    check_mine(claim, by)
    lock(claim)
    if claim.reason != NOT_REFUNDED or not can(claim, "answer"):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "show_refund"})
    told = {one.facts["reference"] for one in timeline.facts_of(claim.stream(), code=NUMBERED)}
    if reference in told:
        return
    facts = {"reference": reference}
    timeline.write(claim.stream(), NUMBERED, by=by, now=now, facts=facts)
    if claim.state == "merchant_answer":
        answer(claim=claim, reason=f"{sealed_number(reference)} {reason.strip()}".strip(), by=by, now=now)


def say_refund(
    *, claim: Claim, amount_fen: int, reference: str, files: Sequence[SealedFile] = (), by: Actor, now: datetime
) -> None:
    """Say as the merchant that his shop gave money back by itself, with its number there and what proves it.

    Where it is all that is asked for, the claim ends as he says, and its buyer may contradict; else so much less goes
    back by it, or by the decision that is appealed. Raises `claims.more_than_paid` for more than can still go back.
    """
    reference = _number(reference)
    check_mine(claim, by)
    lock(claim.purchase, claim)
    refuse_gone(claim)
    _refuse_elsewhere(claim, reference)
    if (known := shop_debts.said_under(claim, reference)) is not None:
        if known != amount_fen:
            raise _other_sum(reference, known, amount_fen)
        return
    if claim.forum != Claim.Forum.OWN or claim.reason == NOT_REFUNDED or not may_be_said(claim):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "say_refund"})
    _refuse_known(claim, reference)
    claimed, bill = line_money.of_claim(claim), execution.bill_of(claim)
    left = claimed.left_fen(bills.refundable(bill))
    if not 0 < amount_fen <= left:
        most = {"most_fen": left}
        raise execution.MoreThanClaimPaid("amount_fen", expected=f"at most {left}", got=amount_fen, facts=most)
    for file in files:
        hand_in(claim=claim, picture=PictureGiven(file=file, role="document"), by=by, now=now)
    if amount_fen >= min(_due_fen(claim) or left, left) and not _is_appealed(claim):
        _end_as_said(claim, amount_fen, reference, by=by, now=now)
        return
    facts = {"amount_fen": amount_fen, "reference": reference, "by_merchant": True}
    timeline.write(claim.stream(), IN_SHOP, by=by, now=now, facts=facts)
    order, lines = claim.purchase, [one.line.position for one in claimed.lines]
    goods.tell_refund(
        purchase=order,
        positions=lines,
        fen=amount_fen,
        reference=reference,
        teller=MERCHANT,
        by=by,
        now=now,
        typed_on=claim.pk,
    )
    counted = shop_refunds.apply_book(order, by=SYSTEM, now=now, bill=bill)
    if (listed := counted.same.get(plain(reference))) is not None:
        raise _listed_already(listed, amount_fen, reference)


def pay_in_shop(*, claim: Claim, reference: str, by: Actor, now: datetime) -> None:
    """Say as the merchant that his shop gave back what was decided, and no provider sends, with its number there.

    While finance's own transfer of it waits for a second person it is said to that person alone: he decides.
    """
    reference = _number(reference)
    check_mine(claim, by)
    lock(claim.purchase, claim)
    _refuse_elsewhere(claim, reference)
    owed, known = shop_debts.to_give(claim), shop_debts.said_under(claim, reference)
    if owed is None and known is not None:
        return
    if owed is None:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "pay_in_shop"})
    if not shop_debts.may_pay(owed, reference):
        raise _other_sum(reference, known or 0, owed.amount_fen)
    _refuse_known(claim, reference)
    facts = {"amount_fen": owed.amount_fen, "reference": reference, "by_merchant": True, "decided": True}
    if (transfer := transfer_of(owed.payment)) is not None:
        if (said := told_of(owed.payment).number) != reference:
            facts |= {"payout": str(owed.pk), "transfer": str(transfer.pk), **({"again": True} if said else {})}
            timeline.write(claim.stream(), IN_SHOP, by=by, now=now, facts=facts)
            Payout.objects.filter(pk=owed.pk).update(entered_at=now)
        return
    timeline.write(claim.stream(), IN_SHOP, by=by, now=now, facts=facts)
    _given(claim, owed, reference, now=now)


def transfer_fell(*, fact: Entry, now: datetime) -> None:
    """A transfer of finance's fell away before its second person: what the shop entered beside it pays its debt now.

    But not where another claim counts that number by now: finance decides.
    """
    transfer = str(fact.facts["row"])
    row = Payout.objects.select_related("claim").filter(payment__remittances=UUID(transfer)).first()
    if row is None or fact.facts.get("in_shop"):
        return
    claim = queries.claim_by_key(str(row.claim_id))
    lock(claim)
    owed, number = shop_debts.owed(claim), number_beside(claim, transfer)
    if owed is None or owed.pk != row.pk or not number or claim_with(claim, number):
        return
    if shop_debts.may_pay(owed, number):
        _given(claim, owed, number, now=now)


def _given(claim: Claim, owed: Payout, reference: str, *, now: datetime) -> None:
    """Count what a shop says that it gave of its debt, by the number it says."""
    ledger.clear(payment=owed.payment, succeeded=True, reference=reference, by=SYSTEM, now=now)
    shop_refunds.apply_book(claim.purchase, by=SYSTEM, now=now)


def shop_refund_told(*, fact: Entry, now: datetime) -> None:
    """Book at once what an order's file says that went back, or did not, and tell the claims that wait for it."""
    if fact.facts.get("cell") != "refunded" or "reference" in fact.facts:
        return
    purchase = Purchase.objects.get(pk=fact.stream_key.key)
    shop_refunds.hear_book(purchase, now=now)
    if fact.facts.get("more_fen"):
        for claim in shop_debts.about(purchase, int(fact.facts["line"])):
            _hear_file(claim, int(fact.facts["more_fen"]), now=now)
        shop_refunds.say_told_too(purchase, [int(fact.facts["line"])], now=now)


def _hear_file(claim: Claim, fen: int, *, now: datetime) -> None:
    """Tell an open claim what its order's file says went back; where nothing is left to give, it ends as is said."""
    lock(claim)
    claimed, order = line_money.of_claim(claim), claim.purchase.order_key
    own = claim.forum == Claim.Forum.OWN and claim.reason != NOT_REFUNDED
    if own and claim.asked_fen and not claimed.room_fen and may_be_said(claim) and not _is_appealed(claim):
        said = line_money.contestable(claim.purchase, [one.line.position for one in claimed.lines])
        _end_as_said(claim, said, order, by=SYSTEM, now=now)
        return
    facts = {"amount_fen": fen, "reference": order, "by_file": True}
    shop_refunds.say_given(claim, facts, by=SYSTEM, now=now)


def may_be_said(claim: Claim) -> bool:
    """Return whether it can be said of a claim that its shop gave the money back: nobody has said so before."""
    open_to_it = CLAIM.step("take_outcome", claim.state) is not None and claim.state != "outcome_taken"
    return open_to_it and all(one.claim_id != claim.pk for one in shop_debts.outcomes_of(claim.purchase))


def _refuse_elsewhere(claim: Claim, reference: str) -> None:
    """Refuse a number that was told on another claim of the order: one number is one refund, of one claim."""
    if other := claim_with(claim, reference):
        expected = _("the number of a refund for this claim; this one was told on claim {number}")
        raise Invalid("reference", expected=expected.format(number=other), got=reference)


def _is_appealed(claim: Claim) -> bool:
    """Return whether what stands is appealed: what the shop gives counts as a part of it, and ends nothing."""
    return claim.state in HEARD.split() and companions.appeal_of(claim) is not None


def _refuse_known(claim: Claim, reference: str) -> None:
    """Refuse a number that was told of another order of the shop: one number is one refund, of one order.

    Who enters one for two at the same moment waits here.
    """
    alone(f"claims.shop_number:{claim.seller_id}:{plain(reference)}")
    if other := shop_debts.order_with(claim, reference):
        expected = _(
            "the number of a refund of this order; this one was told of order {order}. If it is of both, ask us"
        )
        raise Invalid("reference", expected=expected.format(order=other), got=reference)


def _other_sum(reference: str, known_fen: int, fen: int) -> Invalid:
    """Return why a number is none of this refund: it was told as another's before, with both sums."""
    expected = _("the number of a refund of {sum}; this one was told of another, of {known}")
    told = expected.format(sum=format_fen(fen), known=format_fen(known_fen))
    return Invalid("reference", expected=told, got=reference)


def _listed_already(listed: str, fen: int, reference: str) -> Invalid:
    """Return why a refund of another number is not counted: the shop's list tells one of this sum, and not this one."""
    expected = _("{number}, by which your shop's list tells of {sum}: that counts, another once the list tells of it")
    return Invalid("reference", expected=expected.format(sum=format_fen(fen), number=listed), got=reference)


def _due_fen(claim: Claim) -> int:
    """Return how much ends the claim: what is asked for; what the merchant offered where that is more."""
    offer = open_offer(claim) if claim.state == "offer_made" else None
    return max(claim.asked_fen, offer.amount_fen if offer and offer.remedy in rules.MONEY else 0)


def _end_as_said(claim: Claim, amount_fen: int, reference: str, *, by: Actor, now: datetime) -> None:
    """End a claim as its shop says: no money counts as gone by it but what its file says, its buyer may contradict."""
    facts = {"what": "refunded", "amount_fen": amount_fen, "word": rules.SHOP, "reference": reference[:64]}
    transition(claim, "take_outcome", by=by, now=now, facts={**facts, "said": True, "by_shop": True})
    row = Outcome(id=uuid7(), claim=claim, what="refunded", amount_fen=amount_fen, reference=reference[:64], at=now)
    row.by, row.told_by = by.key, rules.SHOP
    row.save(force_insert=True)
    end(claim, outcome=rules.outcome_of("refunded", word=rules.SHOP), now=now)
    clocks.start(queries.SAID_THERE, claim.stream(), whose="", now=now)


def count_said(claim: Claim, *, now: datetime) -> None:
    """Count what a merchant said that he gave, once nobody contradicts it any more: as a part that he says counts.

    Who didn't get it claims that, and it is looked at. What a file said stands in the order's book already; what a
    provider's statement tells of this sum, and was given to the order's bill, is this very refund.
    """
    row = Outcome.objects.get(claim=claim)
    if row.told_by != rules.SHOP or row.by == SYSTEM.key:
        return
    positions = list(claim.lines.order_by("line__position").values_list("line__position", flat=True))
    order, reference = claim.purchase, row.reference
    goods.tell_refund(
        purchase=order,
        positions=positions,
        fen=row.amount_fen,
        reference=reference,
        teller=MERCHANT,
        by=SYSTEM,
        now=now,
        typed_on=claim.pk,
    )
    if (bill := bills.latest(stream_of(order))) is not None:
        name_word(bill, reference, now=now)
    shop_refunds.apply_book(order, by=SYSTEM, now=now)
    shop_refunds.say_told_too(order, positions, now=now)


def _number(reference: str) -> str:
    """Return a refund's number as a fact may tell it; raises `Invalid` where it is none."""
    number = reference.strip()[:64]
    if not number:
        raise Invalid("reference", expected=_("the refund's number in the shop"), got="")
    if not is_plain(number):
        expected = _(
            "the refund's number in the shop: letters, digits and signs, no gaps and no phone number; one of 11 digits "
            "that looks like a phone with a dash in it"
        )
        raise Invalid("reference", expected=expected, got=number)
    return number
