"""Where claims meet repairs and visits: an inspection at the buyer's, a repair that failed twice."""

from datetime import datetime

from anxin.core import clocks, files, settings, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, WrongState
from anxin.core.files import SealedFile
from anxin.core.states import can, lock, transition
from anxin.core.timeline import Entry
from anxin.domain.claims import queries
from anxin.domain.claims.actions.addresses import destination
from anxin.domain.claims.actions.casework import may_judge
from anxin.domain.claims.actions.closure import end
from anxin.domain.claims.actions.decisions import open_dispute
from anxin.domain.claims.actions.filing import Filed, Filing, LineGiven, file
from anxin.domain.claims.choices import DEFECTIVE
from anxin.domain.claims.models import Claim, ExchangeOffer
from anxin.domain.evidence import actions as evidence
from anxin.domain.goods import actions as goods
from anxin.domain.goods.actions import Bought
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries as ledger_queries
from anxin.domain.ledger import rules as accounts
from anxin.domain.people import actions as reveals
from anxin.domain.people.queries import actors
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs import rules as repair_rules
from anxin.domain.repairs.actions import LongOver
from anxin.domain.repairs.models import Repair
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries as visits_queries
from anxin.domain.visits.models import Visit

PUT_RIGHT = frozenset({"repair.close", "repair.solve_remotely", "repair.confirm_help"})
"""How a repair ends well."""


class NoExchange(Forbidden):
    """No exchange was offered for this repair, or it was used already."""

    code = "claims.no_exchange"


def order_inspection(*, claim: Claim, from_at: datetime, to_at: datetime, by: Actor, now: datetime) -> Visit:
    """Send a technician to look at the goods at the buyer's, free of charge; what he sees becomes evidence."""
    lock(claim)
    may_judge(claim, by)
    if not can(claim, "inspect") or visits_queries.latest_of(claim.stream()) is not None:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "order_inspection"})
    product, place = destination(claim, now=now)
    visit = visits.open_visit(
        stream=claim.stream(),
        kind="inspect",
        mode="visit",
        product=product,
        place=place,
        customer=claim.buyer,
        wanted_from_at=from_at,
        wanted_to_at=to_at,
        urgent=False,
        by=by,
        now=now,
    )
    bill = ledger.charge(
        stream=claim.stream(),
        lines=[
            ledger.Charge(
                code="INSPECT", name="上门鉴定", name_en="inspection visit", full_fen=0, amount_fen=0, why="free"
            )
        ],
        payer=accounts.customer_account(str(claim.buyer_id)),
        payee=accounts.organisation_account(str(claim.operator_id)),
        by=SYSTEM,
        now=now,
    )
    ledger.show(bill=bill, by=SYSTEM, now=now)
    timeline.write(claim.stream(), "claims.inspection_ordered", by=by, now=now, facts={"visit": visit.number})
    visits.seek(visit=visit, now=now)
    return visit


def inspected(*, fact: Entry, now: datetime) -> None:
    """The inspection visit is finished: its pictures are evidence of the desk, each examined like any other."""
    stream = fact.stream_key
    if stream.kind != "claim":
        return
    claim = queries.claim_by_key(stream.key)
    lock(claim)
    bill = ledger_queries.latest(stream)
    if bill is not None and bill.state == "shown":
        ledger.agree(bill=bill, by=SYSTEM, now=now)
    visit = visits_queries.visit_by_key(str(fact.facts["row"]))
    for photo in visit.photos.order_by("at"):
        original = SealedFile.objects.filter(sha256=photo.file).first()
        if original is not None and original.kind in files.PICTURES:
            _as_evidence(claim, original, photo.taken_at, now)
    timeline.write(stream, "claims.inspected", by=SYSTEM, now=now, facts={"visit": visit.number})
    visits.part_ways(visit=visit, at=now)


def _as_evidence(claim: Claim, original: SealedFile, shot_at: datetime | None, now: datetime) -> None:
    evidence.receive(
        file=original,
        stream=claim.stream(),
        owner_key=str(claim.seller_id),
        order_key=claim.purchase.order_key,
        party_key=f"organisation:{claim.operator_id}",
        side="desk",
        role="inspection",
        claimed_at=claim.created_at,
        shot_at=shot_at,
        by=SYSTEM,
        now=now,
    )


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


def accept_exchange(*, repair: Repair, told: str, by: Actor, now: datetime) -> Filed:
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
        order_key=f"repair-{repair.number}",
        lines=[line],
        bought_at=repair.created_at,
        buyer=repair.customer,
        by=by,
        now=now,
    )
    lines = (LineGiven(position=1),)
    filing = Filing(purchase=purchase, lines=lines, type="exchange", reason=DEFECTIVE, told=told, channel="repair")
    made = file(filing=filing, by=by, now=now)
    ExchangeOffer.objects.filter(pk=offered.pk).update(claim=made.claim)
    timeline.write(made.claim.stream(), "claims.from_repair", by=SYSTEM, now=now, facts={"repair": repair.number})
    return made


def repair_ended(*, fact: Entry, now: datetime) -> None:
    """The repair that was decided is over: put right, its claim closes; else a person decides what comes instead."""
    claim = queries.claim_of_repair(fact.stream_key) if fact.facts.get("of_claim") else None
    if claim is None:
        return
    lock(claim)
    if claim.state != "executing":
        return
    if fact.code in PUT_RIGHT:
        _bear(claim, fact, now)
        clocks.meet(claim.stream(), "claims.repair", now=now)
        transition(claim, "close", by=SYSTEM, now=now)
        end(claim, outcome="repaired", now=now)
        return
    clocks.stop(claim.stream(), "claims.repair", now=now)
    transition(claim, "miss_repair", by=SYSTEM, now=now, facts={"repair": claim.repair_number})
    open_dispute(claim, cause="repair_missed", by=SYSTEM, now=now)


def _account(liable: str, claim: Claim) -> str:
    """Return the account of who bears it; empty where the house does."""
    houses = {"merchant": claim.seller_id, "platform": claim.platform_id}
    if houses.get(liable):
        return accounts.organisation_account(str(houses[liable]))
    return accounts.outside_account(liable) if liable in ("platform", "carrier", "insurer") else ""


def _bear(claim: Claim, fact: Entry, now: datetime) -> None:
    """Charge what the buyer did not pay, because it was decided, to who is liable by the decision."""
    decision, bill = queries.decision_in_force(claim), ledger_queries.latest(fact.stream_key)
    if decision is None or bill is None:
        return
    account = _account(decision.liable, claim)
    lines = bill.lines.filter(why=repair_rules.OF_CLAIM["decision"])
    fen = sum(one.full_fen - one.amount_fen for one in lines)
    if account and fen:
        ledger.bear(bill=bill, account=account, amount_fen=fen, by=SYSTEM, now=now)
