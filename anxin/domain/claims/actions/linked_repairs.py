"""Where claims meet repairs: what becomes of one that a claim asked for, and one that failed twice."""

from datetime import datetime

from anxin.core import clocks, settings, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden
from anxin.core.states import lock
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.claims import queries
from anxin.domain.claims.actions import inspections
from anxin.domain.claims.actions.disputes import miss_repair
from anxin.domain.claims.actions.filing import ClaimLineGiven, FiledClaim, Filing, file
from anxin.domain.claims.actions.gone_payers import recount
from anxin.domain.claims.actions.returned_goods import finish
from anxin.domain.claims.choices import DEFECTIVE
from anxin.domain.claims.models import Claim, Decision, ExchangeOffer
from anxin.domain.claims.queries.payers import account_that_pays
from anxin.domain.claims.rules.filing import AFTER_REPAIR
from anxin.domain.goods import actions as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.ledger import rules as accounts
from anxin.domain.ledger.models import Bill
from anxin.domain.people import actions as reveals
from anxin.domain.people.queries import actors
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs import rules as repair_rules
from anxin.domain.repairs.actions import LongOver
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Visit

PUT_RIGHT = frozenset({"repair.close", "repair.solve_remotely", "repair.confirm_help"})
"""How a repair ends well."""


class NoExchange(Forbidden):
    """No exchange was offered for this repair, or it was used already."""

    code = "claims.no_exchange"


def repair_failed(*, fact: Entry, now: datetime) -> None:
    """A repair went wrong again: from the second time on its customer is offered an exchange."""
    if fact.stream_key.kind != "repair":
        return
    repair = repairs.repair_by_key(fact.stream_key.key)
    if fact.code == "visit.give_up" and fact.facts.get("why") != "unrepairable":
        return
    unrepairable = Visit.objects.filter(stream_kind="repair", stream_key=repair.id, outcome="unrepairable").count()
    failures = repair.reworks + unrepairable
    least: int = settings.get("claims.failed_repairs", at=now)
    if failures < least or ExchangeOffer.objects.filter(repair_key=repair.id).exists():
        return
    ExchangeOffer.objects.create(repair_key=repair.id, repair_number=repair.number, at=now)
    timeline.write(repair.stream(), "claims.exchange_offered", by=SYSTEM, now=now, facts={"failures": failures})


def accept_exchange(*, repair: Repair, told: str, by: Actor, now: datetime) -> FiledClaim:
    """File the exchange claim that was offered after a repair failed twice, as its customer.

    Raises `claims.no_exchange`, and `repairs.long_over` for a house that would open shut details by it.
    """
    offered = ExchangeOffer.objects.filter(repair_key=repair.id, claim=None).first()
    his = str(repair.customer_id) in actors.selves(by) or by.roles & {"agent"}
    if offered is None or not his:
        raise NoExchange({"number": repair.number})
    if reveals.is_over(person=repair.customer, stream=repair.stream(), by=by, now=now):
        raise LongOver({"number": repair.number})
    device = repair.device
    line = Bought(
        title=repair.product.name, amount_fen=0, product=repair.product, serial=device.serial if device else ""
    )
    purchase = goods.purchase(
        seller=repair.brand,
        order_key=f"{AFTER_REPAIR}{repair.number}",
        lines=[line],
        bought_at=repair.created_at,
        buyer=repair.customer,
        by=by,
        now=now,
    )
    lines = (ClaimLineGiven(position=1),)
    filing = Filing(purchase=purchase, lines=lines, type="exchange", reason=DEFECTIVE, told=told, channel="repair")
    made = file(filing=filing, by=by, now=now)
    ExchangeOffer.objects.filter(pk=offered.pk).update(claim=made.claim)
    timeline.write(made.claim.stream(), "claims.from_repair", by=SYSTEM, now=now, facts={"repair": repair.number})
    return made


def repair_ended(*, fact: Entry, now: datetime) -> None:
    """A repair is over that a claim asked for: the look at its goods, or the repair that was decided."""
    if not fact.facts.get("of_claim"):
        return
    repair = repairs.repair_by_key(fact.stream_key.key)
    if repair_rules.is_for_claim(repair.warranty_why):
        inspections.inspection_ended(repair, fact, now=now)
    else:
        decided_ended(fact.stream_key, well=fact.code in PUT_RIGHT, now=now)


def decided_ended(stream: StreamKey, *, well: bool, now: datetime) -> None:
    """Close the claim where the repair was made; else a person decides what comes instead."""
    claim = queries.claim_of_repair(stream)
    if claim is None:
        return
    lock(claim)
    if claim.state != "executing":
        return
    if well:
        _bear(claim, stream, now)
        clocks.meet(claim.stream(), "claims.repair", now=now)
        finish(claim, outcome="repaired", now=now)
        return
    miss_repair(claim, now=now, why=queries.given_up_with(stream))


def bill_released(*, fact: Entry, now: datetime) -> None:
    """Charge what was open of a decided repair's bill, and is let go, to who is liable by the decision."""
    bill = ledger_queries.latest(fact.stream_key)
    if bill is not None and fact.facts["open_fen"]:
        _bear_released(bill, fact.facts["open_fen"], "", now)


def release_went_back(*, fact: Entry, now: datetime) -> None:
    """Charge what was paid for a decided repair to who is liable, once it has gone back: what failed to, nobody bears.

    Only money that went back because a bill was let go, of a repair.
    """
    if fact.stream_key.kind != "repair" or not fact.facts.get("went_back"):
        return
    back = ledger_queries.payment(str(fact.facts["row"]))
    if back.reason == accounts.DECIDED:
        _bear_released(back.bill, back.amount_fen, back.pk.hex, now)


def look_decided(*, fact: Entry, now: datetime) -> None:
    """A decision stands: charge what the look at its goods cost to who is liable by it, where the house has it so.

    Else, and where nobody is liable or the buyer is, who runs the service bears it.
    """
    if not fact.facts.get("look") or not settings.get("claims.liable_bears_look", at=now):
        return
    claim = queries.claim_by_key(fact.stream_key.key)
    repair, decision = queries.inspection_of(claim), queries.decision_in_force(claim)
    bill = ledger_queries.latest(repair.stream()) if repair else None
    if bill is None or decision is None or decision.remedy == "refuse":
        return
    fen, account = sum(bill.lines.values_list("full_fen", flat=True)), _account(decision, claim)
    if account and fen:
        ledger.bear(bill=bill, account=account, amount_fen=fen, by=SYSTEM, now=now)
        recount(decision, now=now)


def _bear_released(bill: Bill, fen: int, back: str, now: datetime) -> None:
    claim = queries.claim_of_repair(bill.stream())
    decision = queries.decision_in_force(claim) if claim else None
    account = _account(decision, claim) if claim and decision else ""
    if account and decision:
        ledger.bear(bill=bill, account=account, amount_fen=fen, by=SYSTEM, now=now, back=back)
        recount(decision, now=now)


def _account(decision: Decision, claim: Claim) -> str:
    """Return the account of who bears it, or pays for a merchant that is gone; empty where the house does."""
    if decision.payer:
        return account_that_pays(decision, decision.payer)
    liable = decision.liable
    houses = {"merchant": claim.seller_id, "platform": claim.platform_id}
    if houses.get(liable):
        return accounts.organisation_account(str(houses[liable]))
    return accounts.outside_account(liable) if liable in ("platform", "carrier", "insurer") else ""


def _bear(claim: Claim, stream: StreamKey, now: datetime) -> None:
    """Charge what the buyer did not pay, because it was decided, to who is liable by the decision."""
    decision, bill = queries.decision_in_force(claim), ledger_queries.latest(stream)
    if decision is None or bill is None:
        return
    account = _account(decision, claim)
    lines = bill.lines.filter(why=repair_rules.OF_CLAIM["decision"])
    fen = sum(one.full_fen - one.amount_fen for one in lines)
    if account and fen:
        ledger.bear(bill=bill, account=account, amount_fen=fen, by=SYSTEM, now=now)
        recount(decision, now=now)
