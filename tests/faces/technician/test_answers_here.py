"""The customer answers the quote on the phone of who serves him, or at the counter: read, ticked, signed there."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from anxin.demo import bench, cast
from anxin.demo.walk import Walked, quoted
from anxin.domain.goods import queries as goods
from anxin.domain.goods.models import PriceLine
from anxin.domain.repairs.models import Quote
from tests.core.test_drawings import SIGNED
from tests.faces.conftest import DESK, PHONE, Visitor
from tests.faces.technician.phones import phone_of, walk
from tests.faces.technician.test_signature import stroke
from tests.faces.technician.test_unhappy import at
from tests.flat import flat

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("laid")]


def answers(one: Walked, name: str) -> str:
    """Return the address of an answer on the technician's phone."""
    return f"{at('job', one)}quote/{name}/"


def at_the_counter() -> Walked:
    """Walk a lock that was brought until its quote is sent."""
    one = bench.until(bench.report(now=timezone.now(), mode="drop_off"), "at_bench")
    quoted(one)
    return one


class TestAFee:
    def test_of_another_kind_is_put_on_by_the_technician_alone_and_can_be_taken_off(self, luo: Client) -> None:
        one = walk("on_site")
        book = goods.price_book(brand=one.repair.brand, on=one.now.date())
        for code in ("INSPECT", "OPENING"):
            PriceLine.objects.create(book=book, code=code, name=code, kind="fee", amount_fen=5000, category="")
        form = flat(luo.get(at("quote", one)))
        for code in ("INSPECT", "OPENING"):
            field = form.split(f'name="quantity-{code}"')[1].split(">")[0]
            assert ('type="number"' in field, 'value="0"' in field) == (True, True), code
        fields = dict(re.findall(r'name="(quantity-[^"]+)" value="([^"]*)"', form))
        sent = {"line": re.findall(r'name="line" value="([^"]+)"', form), **fields, "send": "1", "once": "1"}
        assert luo.post(at("quote", one), sent).status_code == 302
        assert [line.line.code for line in Quote.objects.get().lines.all()] == ["VISIT"]


class TestOnThePhone:
    def test_is_read_whole_ticked_and_signed(self, luo: Client, client: Client) -> None:
        one = walk("quoted")
        html = luo.get(at("job", one)).content.decode()
        assert "agree-here" in html
        assert "data-drawing" in html
        wanted = [line.line.code for line in Quote.objects.get().lines.filter(optional=True)]
        given = {"version": "1", "drawn": SIGNED, "once": "1", "chosen": wanted}
        assert wanted
        assert luo.post(answers(one, "agreement-here"), given).status_code == 302
        assert Quote.objects.get().state == "agreed"
        assert Quote.objects.get().lines.filter(optional=True, chosen=True).count() == len(wanted)
        assert "agree-here" not in luo.get(at("job", one)).content.decode()
        client.get(f"/c/{one.token}/", follow=True)
        for page in (
            luo.get(at("job", one)),
            client.get(f"/customer/repairs/{one.repair.number}/"),
            phone_of(cast.XIAO_CHEN).get(f"/desk/repairs/{one.repair.number}/"),
        ):
            assert "客户当面同意第 1 版报价并签字" in flat(page)

    @pytest.mark.parametrize(("name", "state"), [("agreement-here", "agreed"), ("refusal-here", "refused")])
    def test_is_signed_by_typed_name_as_the_form_sends_it(self, luo: Client, name: str, state: str) -> None:
        one = walk("quoted")
        given = {"version": "1", "name": "李奶奶", "read": "on", "drawn": "", "why": "太贵了", "once": "1"}
        assert luo.post(answers(one, name), given).status_code == 302
        assert Quote.objects.get().state == state

    def test_says_what_lacks_and_keeps_what_was_given(self, luo: Client) -> None:
        one = walk("quoted")
        page = luo.post(answers(one, "refusal-here"), {"version": "1", "why": "太贵了", "name": "周桂芬", "once": "1"})
        assert page.status_code == 422
        assert "请先勾选" in flat(page)
        assert "太贵了" in page.content.decode()
        code = Quote.objects.get().lines.get(optional=True).line.code
        again = luo.post(answers(one, "agreement-here"), {"version": "1", "chosen": code, "once": "2"})
        line = next(one for one in again.context["quote"]["lines"] if one["key"] == code)
        assert (again.status_code, line["chosen"]) == (422, True)
        assert Quote.objects.get().state == "sent"

    def test_of_a_version_that_was_replaced_is_refused_and_says_so(self, luo: Client) -> None:
        one = walk("quoted")
        quoted(one)
        page = luo.post(answers(one, "agreement-here"), {"version": "1", "drawn": SIGNED, "once": "1"})
        assert page.status_code == 409
        assert Quote.objects.get(version=2).state == "sent"

    def test_is_nobody_elses_to_take_and_nothing_else_goes_this_way(self, luo: Client) -> None:
        one = walk("quoted")
        given = {"version": "1", "drawn": SIGNED, "once": "1"}
        assert phone_of(cast.MASTER_LU).post(answers(one, "agreement-here"), given).status_code == 404
        assert luo.post(answers(one, "completion"), given).status_code == 404


class TestAtTheCounter:
    def test_shows_the_quote_and_takes_the_answer(self) -> None:
        one, he = at_the_counter(), phone_of(cast.BOSS_HE)
        kept = f"/outlet/counter/{one.repair.number}/"
        assert "把屏幕转给客户" in flat(he.get(kept))
        form = he.get(f"{kept}?do=agreement-here").content.decode()
        assert 'name="version" value="1"' in form
        given = {"version": "1", "drawn": SIGNED, "once": "1"}
        assert he.post(f"{kept}agreement-here/", given).status_code == 302
        assert Quote.objects.get().state == "agreed"
        assert "客户当面同意第 1 版报价并签字" in flat(he.get(kept))
        assert phone_of(cast.BOSS_TANG).get(kept).status_code == 404


@pytest.mark.browser
class TestByHand:
    def test_looks_right_at_the_door_and_at_the_counter(self, visitor: Callable[..., Visitor]) -> None:
        one = walk("quoted")
        luo = visitor(PHONE).sits_down(phone_of(cast.MASTER_LUO))
        luo.goes(at("job", one))
        luo.looks_over("tech-50-answer-here")
        luo.page.click("#agree-here summary")
        stroke(luo.page, (0.1, 0.6), (0.4, 0.2), (0.5, 0.8), on="#agree-here canvas")
        luo.looks_over("tech-51-answer-signing")
        luo.page.click("#agree-here button >> text=我同意并签字")
        luo.page.wait_for_load_state()
        assert Quote.objects.get().state == "agreed"
        luo.looks_over("tech-52-answered")
        brought = at_the_counter()
        he = visitor(DESK).sits_down(phone_of(cast.BOSS_HE))
        he.goes(f"/outlet/counter/{brought.repair.number}/?do=agreement-here")
        he.looks_over("outlet-30-answer-here")
