"""Rows that commands are given about, and that no builder walks to."""

from datetime import datetime, timedelta
from typing import Any

from anxin.core import later, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.commands import tables
from anxin.core.settings.models import SettingRow
from anxin.core.timeline import StreamKey
from anxin.demo import bench, cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import AdvanceAnswer, Claim, Decision
from anxin.domain.custody.models import ParcelClaim
from anxin.domain.goods.models import Purchase
from anxin.domain.invoices import actions as invoices
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.queries import Buyer
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import rules
from anxin.domain.ledger.actions import Received, remittances
from anxin.domain.ledger.models import Bill, Difference, Payment, Remittance, Repayment, Transfer
from anxin.domain.network import actions as network
from anxin.domain.network.actions import placements
from anxin.domain.network.models import Placement, Technician
from anxin.domain.parts.actions.stock import open_stock, place_of
from anxin.domain.parts.models import Part, Stock
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation, Person
from anxin.domain.people.queries import actors
from anxin.domain.reputation import actions as reputation
from anxin.domain.reputation.models import Mark
from anxin.domain.shops.models import Shop
from anxin.domain.staff.models import Handout
from tests import builders
from tests.domain.claims.test_billed_repairs import billed
from tests.domain.claims.test_gone_payers import decided as decided_for_gone
from tests.domain.network.test_desk import somebody
from tests.evidence_builders import a_purchase


def a_handout(now: datetime) -> Handout:
    until = now + timedelta(days=7)
    return Handout.objects.create(way="paper", made_by="staff:0", made_at=now, expires_at=until, total=1)


def a_holder(now: datetime) -> Technician:
    row = builders.technician(cast.MASTER_LUO)
    booked = {"state": "posted", "key": "held", "created_at": now, "settled_at": now}
    Transfer.objects.create(debit=rules.cash_account(str(row.pk)), credit="x", amount_fen=100, **booked)
    return row


def a_customer(now: datetime) -> Person:
    return builders.a_repair(now=now, at="submitted").repair.customer


def a_paid_bill(now: datetime) -> Bill:
    return Bill.objects.get(stream_key=builders.a_repair(now=now, at="closed").repair.id, state="paid")


def an_invoice(now: datetime) -> Invoice:
    buyer, by = Buyer(title="张女士", mail="zhang@example.com"), Actor(kind="customer_link", id="c")
    bill = a_paid_bill(now)
    return acting(lambda: invoices.ask_for(bill=bill, buyer=buyer, by=by, now=now))


def a_repayment(now: datetime) -> Repayment:
    by = actors.actor_of_account(people.account(cast.XIAO_CHEN.username), now=now)
    told = {"amount_fen": 100, "reason": "goodwill", "why": "多等了一天"}
    return acting(lambda: ledger.propose_repayment(bill=a_paid_bill(now), **told, by=by, now=now))  # type: ignore[arg-type]


def a_remittance(now: datetime) -> Remittance:
    """Return money that came by bank for a bill, which one of finance proposes to book."""
    walked = builders.a_repair(now=now, at="coded")
    bill = Bill.objects.get(stream_key=walked.repair.pk, state="agreed")
    told = Received(way="bank", amount_fen=100, moved_date=now.date(), reference="HX0001", payer="张伟")
    by = walked.by(cast.QIAN)
    return acting(lambda: remittances.receive(told=told, number=bill.number, by=by, now=walked.now))


def a_billed_repair(now: datetime) -> Claim:
    return billed(now, paid=True)[0].claim


def a_paid_for_decision(now: datetime) -> Decision:
    """Return a decision by which another pays for its merchant, once its money went back."""
    return decided_for_gone(now, lays=False).decision


def an_unused_brand(now: datetime) -> Organisation:
    return people_actions.found_organisation(kind="brand", slug="unused", name="旧品牌", now=now)


def a_setting_change(now: datetime) -> SettingRow:
    by = actors.actor_of_account(people.account(cast.ADMIN.username), now=now)
    about = {"name": "claims.second_person_fen", "value": 50_000, "valid_from": now}
    return acting(lambda: settings.propose(**about, by=by, now=now))  # type: ignore[arg-type]


def a_mark(now: datetime) -> Mark:
    house, case = people.organisation(cast.MERCHANT.slug), StreamKey("claim", "01a21068-efbe-74ba-98de-fa3c2fc1660b")
    about: dict[str, Any] = {"counter": "answered_late", "subject": house.id, "stream": case}
    return acting(lambda: reputation.record(**about, by=SYSTEM, now=now))


def a_shop_order(now: datetime) -> Purchase:
    house = people.organisation(cast.MERCHANT.slug)
    kept: dict[str, Any] = {
        "connected_by": "staff:0",
        **dict.fromkeys(("connected_at", "orders_until", "claims_until"), now),
    }
    Shop.objects.create(organisation=house, platform="taobao", account="shop-1", title="合宜旗舰店", **kept)
    row = a_purchase(now=now)
    type(row).objects.filter(pk=row.pk).update(shipped_at=None, waybill="", buyer=None)
    return row


def an_advance_answer(now: datetime, of: cast.Organisation = cast.HEYAN) -> AdvanceAnswer:
    given: dict[str, Any] = {"reasons": ("broken",), "types": ("refund_only",), "most_fen": 30_000, "reason": "直接退"}
    house = people.organisation(of.slug)
    return acting(lambda: claims.give_advance_answer(organisation=house, **given, by=SYSTEM, now=now))


def a_difference(now: datetime) -> Any:
    about = {"provider": "wechat", "kind": "missing_here", "direction": "in", "number": "f" * 32}
    return Difference.objects.create(**about, day=now.date(), theirs_fen=990, found_at=now)


def a_carriers_claim(now: datetime) -> ParcelClaim:
    """Return a claim on a carrier, filed over 900 yuan."""
    walked = builders.at_a_bench(now=now, mode="mail_in", at="sent")
    said = {"row": walked.repair, "by": walked.customer, "now": walked.now, "fields": {"why": "查不到物流"}}
    acting(lambda: tables()["repair"].give("missing", **said))
    sent = {**said, "by": walked.by(cast.XIAO_CHEN), "fields": {"reference": "SF-C-1", "claimed_fen": 90_000}}
    acting(lambda: tables()["repair"].give("claim-filed", **sent))
    return bench.kept(walked).claims.get()


def a_leave(now: datetime) -> Any:
    row, by = (
        builders.technician(cast.MASTER_LUO),
        actors.actor_of_account(people.account(cast.MASTER_LUO.username), now=now),
    )
    day = now.date() + timedelta(days=9)
    return acting(lambda: network.ask_leave(technician=row, from_date=day, to_date=day, by=by, now=now))


def a_swap(now: datetime) -> Any:
    row, by = (
        builders.technician(cast.MASTER_LUO),
        actors.actor_of_account(people.account(cast.MASTER_LUO.username), now=now),
    )
    other, day = Technician.objects.filter(engagements__outlet__code="AX-CD-01").exclude(pk=row.pk)[0], now.date()
    given = {"colleague": other, "day": day + timedelta(days=9), "back": day + timedelta(days=9)}
    return acting(lambda: network.ask_swap(technician=row, by=by, now=now, **given))


def a_placement(now: datetime) -> Any:
    row, by = builders.technician(cast.MASTER_LUO), somebody("merchant_owner", cast.HEYAN.slug)
    given = {"brand": people.organisation(cast.HEYAN.slug), "outlets": ["AX-DG-01"]}
    acting(lambda: placements.ask(technician=row, by=by, now=now, **given))
    return Placement.objects.get()


def an_unclear_payment(now: datetime) -> Any:
    walked = builders.a_repair(now=now, at="coded")
    bill = Bill.objects.get(stream_key=walked.repair.pk, state="agreed")
    pay = {"method": "fake_unclear", "by": walked.customer, "now": now}
    acting(lambda: ledger.pay(bill=bill, **pay))  # type: ignore[arg-type]
    later.run_due(now)
    return Payment.objects.get(state="unclear")


def a_refund_by_hand(now: datetime) -> Any:
    row = an_unclear_payment(now)
    Payment.objects.filter(pk=row.pk).update(direction="back", fault="by hand")
    row.refresh_from_db()
    return row


def a_stock(now: datetime) -> Stock:
    part = Part.objects.create(brand=people.organisation(cast.HEYAN.slug), number="HY3-PCB-02", name="主板", unit="件")
    return acting(lambda: open_stock(place=place_of("AX-CD-01"), part=part, quantity=5, by=SYSTEM, now=now))
