"""Whom the brand of a case suspended is nobody to let in: not by the check, though another brand vouches."""

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.models import Authorisation
from anxin.domain.repairs import queries as repairs
from anxin.domain.repairs.commands import TABLE
from anxin.faces.api.genuine_answers import genuine_of
from anxin.faces.ground.authorisations import losses
from tests.builders import Walked, a_repair, at_a_bench
from tests.faces.customer.test_progress import address, entered
from tests.faces.technician.phones import account_of
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
VERIFY = "/verify/"


def word(kind: str, code: str, brand: str = cast.HEYAN.slug) -> Authorisation:
    return Authorisation.objects.get(kind=kind, code=code, brand__slug=brand, state="authorised")


def suspend(row: Authorisation, now: datetime) -> None:
    acting(lambda: network.suspend(authorisation=row, why="整改", by=ground.owner_of(row.brand), now=now))


def at_the_door() -> Walked:
    return a_repair(now=timezone.now() - timedelta(minutes=40), at="on_site")


def check(code: str, kind: str = "technician", brand: str = "") -> str:
    asked = {"kind": kind, "code": code, **({"brand": brand} if brand else {})}
    return flat(Client().get(VERIFY, asked))


class TestCheck:
    def test_of_the_brands_page_warns_of_whom_it_suspended_though_another_vouches(self) -> None:
        walk = at_the_door()
        number = walk.visit.technician.number
        assert "官方授权" in check(number, brand=cast.HEYAN.slug)
        suspend(word("technician", number), timezone.now())
        page = check(number, brand=cast.HEYAN.slug)
        assert "禾砚暂停了" in page
        assert "先别付款" in page
        assert "官方授权" not in page
        page = check(number, brand=cast.QINGFENG.slug)
        assert "官方授权" in page
        assert "禾砚暂停了" in page

    @pytest.mark.parametrize("brand", [cast.HEYAN.slug, cast.HEYAN.slug.upper(), cast.HEYAN.name])
    def test_knows_the_brand_however_it_is_written_and_tells_programs_the_same(self, brand: str) -> None:
        number = at_the_door().visit.technician.number
        suspend(word("technician", number), timezone.now())
        assert "先别付款" in check(number, brand=brand)
        told = Client().get(f"/api/v1/verify/technician/{number}", {"brand": brand}).json()
        assert (told["status"], told["danger"]) == ("suspended", True)
        assert not Client().get(f"/api/v1/verify/technician/{number}", {"brand": "x"}).json()["danger"]

    def test_of_the_brands_page_warns_of_whom_it_vouches_for_no_more(self) -> None:
        walk = at_the_door()
        row = word("technician", walk.visit.technician.number)
        acting(lambda: network.revoke(authorisation=row, why="x", by=ground.owner_of(row.brand), now=timezone.now()))
        page = check(row.code, brand=cast.HEYAN.slug)
        assert "先别付款" in page
        assert "官方授权" not in page
        card = queries.genuine_card(kind="technician", code=row.code, now=timezone.now())
        assert card.against == (), "what ended once is no warning to whom another brand sends him"

    def test_without_a_brand_names_who_suspended_him_beside_who_vouches(self) -> None:
        number = at_the_door().visit.technician.number
        suspend(word("technician", number), timezone.now())
        page = check(number)
        assert "官方授权" in page
        assert "禾砚暂停了" in page
        assert page.index("他是以禾砚的名义来的吗") < page.index("禾砚暂停了"), "above the rows, in the tone of danger"
        assert 'data-tone="red"' in page.split("他是以禾砚的名义来的吗")[0].rsplit("官方授权", 1)[1]
        card = queries.genuine_card(kind="technician", code=number, now=timezone.now())
        assert genuine_of(card).suspended_by == ["禾砚"]

    def test_warns_of_an_outlet_that_the_brand_suspended_and_of_who_is_sent_from_nowhere_else(self) -> None:
        walk = at_the_door()
        visit = walk.visit
        suspend(word("outlet", visit.outlet.code), timezone.now())
        for kind, code in (("outlet", visit.outlet.code), ("technician", visit.technician.number)):
            page = check(code, kind, cast.HEYAN.slug)
            assert "先别付款" in page, kind
            assert "官方授权" not in page, kind
            page = check(code, kind)
            assert "官方授权" in page, kind
            assert "先别付款" not in page, kind
            assert "禾砚" in page, kind


class TestForm:
    def test_says_that_somebody_stands_at_a_door_with_the_word(self) -> None:
        number = at_the_door().visit.technician.number
        said = "".join(losses.said([word("technician", number)]))
        assert "1" in said
        assert "门口" in said


class TestPage:
    def test_warns_in_red_and_names_no_sum_to_pay(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(minutes=40), at="billed")
        client, number = entered(walk), walk.visit.technician.number
        assert "应付" in flat(client.get(address(walk)))
        suspend(word("technician", number), timezone.now())
        answer = client.get(address(walk))
        page = flat(answer)
        assert "text-head text-red-ink" in answer.content.decode()
        assert "请不要付钱" in page
        assert "现在一分钱都不要付" in page
        assert "应付" not in page

    def test_of_what_was_done_shows_no_badge_of_him_whom_the_check_warns_of(self) -> None:
        walk = a_repair(now=timezone.now() - timedelta(minutes=40), at="closed")
        client, visit = entered(walk), walk.visit
        assert "禾砚授权" in flat(client.get(address(walk)))
        suspend(word("outlet", visit.outlet.code), timezone.now())
        page = flat(client.get(address(walk)))
        assert "禾砚授权" not in page
        assert "授权到" not in page


class TestGoods:
    def test_ready_at_an_outlet_vouched_for_no_more_are_paid_on_the_page_alone(self) -> None:
        walk = at_a_bench(now=timezone.now() - timedelta(minutes=40), mode="drop_off", at="mended")
        client = entered(walk)
        assert "柜台" in flat(client.get(address(walk))).partition("<h1")[2].partition("</section>")[0]
        row, boss = word("outlet", "AX-CD-01"), walk.by(cast.BOSS_HE)

        def takes_cash() -> bool:
            seen = repairs.situation(walk.repair, by=boss, now=timezone.now())
            return "cash" in TABLE.allowed(seen, boss)

        assert takes_cash()
        suspend(row, timezone.now())
        assert not takes_cash()
        answer = client.get(address(walk))
        page = flat(answer)
        head = page.partition("<h1")[2].partition("</section>")[0]
        assert "别在网点付" in head
        assert "不再授权它所在的网点" in head
        assert "text-red-ink" in head
        assert "品牌不再授权" in page
        assert "可付现金" not in page
        acting(lambda: network.resume(authorisation=row, by=ground.owner_of(row.brand), now=timezone.now()))
        assert "别在网点付" not in flat(client.get(address(walk)))


class TestDesk:
    def test_says_in_red_what_the_customers_page_warns_of_and_to_ring_both(self) -> None:
        walk = at_the_door()
        client = Client()
        client.force_login(account_of(cast.XIAO_CHEN))
        page = f"/desk/repairs/{walk.repair.number}/"
        assert "给客户和现场的人打电话" not in flat(client.get(page))
        suspend(word("technician", walk.visit.technician.number), timezone.now())
        said = flat(client.get(page))
        assert "给客户和现场的人打电话" in said
        assert "请不要付钱" in said

    def test_puts_the_case_above_every_broken_promise_in_its_queue_and_calls_it_in_red(self) -> None:
        a_repair(now=timezone.now() - timedelta(hours=3), at="submitted", customer=cast.NEIGHBOUR)
        walk = at_the_door()
        client = Client()
        client.force_login(account_of(cast.XIAO_CHEN))
        assert "马上打" not in flat(client.get("/desk/repairs/?list=1"))
        row = word("technician", walk.visit.technician.number)
        suspend(row, timezone.now())
        answer = client.get("/desk/repairs/?list=1")
        assert "马上打电话 1" in flat(answer)
        assert 'data-state="missed"' in answer.content.decode().partition("马上打给双方")[0].rpartition("<li>")[2]
        found = repairs.queue(walk.by(cast.XIAO_CHEN), now=timezone.now())
        assert [(one.number == walk.repair.number, one.danger) for one in found.rows] == [(True, True), (False, False)]
        assert (found.total, found.danger) == (2, 1)
        second = repairs.queue(walk.by(cast.XIAO_CHEN), now=timezone.now(), offset=1, limit=1)
        assert [one.danger for one in second.rows] == [False]
        acting(lambda: network.resume(authorisation=row, by=ground.owner_of(row.brand), now=timezone.now()))
        assert repairs.queue(walk.by(cast.XIAO_CHEN), now=timezone.now()).danger == 0
