"""What a merchant owes that is gone is charged to who pays it, to another where that is put right, and paid by him."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from anxin.core import timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import change, lock
from anxin.domain.claims import queries
from anxin.domain.claims.models import Decision, Payout
from anxin.domain.claims.queries import payers
from anxin.domain.claims.rules.payers import ITSELF
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger.actions.corrections import SecondPerson
from anxin.domain.ledger.rules.payees import SHOP_SAID
from anxin.domain.people.choices import PAYERS


def charge_payer(payout: Payout, *, now: datetime) -> None:
    """Charge what went back of a claim to who pays for its merchant, once; nobody where that pays itself.

    Of a decision that stood before its merchant was gone he is named now: its money had not gone then.
    """
    claim = queries.claim_by_key(str(payout.claim_id))
    row = queries.decision_in_force(claim)
    if row is None or payout.payment.fault == SHOP_SAID:
        return
    payer = row.payer or payers.who_pays(row, claim)
    if payer and not row.payer:
        lock(row)
        change(row, {"payer": payer})
        facts = {"row": row.pk, "payer": payer}
        timeline.write(claim.stream(), "claims.payer_said", by=SYSTEM, now=now, facts=facts)
    if payer:
        _charge(row, payout, payer, by=SYSTEM, now=now)
        recount(row, now=now)


def charge_nobody(payout: Payout, *, now: datetime) -> None:
    """Reverse what was charged to who pays for a merchant: that money came back, and is charged once it goes anew."""
    row = queries.decision_in_force(payout.claim)
    if row is not None and row.payer:
        bill, back, fen = payout.payment.bill, payout.payment_id.hex, payout.amount_fen
        ledger.bear_instead(bill=bill, account=bill.payee, amount_fen=fen, by=SYSTEM, now=now, back=back)
        recount(row, now=now)


def charge_earlier(*, decision: Decision, now: datetime) -> None:
    """Charge what an earlier version sent back for a merchant that is gone; twice is once."""
    lock(decision.claim, decision)
    for payout in payers.went_out(decision.claim):
        _charge(decision, payout, decision.payer, by=SYSTEM, now=now)
    recount(decision, now=now)


def say_payer(*, decision: Decision, payer: str, why: str, by: Actor, now: datetime) -> None:
    """Say who pays for a merchant that is gone, or who does instead: what was charged is reversed and charged to him.

    `merchant` says that it pays itself after all. The same said twice is once.
    """
    if payer not in (*PAYERS, ITSELF):
        raise Invalid("payer", expected=", ".join((*PAYERS, ITSELF)), got=payer)
    claim = decision.claim
    lock(claim, decision)
    if decision.payer == payer:
        return
    _check(decision, "say_payer")
    facts = {"row": decision.pk, "payer": payer, **({"was": decision.payer} if decision.payer else {})}
    change(decision, {"payer": payer})
    timeline.write(claim.stream(), "claims.payer_said", by=by, now=now, facts=facts, private={"why": why})
    account = payers.account_that_pays(decision, payer)
    for one in payers.charges_of_repair(claim):
        ledger.charge_instead(borne=one, account=account, by=by, now=now)
    for payout in payers.went_out(claim):
        _charge(decision, payout, payer, by=by, now=now)
    recount(decision, now=now, anew=True)


def payer_paid(*, decision: Decision, way: str, moved_date: date, reference: str, by: Actor, now: datetime) -> None:
    """Say that who pays for a gone merchant has paid all that he was charged: it came outside of every provider."""
    _not_ahead(moved_date, now)
    lock(decision.claim, decision)
    _check(decision, "payer_paid")
    charges = payers.charges_of(decision.claim)
    for one in charges:
        ledger.borne_paid(borne=one, way=way, moved_date=moved_date, reference=reference, by=by, now=now)
    fen = sum(one.amount_fen for one in charges)
    change(decision, {"payer_paid_at": now, "payer_paid_fen": fen})
    facts = {"row": decision.pk, "amount_fen": fen, "payer": decision.payer}
    timeline.write(decision.claim.stream(), "claims.payer_paid", by=by, now=now, facts=facts)


def payer_unpaid(*, decision: Decision, why: str, by: Actor, now: datetime) -> None:
    """Take back, as another than who wrote it down, that who pays for a gone merchant has paid: he owes it as before.

    What was booked for a charge that is reversed by now, as its money came back, is taken back with it.
    Raises `SecondPerson` for who wrote it down.
    """
    claim = decision.claim
    _second(decision, "payer_unpaid", by)
    charges = payers.paid_charges(claim)
    for one in charges:
        ledger.borne_unpaid(borne=one, by=by, now=now)
    change(decision, {"payer_paid_at": None, "payer_paid_fen": 0})
    facts = {"row": decision.pk, "amount_fen": sum(one.amount_fen for one in charges), "payer": decision.payer}
    facts |= {"paid_at": None}
    timeline.write(claim.stream(), "claims.payer_unpaid", by=by, now=now, facts=facts, private={"why": why})


def payer_returned(*, decision: Decision, moved_date: date, reference: str, by: Actor, now: datetime) -> None:
    """Say, as another than who wrote down that it was paid, that what he paid too much went back the way it came.

    What he paid for a charge that is reversed by now is set off against what stands charged to him first.
    """
    _not_ahead(moved_date, now)
    _second(decision, "payer_returned", by)
    claim, over_fen = decision.claim, decision.payer_paid_fen - decision.charged_fen
    paid, charges = payers.paid_charges(claim), payers.charges_of(claim)
    if over_fen <= 0:
        raise WrongState({"machine": "decision", "state": decision.state, "step": "payer_returned"})
    way = payers.way_paid(paid[0])
    for one in paid:
        if one not in charges:
            ledger.borne_returned(borne=one, moved_date=moved_date, reference=reference, by=by, now=now)
    for one in charges:
        ledger.borne_paid(borne=one, way=way, moved_date=moved_date, reference=reference, by=by, now=now)
    left = decision.payer_paid_at if charges else None
    change(decision, {"payer_paid_at": left, "payer_paid_fen": decision.charged_fen})
    facts = {"row": decision.pk, "amount_fen": over_fen, "payer": decision.payer, "paid_fen": decision.charged_fen}
    facts |= {} if left else {"paid_at": None}
    timeline.write(claim.stream(), "claims.payer_returned", by=by, now=now, facts=facts)


def count_paid(*, decision: Decision) -> None:
    """Count what an earlier version booked as paid by who pays for a merchant that is gone; twice is once."""
    lock(decision.claim, decision)
    change(decision, {"payer_paid_fen": sum(one.amount_fen for one in payers.paid_charges(decision.claim))})


def recount(row: Decision, *, now: datetime, anew: bool = False) -> None:
    """Count anew how much stands charged to who pays a decision for its merchant; told where it is more, or `anew`."""
    if not row.payer:
        return
    lock(row)
    before, fen = 0 if anew else row.charged_fen, sum(one.amount_fen for one in payers.charges_of(row.claim))
    change(row, {"charged_fen": fen})
    if fen > before:
        facts = {"row": row.pk, "amount_fen": fen, "payer": row.payer}
        facts |= {"deposit": True} if row.payer == "deposit" else {}
        timeline.write(row.claim.stream(), "claims.payer_charged", by=SYSTEM, now=now, facts=facts)


def _charge(row: Decision, payout: Payout, payer: str, *, by: Actor, now: datetime) -> None:
    account, back, fen = payers.account_that_pays(row, payer), payout.payment_id.hex, payout.amount_fen
    ledger.bear_instead(bill=payout.payment.bill, account=account, amount_fen=fen, by=by, now=now, back=back)


def _check(row: Decision, step: str) -> None:
    """Refuse what comes once who pays has paid, or of a decision that does not stand."""
    if row.state != "final" or row.payer_paid_at is not None:
        raise WrongState({"machine": "decision", "state": row.state, "step": step})


def _second(row: Decision, step: str, by: Actor) -> None:
    """Refuse what only another than who wrote down that it was paid may say, and only then."""
    lock(row.claim, row)
    if row.state != "final" or row.payer_paid_at is None:
        raise WrongState({"machine": "decision", "state": row.state, "step": step})
    if payers.said_paid_by(row.claim) == by.key:
        raise SecondPerson({"number": row.claim.number})


def _not_ahead(moved: date, now: datetime) -> None:
    if moved > timezone.localdate(now):
        raise Invalid("moved_date", expected=_("a day that is here"), got=moved.isoformat())
