"""What grows beside cases is listed along an index: calls, claims on carriers, who waits (PostgreSQL)."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test import Client

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import cast, ground, shelves
from anxin.demo.walk import actor
from anxin.domain.claims.queries import billed_repairs
from anxin.domain.claims.queries.gone_twice import gone_twice
from anxin.domain.claims.queries.payers import others_pay
from anxin.domain.contacts import queries as contacts
from anxin.domain.contacts.models import Contact
from anxin.domain.custody.models import ParcelClaim
from anxin.domain.ledger.models import Bill, Payment
from anxin.domain.ledger.queries.paid_there import counted
from anxin.domain.network import queries as network
from anxin.domain.network.models import Check, ReportedNumber, Waiting
from anxin.domain.parts.models import Part, Stock, StockPlace
from anxin.domain.parts.queries import stock
from anxin.domain.parts.queries.stock import StockFilter
from anxin.domain.people.models import Organisation
from anxin.domain.publications import actions as publications
from anxin.domain.publications.queries import terms
from tests import builders, copies
from tests.claim_builders import a_claim, refund
from tests.domain.claims.test_gone_payers import decided, paid
from tests.domain.claims.test_gone_twice import twice
from tests.domain.command_rows import a_carriers_claim
from tests.domain.contacts.test_contacts import written
from tests.domain.network.test_waitlist import URUMQI, waits
from tests.evidence_builders import a_purchase
from tests.faces.desk.test_numbers import reported
from tests.faces.test_plans import OVER, TIMES, asked, large, nodes, too_much

pytestmark = [pytest.mark.postgresql, pytest.mark.django_db]
Sits = Callable[[object], Client]


def after_years(sits: Sits, path: str, rows: copies.Keys) -> list[str]:
    """Put rows beside themselves so often that most is over; give what a list reads too much. Sums are of all."""
    chen = sits(cast.XIAO_CHEN)
    chen.get(path)
    copies.copy(rows, OVER, begun=1000, hours_apart=0.5)
    tables = large()
    copies.grow(tables, TIMES)
    with asked() as told:
        assert chen.get(path).status_code == 200
    return too_much(tables, [one for one in told if "ORDER BY" in one[0]])


def test_calls_that_are_over_are_listed_newest_first(sits: Sits, now: datetime) -> None:
    with copies.told() as rows:
        row = written(now)
        Contact.objects.update(state="answered", ended_at=now)
    assert Contact.objects.get() == row
    assert not after_years(sits, "/desk/contacts/", {**rows})


def test_carriers_claims_that_are_over_are_listed_newest_first(sits: Sits, now: datetime) -> None:
    with copies.told() as rows:
        a_carriers_claim(now - timedelta(hours=3))
        ParcelClaim.objects.update(state="settled", owed_fen=0, claimed_fen=0, received_fen=0, given_up_fen=0)
    assert not after_years(sits, "/desk/parcels/?only=settled", {**rows})


def test_who_waited_once_is_not_read_with_who_waits_for_a_window(now: datetime) -> None:
    ground.lay(now=now)
    with copies.told() as rows:
        waits(URUMQI, now)
        Waiting.objects.update(state="served", for_window=True, updated_at=now - timedelta(days=60))
    copies.copy(rows, OVER, begun=1000, hours_apart=0.5)
    tables = large()
    copies.grow(tables, TIMES)
    with asked() as told:
        assert network.window_queues(since=now - timedelta(days=1)) == []
    assert not too_much(tables, told)


def test_a_check_counts_the_last_month_of_its_number_alone(now: datetime) -> None:
    ground.lay(now=now)
    Check.objects.bulk_create(
        Check(number=f"V-{n}-{code}", kind="hotline", code=code, answer="genuine", at=now - timedelta(days=days))
        for n in range(OVER)
        for code, days in (("4001", 60 + n), (f"5{n}", 1))
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE network_check")
    tables = large()
    copies.grow(tables, TIMES)
    with asked() as told:
        assert network.genuine_card(kind="hotline", code="4001", now=now).checks_30_days == 0
    assert not too_much(tables, told)


def test_a_customers_own_messages_are_found_by_him(now: datetime) -> None:
    ground.lay(now=now)
    with copies.told() as rows:
        row = written(now)
    copies.copy(rows, OVER, begun=1000, hours_apart=0.5)
    tables = large()
    copies.grow(tables, TIMES)
    link = {"kind": "customer_link", "id": str(row.person_id), "roles": frozenset({"customer"})}
    writer = Actor(**link, areas=frozenset({f"contact:{row.pk}"}))
    with asked() as told:
        assert [one.number for one in contacts.mine(writer, now=now)] == [row.number]
    assert not too_much(tables, told)


def test_what_went_twice_long_ago_is_not_read_with_what_did_lately(now: datetime) -> None:
    ground.lay(now=now)
    with copies.told() as rows:
        one = twice(now)
    copies.copy(rows, OVER, begun=1000, hours_apart=12)
    tables = large()
    copies.grow(tables, TIMES)
    with asked() as told:
        assert billed_repairs.waiting(one.by(cast.QIAN), now=one.now)["twice"] > 100
        assert gone_twice(one.by(cast.QIAN), now=one.now, limit=100)
    assert not too_much(tables, told)


def test_numbers_that_were_looked_at_are_listed_newest_first(sits: Sits, now: datetime) -> None:
    ground.lay(now=now)
    with copies.told() as rows:
        reported(now)
        ReportedNumber.objects.update(state="cleared", looked_at=now)
    assert not after_years(sits, "/desk/numbers/", {**rows})


def test_who_has_a_case_and_what_is_not_over_is_not_looked_at_every_day(now: datetime) -> None:
    ground.lay(now=now)
    with copies.told() as rows:
        customer = builders.a_repair(now=now).repair.customer
        a_purchase(now=now)
    copies.copy(rows, OVER, begun=1000, hours_apart=0.1)
    later = now + timedelta(days=31)
    while publications.note_cases(now=later):
        pass
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE people_person, goods_purchase, people_party")
    tables = large()
    copies.grow(tables, TIMES)
    with asked() as told:
        found = list(terms.over("persons", now=later)) + list(terms.over("purchases", now=later))
    assert customer.pk not in found
    assert not too_much(tables, told)


def test_a_deep_page_of_stock_looks_up_what_it_shows_and_what_is_low_is_found(now: datetime) -> None:
    ground.lay(now=now)
    acting(lambda: shelves.fill(now=now))
    parts = list(Part.objects.all())
    with copies.told() as rows:
        house = Organisation.objects.create(kind="brand", slug="many", name="many", created_at=now)
        place = StockPlace.objects.create(house=house)
        Stock.objects.bulk_create(Stock(place=place, part=one, on_hand=4, least=2) for one in parts)
    copies.copy(rows, OVER, begun=1000, hours_apart=0)
    tables = large() - {"people_organisation"}
    copies.grow(tables, TIMES)
    for sought, offset in ((StockFilter(), 40), (StockFilter(brand="heyan"), 200), (StockFilter(text="HY3-PCB"), 40)):
        with asked() as told:
            assert len(stock.listed(actor(cast.ADMIN, now=now), sought, now=now, offset=offset, limit=20)) == 20
        assert max(one["Actual Loops"] for one in nodes(told, "parts_stockplace")) <= 20
    Stock.objects.filter(pk__in=list(Stock.objects.values_list("pk", flat=True)[:25])).update(on_hand=0)
    for stands in (stock.LOW, stock.NONE):
        with asked() as told:
            assert stock.listed(actor(cast.ADMIN, now=now), StockFilter(stands=stands), now=now, offset=0, limit=20)
        assert not too_much(tables, told)


def test_what_others_paid_for_merchants_is_not_read_with_what_they_are_asked_for(now: datetime) -> None:
    ground.lay(now=now)
    with copies.told() as rows:
        one = decided(now, lays=False)
        paid(one)
    copies.copy(rows, OVER, begun=1000, hours_apart=0.1)
    tables = large()
    copies.grow(tables, TIMES)
    with asked() as told:
        assert list(others_pay(one.by(cast.QIAN))) == []
    assert not too_much(tables, told)


def test_a_houses_month_begins_with_its_own_refunds_by_hand(now: datetime) -> None:
    ground.lay(now=now)
    with copies.told() as rows:
        one = a_claim(now=now, at="review")
        one.propose(refund(20000))
        one.wait(days=8)
        one.run()
        back = Payment.objects.get(direction="back")
        Payment.objects.filter(pk=back.pk).update(provider="bank")
        Bill.objects.filter(pk=back.bill_id).update(by_hand=True)
    copies.copy(rows, OVER, begun=1000, hours_apart=0.1)
    tables = large()
    copies.grow(tables, TIMES)
    with asked() as told:
        assert counted("organisation:another") == []
    assert not too_much(tables, told)
