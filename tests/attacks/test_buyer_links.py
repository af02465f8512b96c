"""The link by which a buyer proves his phone: guessed, forwarded, used twice, over; a shop that is its own buyer."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.http import HttpRequest
from django.test import Client
from openpyxl import load_workbook

from anxin.core import outbox, vault
from anxin.core.acting import acting
from anxin.core.errors import AnxinError
from anxin.core.outbox.models import Message
from anxin.core.timeline import read
from anxin.demo import cast
from anxin.demo.walk import actor
from anxin.domain.goods.actions import buyer_links
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import BuyerLink, Purchase
from anxin.domain.goods.queries import buyer_links as links
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as people
from anxin.domain.people.models import LoginCode, NewPhone, Person, Role
from anxin.domain.shops.commands import ORDERS
from anxin.faces import shared
from tests.attacks.test_strangers_links import off_by_one
from tests.claim_builders import a_purchase

pytestmark = pytest.mark.django_db(transaction=True)
MINE, OTHER = "13900000071", "13900000072"
WAY, CODE = "/customer/order-link/", "/customer/order-link/code/"


def a_masked_order(now: datetime, order: str = "TM-1") -> Purchase:
    """Have an order from a platform that told no phone of its buyer."""
    row = a_purchase(now=now, order=order)

    def mask() -> None:
        masked = people.enrolled_anew(name="张**", phone="", now=now)
        Purchase.objects.filter(pk=row.pk).update(buyer=masked)
        people.join(stream=stream_of(row), role="customer", person=masked, now=now)

    acting(mask)
    return Purchase.objects.select_related("seller", "buyer").get(pk=row.pk)


def a_link(row: Purchase, now: datetime) -> BuyerLink:
    by = actor(cast.MERCHANT_OWNER, now=now)
    made = acting(lambda: ORDERS.give("buyer-link", row=row, by=by, now=now, fields={}))
    assert isinstance(made, BuyerLink)
    return made


def code_of() -> str:
    """Return the code that was sent last."""
    return str(outbox.carried(Message.objects.filter(template="people.new_phone_code").latest("created_at")))


class Buyer:
    """A browser with a link."""

    def __init__(self, link: BuyerLink) -> None:
        self.client = Client()
        self.opened = self.client.get(f"/o/{links.token_of(link)}/", secure=True, follow=True)

    def asks(self, order: str = "TM-1", phone: str = MINE) -> int:
        return self.client.post(WAY, {"order": order, "phone": phone}, secure=True).status_code

    def proves(self, code: str) -> int:
        return self.client.post(CODE, {"code": code}, secure=True).status_code


@pytest.fixture
def masked(live_now: datetime) -> Purchase:
    return a_masked_order(live_now)


class TestTheBuyer:
    def test_proves_his_phone_and_lands_in_his_order(self, masked: Purchase, live_now: datetime) -> None:
        buyer = Buyer(a_link(masked, live_now))
        assert buyer.opened.status_code == 200
        assert "TM-1" not in buyer.opened.content.decode()
        assert buyer.asks() == 302
        answer = buyer.client.post(CODE, {"code": code_of()}, secure=True)
        assert answer.headers["Location"].startswith("/claim/order/?order=TM-1")
        assert buyer.client.get(answer.headers["Location"], secure=True).status_code == 200
        person = Person.objects.get(pk=masked.buyer_id)
        assert person.phone_index in vault.blind_indexes(MINE)
        assert not NewPhone.objects.exists()
        told = [one for one in read(stream_of(masked)) if one.code == "goods.buyer_proved"]
        assert told[0].facts["phone"] == vault.mask_phone(MINE)
        files = Client().post("/claim/order/", {"order": "TM-1", "phone": MINE}, secure=True)
        assert files.status_code == 200

    def test_without_a_name_in_the_order_is_somebody_too(self, live_now: datetime) -> None:
        row = a_masked_order(live_now)
        Purchase.objects.filter(pk=row.pk).update(buyer=None)
        persons = Person.objects.count()
        buyer = Buyer(a_link(Purchase.objects.get(pk=row.pk), live_now))
        assert [buyer.asks(phone=one) for one in (OTHER, MINE)] == [302, 302]
        row.refresh_from_db()
        assert (row.buyer, Person.objects.count(), NewPhone.objects.count()) == (None, persons, 1), "nobody yet"
        assert buyer.proves(code_of()) == 302
        row.refresh_from_db()
        assert not NewPhone.objects.exists()
        assert row.buyer is not None
        assert row.buyer.phone_masked == vault.mask_phone(MINE)

    def test_is_offered_no_link_where_a_phone_is_known(self, live_now: datetime) -> None:
        row = a_purchase(now=live_now, order="TM-2")
        with pytest.raises(AnxinError):
            a_link(row, live_now)
        with pytest.raises(buyer_links.BuyerKnown):
            acting(
                lambda: buyer_links.make_link(purchase=row, by=actor(cast.MERCHANT_OWNER, now=live_now), now=live_now)
            )


class TestALink:
    def test_guessed_or_altered_opens_nothing(self, masked: Purchase, live_now: datetime) -> None:
        token = links.token_of(a_link(masked, live_now))
        for one in [*off_by_one(token), "0" * 64, "x", "f" * 32, masked.pk.hex]:
            answer = Client().get(f"/o/{one}/", secure=True, follow=True)
            assert answer.status_code == 404, one
            assert "链接已失效" in answer.content.decode()
        with pytest.raises(links.BuyerLinkOver):
            links.found("ü" * 64, now=live_now)

    def test_forwarded_sends_no_code_without_the_orders_number_and_ends_after_five(
        self, masked: Purchase, live_now: datetime
    ) -> None:
        link = a_link(masked, live_now)
        thief = Buyer(link)
        assert [thief.asks(order=f"TM-{n}") for n in (2, 3, 4, 5)] == [422] * 4
        assert not Message.objects.filter(template="people.new_phone_code").exists()
        thief.asks(order="TM-6")
        link.refresh_from_db()
        assert (link.tries, link.end) == (5, "wrong")
        assert Buyer(link).opened.status_code == 404

    def test_is_used_once(self, masked: Purchase, live_now: datetime) -> None:
        link = a_link(masked, live_now)
        first, second = Buyer(link), Buyer(link)
        assert (first.asks(), first.proves(code_of())) == (302, 302)
        assert second.asks(phone=OTHER) == 404
        assert Person.objects.get(pk=masked.buyer_id).phone_masked == vault.mask_phone(MINE)

    def test_is_over_after_three_days_and_when_another_is_made(self, masked: Purchase, live_now: datetime) -> None:
        old = a_link(masked, live_now - timedelta(hours=72))
        assert Buyer(old).opened.status_code == 404
        first = a_link(masked, live_now)
        second = a_link(masked, live_now)
        assert (Buyer(first).opened.status_code, Buyer(second).opened.status_code) == (404, 200)

    def test_takes_no_wrong_code_five_times(self, masked: Purchase, live_now: datetime) -> None:
        buyer = Buyer(a_link(masked, live_now))
        buyer.asks()
        right = code_of()
        wrong = "000000" if right != "000000" else "111111"
        assert [buyer.proves(wrong) for _ in range(5)] == [422] * 5
        assert buyer.proves(right) == 422
        assert not Person.objects.get(pk=masked.buyer_id).phone_sealed

    def test_sends_five_codes_at_most(self, masked: Purchase, live_now: datetime) -> None:
        link = a_link(masked, live_now)
        BuyerLink.objects.filter(pk=link.pk).update(sent=5)
        assert Buyer(link).asks() == 404
        assert not LoginCode.objects.exists()

    def test_leads_to_no_code_of_another_session(self, masked: Purchase, live_now: datetime) -> None:
        assert Client().get(CODE, secure=True).status_code == 302
        stranger = Client()
        assert stranger.post(WAY, {"order": "TM-1", "phone": MINE}, secure=True).status_code == 404
        assert masked.buyer_id


def _told(code: str) -> set[str]:
    return set(Notice.objects.filter(code=code).values_list("account__username", flat=True))


class TestTheShop:
    def test_is_no_buyer_with_a_phone_of_its_people_and_its_owner_and_the_operator_are_told(
        self, masked: Purchase, live_now: datetime
    ) -> None:
        link = a_link(masked, live_now)
        assert Buyer(link).asks(phone=cast.MERCHANT_OWNER.phone) == 422
        link.refresh_from_db()
        assert link.end == "own"
        assert not Message.objects.filter(template="people.new_phone_code").exists()
        assert "goods.link_own" in [one.code for one in read(stream_of(masked))]
        assert _told("buyer_link_own") == {cast.MERCHANT_OWNER.username}
        assert {cast.LIN.username, cast.SUN.username} <= _told("review_link_own")

    def test_is_no_buyer_for_ninety_days_after_its_people_left(self, live_now: datetime) -> None:
        roles = Role.objects.filter(account__username=cast.MERCHANT_OWNER.username)
        for days, answered in ((89, 422), (91, 302)):
            row = a_masked_order(live_now, f"TM-{days}")
            buyer = Buyer(a_link(row, live_now))
            roles.update(to_at=live_now - timedelta(days=days))
            assert buyer.asks(order=f"TM-{days}", phone=cast.MERCHANT_OWNER.phone) == answered
            roles.update(to_at=None)

    def test_is_told_of_a_phone_that_buys_often(self, live_now: datetime) -> None:
        for number in (1, 2, 3):
            row = a_masked_order(live_now, f"TM-{number}")
            buyer = Buyer(a_link(row, live_now))
            assert (buyer.asks(f"TM-{number}"), buyer.proves(code_of())) == (302, 302)
            codes = [one.code for one in read(stream_of(row))]
            assert ("goods.link_often" in codes) is (number == 3)
        assert _told("buyer_link_often") == {cast.MERCHANT_OWNER.username}
        assert {cast.LIN.username, cast.SUN.username} <= _told("review_link_often")

    def test_makes_no_link_for_an_order_of_another_house(self, masked: Purchase, live_now: datetime) -> None:
        other = actor(cast.HEYAN_OWNER, now=live_now)
        with pytest.raises(AnxinError):
            acting(lambda: ORDERS.give("buyer-link", row=masked, by=other, now=live_now, fields={}))

    def test_holds_the_database_for_ten_links_at_a_time(
        self,
        live_now: datetime,
        sits: Callable[[object], Client],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        for number in range(12):
            a_masked_order(live_now, f"TM-{number}")
        made = list[int]()

        def counted(request: HttpRequest, work: Callable[[], None]) -> None:
            before = BuyerLink.objects.count()
            acting(work)
            made.append(BuyerLink.objects.count() - before)

        owner = sits(cast.MERCHANT_OWNER)
        monkeypatch.setattr(shared, "act", counted)
        assert owner.post("/merchant/purchases/links/").status_code == 200
        assert made == [10, 2]

    def test_takes_a_column_of_links_away_as_a_table(
        self, masked: Purchase, live_now: datetime, sits: Callable[[object], Client]
    ) -> None:
        a_masked_order(live_now, "TM-2")
        a_purchase(now=live_now, order="TM-3")
        owner = sits(cast.MERCHANT_OWNER)
        assert "买家售后链接（Excel）" in owner.get("/merchant/purchases/").content.decode()
        answer = owner.post("/merchant/purchases/links/")
        rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
        assert {one[0] for one in rows[1:]} == {"TM-1", "TM-2"}
        assert all("/o/" in str(one[4]) for one in rows[1:])
        owner.post("/merchant/purchases/links/")
        assert BuyerLink.objects.count() == 2
        assert owner.get("/merchant/purchases/links/").status_code == 405
        page = owner.get(f"/merchant/purchases/{masked.pk}/").content.decode()
        assert links.token_of(BuyerLink.objects.get(purchase=masked)) in page


def test_links_are_forgotten_a_month_after_their_end(masked: Purchase, live_now: datetime) -> None:
    a_link(masked, live_now)
    assert acting(lambda: buyer_links.forget(now=live_now + timedelta(days=32))) == 0
    assert acting(lambda: buyer_links.forget(now=live_now + timedelta(days=34))) == 1
