"""What a provider of invoices may do wrong, played through: one invoice a bill, reversed by what goes back, or told.

The first lines of these tests are the table in `docs/reference/providers.md`.
"""

from datetime import timedelta

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from anxin.core import later, providers, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.errors import WrongState
from anxin.core.queues.models import LaterTask
from anxin.core.timeline import StreamKey
from anxin.domain.invoices import actions, queries, rules
from anxin.domain.invoices import providers as issuers
from anxin.domain.invoices.models import Invoice
from anxin.domain.people.models import Person
from tests.domain.invoices.scenes import FIRM, Scene
from tests.domain.ledger.test_money import FINANCE
from tests.standins.invoices import Nuonuo

pytestmark = pytest.mark.django_db


class TestIssued:
    def test_delivered_with_its_file_once_it_was_asked_for(self, scene: Scene) -> None:
        """Asked for, issued, its file kept on the customer's page; its cost counted"""
        assert scene.ask(FIRM, 10).state == "delivered"
        scene.run(60)
        assert (scene.blue.state, scene.blue.shown) == ("delivered", FIRM.title)
        assert len(scene.blue.official) == 20
        kept = queries.file_of(scene.blue)
        assert kept is not None
        assert kept.kind == "application/pdf"
        assert scene.bill.state == "paid"
        assert providers.spent(since=scene.now.date() - timedelta(days=1))["nuonuo"].cost_mill == 300
        assert len(scene.there.tokens) == 1

    @pytest.mark.parametrize("moods", [["drop", "500", "429", "busy", "stale"], ["hang"], ["break"]], ids=str)
    def test_once_whatever_becomes_of_the_answer(self, scene: Scene, moods: list[str]) -> None:
        """Dropped lines, answers too late, 5xx, rate limits, a token that ended early: asked again, issued once"""
        scene.there.moods.extend(["", *moods])
        with scene.impatient():
            scene.ask()
        for _ in range(10):
            scene.run(300)
        assert scene.states == ["blue delivered 10000"]
        assert len(scene.there.orders) == 1

    def test_though_its_task_was_given_up(self, scene: Scene) -> None:
        """Its task was given up after all its tries: it rests an hour and is taken up again, issued once"""
        scene.there.moods.extend(["", "drop"])
        assert scene.ask().state == "asked"
        LaterTask.objects.exclude(state="done").update(state="dead", finished_at=scene.now)
        scene.run(3599)
        assert later.take_up(now=scene.now) == 0
        scene.run(10)
        assert later.take_up(now=scene.now) == 1
        scene.run()
        scene.run(60)
        assert (scene.states, len(scene.there.orders)) == (["blue delivered 10000"], 1)

    def test_is_not_believed_about_something_else(self, scene: Scene) -> None:
        """An answer with another sum, or about another invoice: not believed, finance is told, looks go on"""
        scene.ask()
        scene.there.moods.extend(["other_sum", "other_number"] * 4)
        for pause in (*rules.PAUSES_S[:6], 300):
            scene.run(pause)
        assert scene.blue.state == "asked"
        assert queries.waiting(FINANCE) == 1
        scene.there.moods.clear()
        scene.run(3600)
        scene.run(60)
        assert scene.blue.state == "delivered"

    def test_is_not_believed_under_the_number_of_another(self, scene: Scene) -> None:
        """An answer with the official number of another invoice: not believed, finance is told, looks go on"""
        scene.ask()
        before = scene.now - timedelta(seconds=1)
        at = {"created_at": before, "updated_at": before, "state": "reversed", "official": "1" * 20}
        Invoice.objects.create(bill=scene.bill, number="I-1", amount_fen=1, **at)
        next(iter(scene.there.orders.values()))["official"] = "1" * 20
        for pause in rules.PAUSES_S[:6]:
            scene.run(pause)
        assert (scene.blue.state, scene.blue.fault, queries.waiting(FINANCE)) == ("asked", "number of another", 1)

    def test_is_asked_again_after_an_answer_of_any_shape(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        """Numbers and texts where rows belong: no answer, asked again"""
        scene.ask(seconds=10)
        real, shapes = scene.there._queryInvoiceRedConfirm, [5, "x", ["x"], {"list": 5}, {"list": "ab"}, [None], True]
        told = lambda asked, mood: ("E0000", shapes.pop()) if shapes else real(asked, mood)  # noqa: E731
        monkeypatch.setattr(scene.there, real.__name__, told)
        scene.give_back(1000)
        for _ in range(12):
            scene.run(3700)
        assert "red delivered 1000" in scene.states

    def test_although_the_file_is_late(self, scene: Scene) -> None:
        """No file, or a page instead of it: issued all the same, fetched later"""
        scene.ask()
        scene.there.moods.extend(["", "no_file", "html"])
        scene.run(10)
        assert scene.blue.state == "issued"
        for _ in range(3):
            scene.run(300)
        assert scene.blue.state == "delivered"

    def test_with_one_token_a_day(self, scene: Scene) -> None:
        """Fifty tokens in thirty days: one a day is asked for, kept sealed, and asked anew once it ends"""
        scene.ask(seconds=10)
        scene.run(86400)
        scene.give_back(1000)
        scene.run(10)
        assert len(scene.there.tokens) == 2
        assert "T2" not in str(providers.health()["nuonuo"].values)


class TestRefused:
    def test_is_shown_put_right_and_issued_once(self, scene: Scene) -> None:
        """Refused (the tax office's sign-in ended): finance reads why; tried again under the same number"""
        scene.there.state = "22"
        scene.ask(seconds=10)
        assert (scene.blue.state, queries.waiting(FINANCE)) == ("failed", 1)
        assert "扫脸" in scene.blue.fault
        scene.there.state = "2"
        acting(lambda: actions.ask_again(invoice=scene.blue, by=FINANCE, now=scene.now))
        scene.run()
        scene.run(60)
        assert (scene.blue.state, len(scene.there.orders)) == ("delivered", 1)

    def test_and_issued_after_all_counts(self, scene: Scene) -> None:
        """Refused, then issued there after all: found by a later look"""
        scene.there.state = "22"
        scene.ask(seconds=10)
        scene.there.state = "2"
        scene.run(3700)
        assert scene.blue.state == "delivered"

    def test_with_other_details_looks_at_the_first_number_first(self, scene: Scene) -> None:
        """Put right by the customer after a refusal, while the first was issued there: no second one is asked for"""
        scene.there.state = "22"
        scene.ask(seconds=10)
        scene.there.state = "2"
        scene.ask(FIRM)
        assert (scene.blue.state, len(scene.there.orders)) == ("delivered", 1)

    def test_and_both_issued_is_told(self, scene: Scene) -> None:
        """Issued for the refused number too, after another was asked: finance reads which to reverse"""
        scene.there.state = "22"
        scene.ask(seconds=10)
        (first,) = scene.there.orders.values()
        first["state"] = "22"
        scene.there.state = "20"
        scene.ask(FIRM)
        first["state"], scene.there.state = "2", "2"
        scene.run(20)
        assert scene.blue.state == "delivered"
        assert scene.blue.fault == f"{rules.TWICE}{first['official']}"
        first["official"] = ""  # reversed there by hand

    def test_at_once_by_the_provider(self, scene: Scene) -> None:
        """Refused before it stands there (a wrong field): nothing stands there, and it may be put right"""
        scene.there.refuses = "E9104"
        assert scene.ask().state == "failed"
        scene.there.refuses = ""
        assert scene.ask(FIRM, 10).state == "delivered"


class TestRed:
    def test_follows_what_goes_back_in_parts_to_the_whole(self, scene: Scene) -> None:
        """Money goes back in part, then whole: a red one over each, and the invoice is reversed"""
        scene.ask(seconds=10)
        scene.give_back(2500)
        for _ in range(2):
            scene.run(60)
        assert scene.states == ["blue delivered 10000", "red delivered 2500"]
        scene.give_back(7500)
        for _ in range(2):
            scene.run(60)
        assert scene.states == ["blue reversed 10000", "red delivered 2500", "red delivered 7500"]
        assert (scene.there.blue_fen, scene.there.red_fen) == (10000, 10000)

    def test_is_issued_once_whatever_becomes_of_the_answer(self, scene: Scene) -> None:
        """The confirmation of a red one: lines that break, answers that are lost, asked again by the same number"""
        scene.ask(seconds=10)
        scene.run(60)
        scene.there.moods.extend(["drop", "500", "break", "", "hang"])
        with scene.impatient():
            scene.give_back(2500)
            for _ in range(10):
                scene.run(300)
        assert scene.states == ["blue delivered 10000", "red delivered 2500"]
        assert len(scene.there.confirmations) == 1

    def test_follows_what_went_back_while_it_was_being_issued(self, scene: Scene) -> None:
        """Money goes back while the invoice is being issued: levelled once it is"""
        scene.there.state = "20"
        scene.ask()
        scene.give_back(4000)
        assert scene.states == ["blue asked 10000"]
        scene.there.state = "2"
        for _ in range(3):
            scene.run(60)
        assert scene.states == ["blue delivered 10000", "red delivered 4000"]

    def test_whose_confirmation_lapses_is_begun_anew_by_finance(self, scene: Scene) -> None:
        """Its confirmation waits for the buyer and lapses after 72 hours: finance begins another"""
        scene.ask(seconds=10)
        scene.there.confirms = "02"
        scene.give_back(10000)
        scene.run(60)
        red = Invoice.objects.select_related("bill", "blue").get(blue=scene.blue)
        assert (red.state, red.fault) == ("asked", "buyer confirms")
        scene.there.confirms = "07"
        for _ in range(3):
            scene.run(300)
        red.refresh_from_db()
        assert (red.state, red.fault) == ("failed", "confirmation lapsed")
        scene.there.confirms = "01"
        acting(lambda: actions.ask_again(invoice=red, by=FINANCE, now=scene.now))
        for _ in range(3):
            scene.run(60)
        assert scene.blue.state == "reversed"

    def test_reverses_what_is_wrong_and_another_may_be_asked_for(self, scene: Scene) -> None:
        """Something in it is wrong: reversed whole, then issued anew with what is right"""
        first = scene.ask(seconds=10)
        acting(lambda: actions.correct(invoice=first, why="抬头错了", by=FINANCE, now=scene.now))
        with pytest.raises(WrongState):
            acting(lambda: actions.correct(invoice=first, why="再来", by=FINANCE, now=scene.now))
        for _ in range(3):
            scene.run(60)
        assert scene.ask(FIRM, 10).state == "delivered"
        assert [one["why"] for one in scene.there.confirmations.values()] == ["2"]

    @settings(max_examples=6)
    @given(st.lists(st.integers(1, 6000), min_size=1, max_size=4))
    def test_never_exceeds_the_blue_one(self, parts: list[int]) -> None:
        net = blue = 10000
        gone = 0
        for part in parts:
            net -= min(part, net)
            gone += rules.red_fen(amount_fen=blue, reversed_fen=gone, net_fen=net)
            assert gone == blue - net


@pytest.mark.parametrize("scene", [False], indirect=True)
class TestByHand:
    def test_is_issued_reversed_and_taken_up_by_a_provider_later(self, scene: Scene) -> None:
        """No provider: it waits for finance, who writes number and file down; its red one waits there too"""
        assert scene.ask(FIRM).state == "requested"
        assert queries.waiting(FINANCE) == 1
        assert acting(lambda: actions.open_buyer(invoice=scene.blue, by=FINANCE, now=scene.now)) == FIRM
        official = "26310000000000000001"
        acting(lambda: actions.issue(invoice=scene.blue, official=official, at=scene.now, by=FINANCE, now=scene.now))
        acting(lambda: actions.deliver(invoice=scene.blue, by=FINANCE, now=scene.now))
        scene.set_up()
        scene.give_back(10000)
        scene.take_up()
        assert scene.states == ["blue delivered 10000", "red requested 10000"]
        assert scene.there.confirmations == {}
        red = Invoice.objects.select_related("bill", "blue").get(blue=scene.blue)
        with pytest.raises(actions.NumberTaken):
            acting(lambda: actions.issue(invoice=red, official=official, at=scene.now, by=FINANCE, now=scene.now))
        number = "26310000000000000002"
        acting(lambda: actions.issue(invoice=red, official=number, at=scene.now, by=FINANCE, now=scene.now))
        assert scene.blue.state == "reversed"

    def test_what_waits_is_taken_up_once_there_is_a_provider(self, scene: Scene) -> None:
        """Asked for before there was a provider: taken up within the hour, over what is left of the bill then"""
        scene.ask()
        scene.give_back(3000)
        scene.set_up()
        scene.take_up()
        scene.run(60)
        assert scene.states[0].endswith(" 7000")
        assert scene.blue.official
        assert scene.there.blue_fen == 7000

    def test_whose_money_went_back_whole_is_none(self, scene: Scene) -> None:
        """All went back before it was issued: none is issued"""
        scene.ask()
        scene.give_back(10000)
        scene.set_up()
        scene.take_up()
        assert (scene.states, scene.blue.buyer_sealed) == (["blue dropped 10000"], "")


class TestSelfTest:
    def test_proves_keys_and_seller(self) -> None:
        """The self-test: right keys, a wrong secret, no token left"""
        now = timezone.now()
        with Nuonuo(now=now) as there:
            good = {**there.values, **there.secrets}
            assert issuers.trial(good, "nuonuo", now=now) == ""
            assert "token" in issuers.trial({**good, "app_secret": "x"}, "nuonuo", now=now)
            assert "070310" in issuers.trial({**good, "tax_number": "91310000MA1FL00000"}, "nuonuo", now=now)


def test_tax_numbers_carry_their_check_character() -> None:
    assert rules.is_tax_number("91350100M000100Y43")
    assert not rules.is_tax_number("91350100M000100Y44")
    assert not rules.is_tax_number("9135")


@pytest.mark.parametrize("scene", [False], indirect=True)
def test_erased_is_whom_it_was_for(scene: Scene) -> None:
    """Erased: what isn't issued is dropped, of what is issued the number stays"""
    scene.ask()
    person = StreamKey("person", scene.bill.payer.removeprefix("customer:"))
    acting(lambda: timeline.write(person, "people.erase", by=SYSTEM, now=scene.now))
    assert (scene.blue.state, scene.blue.buyer_sealed) == ("dropped", "")


@pytest.mark.parametrize("state", ["2", "22"])
def test_erased_while_it_is_asked_for_is_forgotten_once_it_is_answered(scene: Scene, state: str) -> None:
    """Erased while the provider is asked: forgotten once it answered, issued or refused"""
    scene.there.moods.append("drop")
    scene.ask()
    who = scene.bill.payer.removeprefix("customer:")
    Person.objects.create(pk=who, created_at=scene.now, erased_at=scene.now)
    acting(lambda: timeline.write(StreamKey("person", who), "people.erase", by=SYSTEM, now=scene.now))
    assert (scene.blue.state, bool(scene.blue.buyer_sealed)) == ("asked", True)
    scene.there.state = state
    for _turn in range(3):
        scene.run(3600)
    assert (scene.blue.state in ("issued", "delivered"), scene.blue.buyer_sealed) == (state == "2", "")
