"""A company asks for a special invoice (专票): each thing that stands on it is checked, finance looks, titles are kept.

The first lines of these tests are the table in `docs/reference/providers.md`.
"""

from datetime import timedelta
from uuid import uuid4

import pytest

from anxin.core import settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.commands.table import typed
from anxin.core.errors import Invalid
from anxin.core.timeline import StreamKey
from anxin.domain.invoices import actions, choices, queries
from anxin.domain.invoices.commands import INVOICES
from anxin.domain.invoices.commands.fields import SpecialWish
from anxin.domain.invoices.models import Invoice, Title
from anxin.domain.invoices.queries import Buyer
from anxin.domain.ledger.models import Bill
from anxin.domain.people.models import Person
from tests.domain.invoices.scenes import FIRM, Scene
from tests.domain.ledger.scenes import OPERATOR
from tests.domain.ledger.test_money import CUSTOMER, FINANCE

pytestmark = pytest.mark.django_db
SPECIAL = {
    **{"title": "上海合宜贸易有限公司", "tax_number": "91350100 m000100y43", "address": "上海市示例路 1 号"},
    **{"tel": "021-65550123", "bank": "示例银行上海分行", "account": "6222 0000 1111 2222", "mail": "cw@example.com"},
}


class TestSpecial:
    def ask(self, scene: Scene) -> Invoice:
        buyer = Buyer(**typed(SpecialWish, SPECIAL).model_dump(exclude={"keep"}))
        acting(lambda: actions.ask_for(bill=scene.bill, buyer=buyer, by=CUSTOMER, now=scene.now, special=True))
        scene.run()
        return scene.blue

    def give(self, scene: Scene, name: str, **fields: object) -> None:
        acting(lambda: INVOICES.give(name, row=scene.blue, by=FINANCE, now=scene.now, fields=fields))
        scene.run()
        scene.run(60)

    def test_is_looked_at_issued_with_all_that_stands_on_it_and_reversed_as_one(self, scene: Scene) -> None:
        """A special one: finance looks first; company, address, telephone, bank and account go along; red ones too"""
        assert (self.ask(scene).state, scene.there.orders, queries.waiting(FINANCE)) == ("requested", {}, 1)
        scene.take_up()
        assert scene.there.orders == {}
        self.give(scene, "clearance")
        (order,) = scene.there.orders.values()
        assert (scene.blue.state, order["line"], order["buyer"][1]) == ("delivered", "bs", "91350100M000100Y43")
        for fen in (1, 3333):
            scene.give_back(fen)
            scene.run(60)
        told = queries.totals(queries.finance_list(FINANCE, queries.InvoiceSearch(kind="special")))
        assert (told.special_fen, told.special_red_fen, told.ordinary_fen) == (10000, 3334, 0)
        assert told.net_fen == scene.bill.paid_fen - scene.bill.refunded_fen
        Bill.objects.filter(pk=scene.bill.pk).update(refunded_fen=3335)
        assert [one.number for one in queries.finance_list(FINANCE, queries.InvoiceSearch(only="differs"))] == [
            scene.blue.number
        ]
        Bill.objects.filter(pk=scene.bill.pk).update(refunded_fen=3334)

    def test_is_summed_in_its_month_where_no_day_is_asked_for(self, scene: Scene) -> None:
        """Sums of everything there ever was would be read each time: they are this month's, unless days are given"""
        self.ask(scene)
        self.give(scene, "clearance")
        every = queries.InvoiceSearch(since=scene.now.date() - timedelta(days=400))
        Invoice.objects.update(created_at=scene.now - timedelta(days=40))

        def summed(asked: queries.InvoiceSearch) -> int:
            rows = queries.finance_list(FINANCE, queries.of_this_month(asked, now=scene.now))
            return queries.totals(rows).special_fen

        assert (summed(queries.InvoiceSearch()), summed(every)) == (0, 10000)

    def test_is_refused_with_the_reason_and_an_ordinary_one_follows(self, scene: Scene) -> None:
        """No special one for this service, or its details don't fit: the customer reads why, takes an ordinary one"""
        self.ask(scene)
        self.give(scene, "refusal", reason="exempt")
        assert (scene.blue.state, scene.blue.fault, scene.blue.buyer_sealed) == ("dropped", "exempt", "")
        assert scene.ask(FIRM, 10).state == "delivered"
        assert [one["line"] for one in scene.there.orders.values()] == ["pc"]

    @pytest.mark.parametrize(
        ("other", "field"),
        [
            ({"tax_number": ""}, "tax_number"),
            ({"tax_number": "91350100M000100Y44"}, "tax_number"),
            ({"tax_number": "123456789012345"}, "tax_number"),
            ({"tel": "65550123"}, "tel"),
            ({"bank": "我家楼下"}, "bank"),
            ({"account": "1234"}, "account"),
            ({"address": ""}, "address"),
            ({"mail": ""}, "mail"),
        ],
    )
    def test_asks_for_each_thing_that_stands_on_it(self, other: dict[str, object], field: str) -> None:
        """A person, a tax number that doesn't check, no area code, no bank, no account: refused, and said where"""
        with pytest.raises(Invalid) as refused:
            typed(SpecialWish, {**SPECIAL, **other})
        assert refused.value.facts["field"] == field

    def test_is_none_where_the_house_issues_none(self, scene: Scene) -> None:
        """A house that may issue none: not offered, and refused to who sends it all the same"""
        told = {"name": "invoices.special", "value": choices.NONE, "valid_from": scene.now}
        acting(lambda: settings.propose(**told, by=OPERATOR, now=scene.now))
        with pytest.raises(actions.NoSpecial):
            self.ask(scene)


@pytest.mark.parametrize("scene", [False], indirect=True)
def test_titles_are_kept_for_who_proved_his_phone_and_go_with_him(scene: Scene) -> None:
    """Titles: kept once each, ten at most, opened by no link, erased with the customer"""
    person = Person.objects.create(created_at=scene.now, phone_index="index")
    by, link = (Actor(kind=kind, id=str(person.id)) for kind in ("customer_phone", "customer_link"))
    buyers = [Buyer(title=f"示例{n}", mail="a@example.com") for n in range(11)]
    for one in (FIRM, *buyers, buyers[10]):
        acting(lambda one=one: actions.keep_title(buyer=one, by=by, now=scene.now))
        scene.now += timedelta(seconds=1)
    kept = [one for _key, one in queries.titles(by)]
    assert (kept[0], len(kept), FIRM in kept, queries.titles(link)) == (buyers[10], 10, False, [])
    first = queries.titles(by)[0][0]
    acting(lambda: actions.remove_title(key=first, by=Actor(kind="customer_phone", id=str(uuid4()))))
    assert len(queries.titles(by)) == 10
    acting(lambda: timeline.write(StreamKey("person", str(person.id)), "people.erase", by=SYSTEM, now=scene.now))
    assert not Title.objects.exists()


def test_whom_it_was_for_is_forgotten_once_accounts_need_not_be_kept(scene: Scene) -> None:
    """Older than accounts have to be kept: whom it was for is forgotten, the invoice stays"""
    scene.ask(FIRM, 10)
    for years, left in ((29, True), (31, False)):
        acting(lambda years=years: actions.forget_old(now=scene.now + timedelta(days=366 * years)))
        assert bool(scene.blue.buyer_sealed) is left
    assert (scene.blue.official != "", scene.blue.shown) == (True, FIRM.title)
