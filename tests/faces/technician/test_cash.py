"""Cash on the technician's phone: begun there, booked by the digits of the customer's page, handed in at the desk."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.settings import propose
from anxin.demo import cast
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.models import Bill
from anxin.domain.visits.models import FieldPhoto
from tests.core.test_drawings import SIGNED
from tests.faces.technician.phones import phone_of, walk
from tests.faces.technician.test_unhappy import at
from tests.flat import flat

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("laid")]
Sits = Callable[[cast.Member], Client]


class TestCash:
    def test_is_taken_with_the_customers_digits_and_handed_in(self, luo: Client, sits: Sits, settings) -> None:  # type: ignore[no-untyped-def]
        one = walk("coded")
        settings.PLAY = False
        customer = Client()
        customer.get(f"/c/{one.token}/")
        theirs = f"/customer/repairs/{one.repair.number}/"
        bill = Bill.objects.get(stream_key=one.repair.pk, state="agreed")
        self._is_the_way_where_nobody_takes_money_online(flat(luo.get(at("job", one))), flat(customer.get(theirs)))
        settings.PLAY = True
        assert "只在本页付款" in flat(customer.get(theirs))
        assert "客户付现金" in flat(luo.get(at("job", one)))
        assert luo.post(at("cash", one), {"once": "k-1"}).status_code == 302
        code = ledger.code_of(ledger.view(bill).cash)
        page = flat(luo.get(at("job", one)))
        assert "现金确认码" in page
        assert code not in page
        assert code in flat(customer.get(theirs))
        wrong = "000000" if code != "000000" else "111111"
        answer = luo.post(at("cash", one), {"code": wrong, "once": "k-2"})
        assert (answer.status_code, "还能试 2 次" in flat(answer)) == (422, True)
        assert luo.post(at("cash", one), {"code": code, "once": "k-3"}).status_code == 302
        bill.refresh_from_db()
        assert bill.state == "paid"
        assert "· 现金 ·" in flat(customer.get(theirs))
        assert "您替公司保管的现金" in flat(luo.get("/technician/earnings/"))
        self._is_handed_in(sits(cast.QIAN), bill.total_fen)

    def test_is_signed_for_by_who_has_no_page_to_read_a_code_from(self, luo: Client) -> None:
        one = walk("coded")
        bill = Bill.objects.get(stream_key=one.repair.pk, state="agreed")
        assert luo.post(at("cash_signature", one), {"drawn": SIGNED, "once": "k-0"}).status_code == 409, "not begun"
        assert 'id="sign-cash"' not in luo.get(at("job", one)).content.decode()
        assert luo.post(at("cash", one), {"once": "k-1"}).status_code == 302
        assert 'id="sign-cash"' in luo.get(at("job", one)).content.decode()
        for given, said in (({"name": "周桂芬"}, "请先勾选"), ({"name": cast.MASTER_LUO.name, "read": "on"}, "")):
            refused = luo.post(at("cash_signature", one), {**given, "once": f"k-{len(given)}"})
            assert (refused.status_code, said in flat(refused)) == (422, True)
        bill.refresh_from_db()
        assert (bill.state, FieldPhoto.objects.filter(slot="cash").count()) == ("agreed", 0)
        assert phone_of(cast.MASTER_LU).post(at("cash_signature", one), {"drawn": SIGNED}).status_code == 404
        assert luo.post(at("cash_signature", one), {"drawn": SIGNED, "once": "k-5"}).status_code == 302
        bill.refresh_from_db()
        assert (bill.state, bill.paid_fen) == ("paid", bill.total_fen)
        kept = FieldPhoto.objects.get(slot="cash")
        (fact,) = [entry for entry in timeline.read(one.repair.stream()) if entry.code == "ledger.cash_signed"]
        assert (fact.facts["sha256"], fact.facts["amount_fen"]) == (kept.file, bill.total_fen)
        assert "客户付现金并当面签字" in flat(luo.get(at("job", one)))
        assert not list(timeline.verify())

    def test_is_signed_for_by_typed_name_as_the_form_sends_it(self, luo: Client) -> None:
        one = walk("coded")
        bill = Bill.objects.get(stream_key=one.repair.pk, state="agreed")
        assert luo.post(at("cash", one), {"once": "k-1"}).status_code == 302
        given = {"name": "李奶奶", "read": "on", "drawn": "", "once": "k-2"}
        assert luo.post(at("cash_signature", one), given).status_code == 302
        bill.refresh_from_db()
        assert bill.state == "paid"

    def test_is_no_way_for_a_sum_above_its_limit_and_nobody_says_so(self, luo: Client, settings) -> None:  # type: ignore[no-untyped-def]
        one = walk("coded")
        settings.PLAY = False
        by = Actor(kind="staff", id="o", organisation="o", roles=frozenset({"operator"}))
        most: dict[str, Any] = {"name": "ledger.cash_most_yuan", "value": 1, "valid_from": one.now}
        acting(lambda: propose(**most, by=by, now=one.now))
        customer = Client()
        customer.get(f"/c/{one.token}/")
        theirs, his = flat(customer.get(f"/customer/repairs/{one.repair.number}/")), flat(luo.get(at("job", one)))
        assert "现金当面交给师傅" not in theirs
        assert "请留言或打热线，商量怎么付" in theirs
        assert "请按账单那里的办法收现金" not in his
        assert "超过可收现金的上限" in his

    def _is_the_way_where_nobody_takes_money_online(self, his: str, theirs: str) -> None:
        assert "现金当面交给师傅" in theirs
        assert "只在本页付款" not in theirs
        assert 'form="pay"' not in theirs
        assert "请按账单那里的办法收现金" in his
        assert "在自己的页面付" not in his

    def _is_handed_in(self, qian: Client, fen: int) -> None:
        assert "待上交的现金" in flat(qian.get("/desk/money/"))
        way = f"/desk/money/cash/technician/{cast.MASTER_LUO.number}/"
        asked = flat(qian.get(f"{way}?do=handing-in"))
        assert "当面点清" in asked, "it is looked at twice"
        given = {"counted_fen": f"{(fen - 100) / 100:.2f}", "once": "k-4"}
        told = qian.post(f"{way}handing-in/", given, follow=True)
        assert "还有 ¥1.00 在他手上" in flat(told)
        assert phone_of(cast.MASTER_LUO).post(f"{way}handing-in/", {"counted_fen": "1.00"}).status_code == 403
        qian.post(f"{way}handing-in/", {"counted_fen": "1.00", "once": "k-5"})
        assert "待上交的现金" not in flat(qian.get("/desk/money/"))
