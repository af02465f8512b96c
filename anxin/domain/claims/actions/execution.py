"""Carry out what was decided: money to who paid, goods back, another piece, a repair."""

from datetime import datetime
from functools import partial

from django.utils.translation import gettext as _

from anxin.core import clocks, inserts, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.clocks import Clock
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import can, change, lock, transition
from anxin.core.timeline import Entry, StreamKey
from anxin.core.wording import words_of
from anxin.domain.claims import queries, rules
from anxin.domain.claims.actions import decided_repairs, shop_bills, shop_refunds
from anxin.domain.claims.actions.addresses import destination, line_of
from anxin.domain.claims.actions.closure import end
from anxin.domain.claims.actions.disputes import open_dispute
from anxin.domain.claims.actions.gone_payers import charge_payer
from anxin.domain.claims.actions.return_addresses import await_goods
from anxin.domain.claims.actions.returned_goods import finish
from anxin.domain.claims.models import Claim, Decision, Payout
from anxin.domain.claims.queries import companions, line_money, shop_debts
from anxin.domain.claims.queries.payers import payer_of
from anxin.domain.claims.queries.piece_places import are_with_buyer
from anxin.domain.claims.queries.returned_goods import are_there
from anxin.domain.claims.queries.shop_debts import SHOP_PAYS
from anxin.domain.claims.rules import remedies
from anxin.domain.claims.rules.piece_places import NEEDS
from anxin.domain.claims.rules.returned_goods import BACK
from anxin.domain.claims.rules.takeovers import is_from_elsewhere
from anxin.domain.claims.states import CLAIM
from anxin.domain.claims.wording.decisions import FAULTS_OF_SUM, WHY_BARRED
from anxin.domain.goods import actions as goods
from anxin.domain.goods import queries as goods_queries
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.ledger.actions import payments
from anxin.domain.ledger.models import Bill, Payment
from anxin.domain.ledger.rules import IN_SHOP, REMITTED
from anxin.domain.ledger.rules.payees import GIVEN_UP
from anxin.domain.ledger.states import PAYMENT
from anxin.domain.repairs.queries.proofs import is_somebody_elses
from anxin.domain.reputation import actions as reputation


class MoreThanClaimPaid(Invalid):
    """More would go back than was paid and is still here."""

    code = "claims.more_than_paid"


def bill_of(claim: Claim) -> Bill:
    """Return the paid bill of a claim's purchase."""
    bill = ledger_queries.latest(stream_of(claim.purchase))
    if bill is None:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "refund"})
    return bill


def check_remedy(claim: Claim, remedy: str, amount_fen: int, *, now: datetime) -> None:
    """Refuse a remedy a ruling can't give, or a sum that isn't the remedy's; raises what `check` does, too.

    Where it takes another's place, what the shop gave towards that is part of its sum.
    """
    most, left = _room(claim, ruled=True) if amount_fen and remedy in rules.MONEY else (0, None)
    known = {"came_back": bool(claim.return_waybill), "there": are_there(claim), "with_buyer": True}
    why = remedies.barred(claim.reason, no_repair="", left_fen=left, most_fen=most, **known).get(remedy)
    if why:
        raise Invalid("remedy", expected=words_of(WHY_BARRED, why), got=remedy)
    fault = remedies.fault_of_sum(remedy, amount_fen, most_fen=most, left_fen=left or 0)
    if fault == "beyond":
        raise MoreThanClaimPaid("amount_fen", expected=f"at most {left}", got=amount_fen, facts={"most_fen": left})
    if fault:
        raise Invalid("amount_fen", expected=words_of(FAULTS_OF_SUM, fault), got=amount_fen)
    check_pieces(claim, remedy)
    if remedy == "repair":
        destination(claim, now=now)


def check_pieces(claim: Claim, remedy: str) -> None:
    """Refuse a remedy that needs more pieces than are with their buyer."""
    claimed = line_money.of_claim(claim) if remedy in NEEDS else None
    if claimed is not None and not are_with_buyer(claim, claimed.lines, claimed.placed):
        raise Invalid("remedy", expected=words_of(WHY_BARRED, "elsewhere"), got=remedy)


def _room(claim: Claim, *, ruled: bool = False) -> tuple[int, int]:
    """Return the most that may go back for a claim's lines, and how much of it is here still, or can be `ruled`."""
    claimed = line_money.of_claim(claim)
    left = claimed.left_fen(ledger_queries.refundable(bill_of(claim)))
    if ruled:
        left += shop_debts.given_meanwhile(claim, claimed.lines, companions.decisions_of(claim))
    return claimed.most_fen, left


def check(claim: Claim, remedy: str, amount_fen: int, *, now: datetime) -> None:
    """Refuse what can't be carried out: a repair nobody can make, a sum that was not asked for or has gone back.

    Raises `claims.nothing_to_repair`, `claims.address_needed`, `claims.more_than_paid`.
    """
    if remedy == "repair":
        destination(claim, now=now)
    if not amount_fen:
        return
    _most, left = _room(claim)
    if amount_fen > left:
        raise MoreThanClaimPaid("amount_fen", expected=f"at most {left}", got=amount_fen, facts={"most_fen": left})


def execute(decision: Decision, *, now: datetime) -> None:
    """Carry out a decision that stands; expects its claim held."""
    claim, remedy = decision.claim, decision.remedy
    _count(decision, now)
    if remedy == "refuse" and decision.goods != BACK:
        transition(claim, "close", by=SYSTEM, now=now)
        end(claim, outcome="refused", now=now)
    elif remedy == "return":
        transition(
            claim, "await_return", by=SYSTEM, now=now, facts=rules.nowhere(queries.return_address(claim, now=now))
        )
        await_goods(claim, now=now)
    else:
        piece = {"piece": True} if remedy == "exchange" else {}
        transition(claim, "execute", by=SYSTEM, now=now, facts={"remedy": remedy, **piece})
        if remedy in rules.MONEY:
            pay_decided(decision, key=f"d{decision.id.hex[-20:]}", now=now)
        elif remedy == "repair":
            decided_repairs.open_repair(decision, now=now)
        elif remedy == "refuse":
            finish(claim, outcome="refused", now=now)
        else:
            whose = str(claim.seller_id)
            clocks.start("claims.replacement", claim.stream(), whose=whose, organisation=whose, now=now)


def _count(decision: Decision, now: datetime) -> None:
    """Count what was decided by persons; a mark says which case it comes from and can be contested."""
    claim, stream = decision.claim, decision.claim.stream()
    if decision.kind == Decision.Kind.AGREED:
        return
    refused = decision.remedy == "refuse"
    counter = "claim_refused" if refused else "claim_upheld"
    reputation.record(counter=counter, subject=claim.buyer_id, stream=stream, by=SYSTEM, now=now)
    if not refused and decision.liable == "merchant":
        reputation.record(counter="claim_lost", subject=claim.seller_id, stream=stream, by=SYSTEM, now=now)
    if decision.fraud_said:
        reputation.record(counter="fraud_said", subject=claim.buyer_id, stream=stream, by=SYSTEM, now=now)


def pay_decided(decision: Decision, *, key: str, now: datetime) -> None:
    """Send the money of a decision; where it rests on words of a former system, finance looks first."""
    if is_from_elsewhere(decision.decided_by):
        leave_to_finance(decision.claim, decision.amount_fen, now=now)
        return
    claim = decision.claim
    answers = partial(companions.answers_of, claim)
    since = companions.counts_since(decision, decisions=companions.decisions_of(claim), answers=answers)
    pay_what_is_left(claim, decision.amount_fen, key=key, now=now, since=since)


def leave_to_finance(claim: Claim, amount_fen: int, *, now: datetime) -> None:
    """Leave money that was decided in a former system to finance: it may have gone from there already."""
    timeline.write(claim.stream(), "claims.money_waits", by=SYSTEM, now=now, facts={"amount_fen": amount_fen})
    clocks.start("claims.money", claim.stream(), whose=str(claim.operator_id), now=now)


def pay_what_is_left(claim: Claim, amount_fen: int, *, key: str, now: datetime, since: datetime) -> None:
    """Send what was decided; where some of it went back meanwhile, only what is left of its lines, and say so.

    What the shop gave `since` the sum was asked for, offered or ruled is a part of it.
    """
    bill = bill_of(claim)
    lock(bill)  # one order's money goes one after the other
    claimed = line_money.of_claim(claim)
    if claimed.contests:
        shop_bills.unbook(claim.purchase, bill, min(claimed.room_fen, amount_fen), now=now)
    left = min(claimed.room_fen, ledger_queries.refundable(bill))
    if not claimed.contests:
        left = max(min(left, amount_fen - shop_debts.given_since(claim, claimed.lines, since=since)), 0)
    if left >= amount_fen:
        pay_out(claim, amount_fen, key=key, now=now)
        return
    facts = {"decided_fen": amount_fen, "left_fen": left}
    timeline.write(claim.stream(), "claims.paid_before", by=SYSTEM, now=now, facts=facts)
    if left > 0:
        pay_out(claim, left, key=key, now=now)
        return
    finish(claim, outcome="paid", now=now)


def pay_out(claim: Claim, amount_fen: int, *, key: str, now: datetime, way: str = "") -> Payout:
    """Send money back to who paid: pending here, posted or void when the provider has answered.

    A `way` says that it has gone already, from somewhere else.
    """
    payment = ledger.refund(
        bill=bill_of(claim), amount_fen=amount_fen, reason=f"claim {claim.number}", by=SYSTEM, now=now, key=key
    )
    row = Payout(claim=claim, payment=payment, amount_fen=amount_fen, at=now)
    if inserts.insert_new(row):
        facts = {"payout": row.pk, "payment": payment.pk, "amount_fen": amount_fen, **({"way": way} if way else {})}
        timeline.write(claim.stream(), "claims.payout", by=SYSTEM, now=now, facts=facts)
    else:
        row = Payout.objects.get(payment=payment)
    if claim.state == "executing":  # else it has gone already
        clocks.start("claims.money", claim.stream(), whose=str(claim.operator_id), now=now)
    if not way:
        payments.leave_unasked(payment, now=now)
    return row


def told_of(fact: Entry) -> dict[str, object]:
    """Return what the fact of a refund says of how it went, for the claim's own record."""
    return {name: fact.facts[name] for name in ("way", "refused_by", "said", "why_unsent") if name in fact.facts}


def money_moved(*, fact: Entry, now: datetime) -> None:
    """A payment's outcome is known: close the claim when all its money has gone, or say that it didn't."""
    if ledger_queries.payment(str(fact.facts["row"])).direction != Payment.Direction.BACK:
        return
    rows = Payout.objects.select_related("payment", "claim").filter(payment_id=str(fact.facts.get("row")))
    row = rows.annotate(told=shop_refunds.told_elsewhere()).first()
    if row is None:
        return
    claim = queries.claim_by_key(str(row.claim_id))
    lock(claim)
    facts = {"amount_fen": row.amount_fen, "payment": str(row.payment_id), **told_of(fact)}
    if any(one in fact.facts for one in GIVEN_UP.values()):
        return  # others took its place, or it stood in the place of one that went
    if fact.code == "payment.fail":
        timeline.write(claim.stream(), "claims.money_failed", by=SYSTEM, now=now, facts=facts)
        if vars(row)["told"]:
            shop_refunds.hear_book(claim.purchase, now=now)  # what a file told meanwhile is its shop's
        return
    charge_payer(row, now=now)
    if facts.get("way") in REMITTED:
        shop_refunds.hear_book(claim.purchase, now=now)  # no file of its shop's tells of this
    if (vars(row)["told"] or facts.get("way") in REMITTED) and facts.get("way") != IN_SHOP:
        shop_refunds.say_sent_too(row, now=now)
    facts |= {"in_shop": True} if facts.get("way") == IN_SHOP else {}
    facts |= {"for_shop": True} if shop_debts.was_to_pay(row) else {}  # it is told not to any more
    by_house = facts.get("way") in REMITTED and claim.seller_id != claim.operator_id and not payer_of(claim)
    facts |= {"by_house": True} if by_house and "for_shop" not in facts else {}
    if claim.state not in CLAIM.ends and not is_from_elsewhere(f"{fact.actor_kind}:{fact.actor_id}"):
        # else it had gone back before the claim came here: nobody is told
        timeline.write(claim.stream(), "claims.money_out", by=SYSTEM, now=now, facts=facts)
    if claim.payouts.exclude(payment__state__in=PAYMENT.ends).exists():
        return  # of a part the shop gave the rest is due when all of it was
    clocks.stop(claim.stream(), SHOP_PAYS, now=now)
    if claim.state == "executing":
        clocks.meet(claim.stream(), "claims.money", now=now)
        finish(claim, outcome="paid", now=now)


def pay_again(*, claim: Claim, by: Actor, now: datetime) -> None:
    """Send money again that the provider did not take, as finance; what went out is never sent twice."""
    lock(claim)
    failed = claim.payouts.filter(payment__state="failed").order_by("-at").first()
    open_ones = claim.payouts.exclude(payment__state="failed").exists()
    if claim.state != "executing" or failed is None or open_ones or not by.roles & {"finance"}:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "pay_again"})
    key = f"a{claim.payouts.count()}{claim.id.hex[-20:]}"
    pay_what_is_left(claim, failed.amount_fen, key=key, now=now, since=failed.at)


def send_replacement(
    *, claim: Claim, waybill: str, by: Actor, now: datetime, old_serial: str = "", new_serial: str = ""
) -> None:
    """Send another piece, as the merchant; late too, until somebody has decided anew what comes instead.

    Where the goods have serials, the old one leads to the new one; neither may be somebody else's.
    """
    if not waybill.strip():
        raise Invalid("waybill", expected="a waybill", got="")
    lock(claim)
    given = queries.decision_in_force(claim)
    anew = companions.decision_in(claim, "proposed") or companions.decision_in(claim, "given")
    if given is None or given.remedy != "exchange" or anew or not can(claim, "replace"):
        raise WrongState({"machine": "claim", "state": claim.state, "step": "send_replacement"})
    if old_serial and new_serial:
        _exchange(claim, old_serial, new_serial, by, now)
    change(claim, {"replacement_waybill": waybill.strip()[:64]})
    sent = {"text": claim.replacement_waybill}
    timeline.write(claim.stream(), "claims.replacement_sent", by=by, now=now, private=sent)
    transition(claim, "close" if claim.state == "executing" else "send_piece", by=by, now=now)
    end(claim, outcome="exchanged", now=now)


def piece_missed(*, stream: StreamKey, clock: Clock, now: datetime) -> None:
    """The other piece was not sent in time: a person decides what comes instead, unless it is sent after all."""
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    if claim.state == "executing":
        transition(claim, "miss_piece", by=SYSTEM, now=now)
        open_dispute(claim, cause="piece_missed", by=SYSTEM, now=now)


def _exchange(claim: Claim, old_serial: str, new_serial: str, by: Actor, now: datetime) -> None:
    product = line_of(claim).product
    if product is None:
        raise Invalid("old_serial", expected=_("goods with serial numbers"), got=old_serial)
    buyer, sold = claim.buyer, {one.line.serial.strip().upper() for one in claim.lines.select_related("line")}
    old = goods_queries.device(product=product, serial=old_serial)
    old = old or goods.register(product=product, serial=old_serial, owner=buyer, now=now)
    if old.serial not in sold and is_somebody_elses(old, buyer):
        raise Invalid("old_serial", expected=_("the serial number of what this buyer has"), got=old_serial)
    new = goods.register(product=product, serial=new_serial, owner=buyer, now=now)
    if new == old or is_somebody_elses(new, buyer):
        raise Invalid("new_serial", expected=_("the serial number of another piece, nobody else's"), got=new_serial)
    goods.replace(old=old, new=new, owner=buyer, by=by, now=now)
