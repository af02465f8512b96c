"""The same for what goes back, the self-test, and statements."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.utils.timezone import localtime

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, WrongState
from anxin.domain.ledger import actions, queries
from anxin.domain.ledger import providers as payments
from anxin.domain.ledger.actions import Received
from anxin.domain.ledger.actions.corrections import SecondPerson
from anxin.domain.ledger.actions.remittances import book_remittance, pay_out
from anxin.domain.ledger.commands import DIFFERENCES
from anxin.domain.ledger.models import Difference, Transfer
from anxin.domain.ledger.providers.alipay import _unpacked
from anxin.domain.ledger.rules import is_by_hand
from anxin.domain.ledger.rules.situation import called, may_give_back
from tests.domain.ledger.scenes import Scene
from tests.domain.ledger.test_money import FINANCE
from tests.standins import rsa
from tests.standins.alipay import sheet

SECOND = Actor(kind="staff", id="second", organisation="o", roles=frozenset({"finance"}))


class TestGivenBack:
    def test_in_parts(self, scene: Scene) -> None:
        """Part refunds, each once"""
        scene.paid()
        for fen in (2500, 7500):
            assert scene.give_back(fen).state == "succeeded"

        assert (scene.bill.state, scene.bank.returned_fen) == ("refunded", 10000)

    @pytest.mark.parametrize("mood", ["break", "drop", "forged"])
    def test_once_although_the_answer_was_lost(self, scene: Scene, mood: str) -> None:
        """A refund whose answer is late, lost, refused or forged: looked up first, sent once"""
        scene.paid()
        scene.bank.moods.append(mood)
        row = scene.give_back(4000)
        assert row.state == "called"
        scene.run(30)
        row.refresh_from_db()

        assert (row.state, scene.bank.returned_fen, len(scene.bank.refunds)) == ("succeeded", 4000, 1)

    def test_later_and_told_before_the_look(self, scene: Scene) -> None:
        """A refund under way, told before we look; twice"""
        scene.paid()
        scene.bank.slow_refunds = True
        row = scene.give_back(4000)
        assert row.state == "called"
        scene.bank.finish_refund(row.number)
        answers = {scene.hear(scene.bank.told_refund(row.number)) for _ in range(2)}
        row.refresh_from_db()

        assert (answers, row.state, scene.bill.refunded_fen) == ({200}, "succeeded", 4000)

    def test_when_there_is_money_again(self, scene: Scene) -> None:
        """Too little money at the provider: kept up, then sent once"""
        scene.paid()
        scene.bank.moods.append("poor")
        row = scene.give_back(4000)
        assert row.state == "called"
        scene.run(30)
        row.refresh_from_db()

        assert (row.state, scene.bank.returned_fen) == ("succeeded", 4000)

    def test_not_but_to_a_person(self, wechat: Scene) -> None:
        """A refund the payer's bank sends back (ABNORMAL, WeChat): a person's work, never sent again"""
        wechat.paid()
        wechat.bank.slow_refunds = True
        row = wechat.give_back(4000)
        wechat.bank.finish_refund(row.number, "ABNORMAL")
        wechat.run(30)
        row.refresh_from_db()

        assert (row.state, row.fault, wechat.bill.reserved_fen) == ("unclear", "ABNORMAL", 4000)

    def test_refused_is_a_persons_and_is_set_free_by_him(self, scene: Scene) -> None:
        """A refund that is refused for good: a person's work, never sent again; said not to go, its sum is free"""
        scene.paid()
        row = next(iter(scene.bank.orders.values()))
        row["total"] = 3000
        back = scene.give_back(4000)
        assert (back.state, scene.bill.reserved_fen, scene.bank.returned_fen) == ("unclear", 4000, 0)
        scene.run(3 * 86400)
        assert (scene.bank.returned_fen, is_by_hand(back.fault)) == (0, True)
        acting(lambda: actions.clear(payment=back, succeeded=False, reference="", by=FINANCE, now=scene.now))
        back.refresh_from_db()
        scene.bill.refresh_from_db()

        assert (back.state, scene.bill.reserved_fen) == ("failed", 0)

    def test_after_all_beside_the_one_in_its_place_is_owed_back_by_two(self, wechat: Scene) -> None:
        """Sent back by the payer's bank, said not to go, sent anew, and then the first one goes, too"""
        wechat.paid()
        wechat.bank.slow_refunds = True
        first = wechat.give_back(4000)
        wechat.bank.finish_refund(first.number, "ABNORMAL")
        wechat.run(30)
        acting(lambda: actions.clear(payment=first, succeeded=False, reference="", by=FINANCE, now=wechat.now))
        wechat.bank.slow_refunds = False
        assert wechat.give_back(4000).state == "succeeded"
        wechat.bank.finish_refund(first.number)
        assert wechat.hear(wechat.bank.told_refund(first.number)) == 200
        row = Difference.objects.get()
        case = queries.difference_situation(row, by=FINANCE, now=wechat.now)
        assert called(kind=row.kind, direction=row.direction) == "gone_after_all"
        assert not may_give_back(case)

        fields = {"why": "微信后台又处理成功"}
        acting(lambda: DIFFERENCES.give("second", row=row, by=FINANCE, now=wechat.now, fields=fields))
        row.refresh_from_db()
        acting(lambda: DIFFERENCES.give("agreement", row=row, by=SECOND, now=wechat.now, fields={}))
        booked = Transfer.objects.get(reason="correction")
        assert (booked.debit, booked.credit, booked.amount_fen) == ("house:paid_twice", "provider:wechat", 4000)
        assert list(timeline.verify()) == []

    def test_after_all_with_nothing_in_its_place_is_counted_by_two(self, wechat: Scene) -> None:
        """Said not to go, and it goes: it is the refund, once; nobody owes it back"""
        wechat.paid()
        wechat.bank.slow_refunds = True
        back = wechat.give_back(4000)
        wechat.bank.finish_refund(back.number, "ABNORMAL")
        wechat.run(30)
        acting(lambda: actions.clear(payment=back, succeeded=False, reference="", by=FINANCE, now=wechat.now))
        wechat.bank.finish_refund(back.number)
        assert wechat.hear(wechat.bank.told_refund(back.number)) == 200
        row, fields = Difference.objects.get(), {"why": "微信后台又处理成功"}
        with pytest.raises(AnxinError):
            acting(lambda: DIFFERENCES.give("second", row=row, by=FINANCE, now=wechat.now, fields=fields))
        acting(lambda: DIFFERENCES.give("counting", row=row, by=FINANCE, now=wechat.now, fields=fields))
        row.refresh_from_db()
        with pytest.raises(AnxinError):
            acting(lambda: DIFFERENCES.give("agreement", row=row, by=FINANCE, now=wechat.now, fields={}))
        acting(lambda: DIFFERENCES.give("agreement", row=row, by=SECOND, now=wechat.now, fields={}))
        back.refresh_from_db()
        row.refresh_from_db()
        wechat.bill.refresh_from_db()
        assert (back.state, row.end) == ("succeeded", "counted")
        assert (wechat.bill.refunded_fen, wechat.bill.reserved_fen) == (4000, 0)
        assert not Transfer.objects.filter(reason="correction").exists()
        assert list(timeline.verify()) == []

    @pytest.mark.parametrize("mood", ["gone", "late"])
    def test_refused_goes_another_way_by_two_and_once(self, scene: Scene, mood: str) -> None:
        """The payer's account is closed, or it is too late: paid out by transfer with its slip, by two, once"""
        scene.paid()
        scene.bank.moods.append(mood)
        back = scene.give_back(4000)
        assert (back.state, is_by_hand(back.fault)) == ("unclear", True)
        row = acting(lambda: pay_out(payment=back, told=transferred(scene), by=FINANCE, now=scene.now))
        with pytest.raises(WrongState):
            acting(lambda: pay_out(payment=back, told=transferred(scene, "2"), by=FINANCE, now=scene.now))
        with pytest.raises(SecondPerson):
            acting(lambda: book_remittance(remittance=row, by=FINANCE, now=scene.now))
        acting(lambda: book_remittance(remittance=row, by=SECOND, now=scene.now))
        scene.run(3 * 86400)
        back.refresh_from_db()
        assert (back.state, back.provider, scene.bill.refunded_fen) == ("succeeded", "bank", 4000)
        assert (scene.bank.returned_fen, scene.bill.reserved_fen) == (0, 0)
        moved = Transfer.objects.get(payment=back)
        assert (moved.credit, moved.state) == ("house:bank", "posted")

        assert list(timeline.verify()) == []

    def test_that_may_still_go_is_not_paid_out_by_hand(self, scene: Scene) -> None:
        """Too little money at the provider for days: a person is told, and nobody sends it a second way"""
        scene.paid()
        scene.bank.moods += ["poor"] * 40
        back = scene.give_back(4000)
        for _ in range(12):
            scene.run(3600)
        back.refresh_from_db()
        assert back.state == "unclear"
        with pytest.raises(WrongState):
            acting(lambda: pay_out(payment=back, told=transferred(scene), by=FINANCE, now=scene.now))
        scene.bank.moods.clear()
        scene.run(2 * 86400)
        back.refresh_from_db()

        assert (back.state, scene.bank.returned_fen) == ("succeeded", 4000)


def transferred(scene: Scene, reference: str = "") -> Received:
    return Received(way="bank", amount_fen=4000, moved_date=localtime(scene.now).date(), reference=f"2026{reference}")


class TestInPage:
    @pytest.mark.parametrize("method", ["h5", "jsapi"])
    def test_wechat_is_given_what_it_asks(self, wechat: Scene, method: str) -> None:
        """Orders for a phone's browser and for WeChat's own (H5, JSAPI)"""
        provider = payments.opened("wechat")
        assert provider is not None
        request = payments.PaymentRequest(
            key="k",
            number="a" * 32,
            amount_fen=100,
            method=method,
            direction="in",
            tell_at="https://service.example/hooks/payments/wechat/",
            payer="203.0.113.7",
            now=wechat.now,
        )
        answer = provider.begin(request)
        assert answer.outcome == "waiting"
        if method == "jsapi":
            told = provider.in_page(answer.show, now=wechat.now)  # type: ignore[attr-defined]
            text = f"{told['appId']}\n{told['timeStamp']}\n{told['nonceStr']}\n{told['package']}\n"
            assert rsa.proves("merchant", told["paySign"], text.encode())


class TestTrial:
    def test_proves_keys_on_both_sides(self, scene: Scene) -> None:
        """The self-test: our key there, theirs here"""
        values = {**scene.bank.values, **scene.bank.secrets}
        assert payments.trial(values, scene.bank.name, now=scene.now) == ""
        wrong = {**values, "private_key": rsa.private_pem("stranger")}
        assert payments.trial(wrong, scene.bank.name, now=scene.now) in ("SIGN_ERROR", "isv.invalid-signature")
        other = {**values, "platform_key": rsa.public_pem("stranger")}
        assert payments.trial(other, scene.bank.name, now=scene.now) == "bad signature"
        assert "RSA private key" in payments.trial({**values, "private_key": "x"}, scene.bank.name, now=scene.now)


class TestStatement:
    def test_says_what_moved(self, scene: Scene) -> None:
        """The day's statement, fetched in the morning, agrees to the fen"""
        scene.paid()
        scene.give_back(2500)
        day = scene.now.astimezone(queries.SHANGHAI).date()
        scene.bank.write_sheet(day)
        provider = payments.opened(scene.bank.name)
        assert provider is not None
        lines = provider.statement(day, now=scene.now)
        acting(lambda: actions.keep_statement(provider=scene.bank.name, day=day, lines=lines, now=scene.now))

        view = queries.statements()[0]
        assert (view.paid_fen, view.back_fen, view.open, view.agrees) == (10000, 2500, 0, True)
        assert view.fee_fen in (45, 60)

    @pytest.mark.parametrize("mood", ["bad_hash", "over"])
    def test_that_is_damaged_or_too_late_is_not_believed(self, scene: Scene, mood: str) -> None:
        """A statement with another hash or cut short, and an address that is over: fetched again later"""
        scene.paid()
        day = scene.now.astimezone(queries.SHANGHAI).date()
        scene.bank.write_sheet(day)
        provider = payments.opened(scene.bank.name)
        assert provider is not None
        spoilt_second = mood == "over" or scene.bank.name == "alipay"
        scene.bank.moods.extend(["", mood] if spoilt_second else [mood])
        with pytest.raises(payments.NoStatement):
            provider.statement(day, now=scene.now)
        assert len(provider.statement(day, now=scene.now)) == 1

    def test_whose_zip_is_torn_inside_is_not_believed(self) -> None:
        packed = sheet([])
        for at in range(len(packed)):
            with suppress(payments.NoStatement):
                assert "支付宝" in _unpacked(packed[:at] + bytes([packed[at] ^ 255]) + packed[at + 1 :])

    def test_of_a_day_without_trade_is_empty(self, scene: Scene) -> None:
        """A day without trade"""
        provider = payments.opened(scene.bank.name)
        assert provider is not None
        assert provider.statement(scene.now.date(), now=scene.now) == []

    def test_is_fetched_in_the_morning_by_itself(self, scene: Scene) -> None:
        """Statements are fetched by themselves after ten, for the day before"""
        scene.paid()
        day = scene.now.astimezone(queries.SHANGHAI).date()
        scene.bank.write_sheet(day)
        morning = datetime.combine(day + timedelta(days=1), datetime.min.time(), queries.SHANGHAI)
        assert queries.days_due(scene.bank.name, since=scene.now, now=morning + timedelta(hours=9)) == []
        assert queries.days_due(scene.bank.name, since=scene.now, now=morning + timedelta(hours=10)) == [day]
