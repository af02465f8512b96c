"""Where nobody may be sent, a repair isn't among a reviewer's remedies, and his page says why."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Invalid
from anxin.core.timeline import StreamKey
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import Ruling
from anxin.domain.claims.commands import TABLE, work
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import line_money
from anxin.domain.claims.rules import MONEY, REMEDIES
from anxin.domain.goods.models import PurchaseLine
from anxin.domain.ledger import queries as ledger_queries
from tests.claim_builders import FACTS
from tests.domain.claims.test_decided_repairs import reviewed, words_end
from tests.faces.desk.claims.test_claim import RULING, url
from tests.faces.test_claim_statements import TABS, statements
from tests.flat import flat

pytestmark = pytest.mark.django_db
Sits = Callable[[cast.Member], Client]
REPAIR = 'name="remedy" value="repair"'
ASKED_MORE = 5
"""Whose goods and place are known costs so many statements more: who serves there, and who of them may be sent."""


class TestRemedies:
    def test_leave_a_repair_out_where_nobody_is_vouched_for_and_say_why(self, sits: Sits, live_now: datetime) -> None:
        one, lin = reviewed(live_now - timedelta(hours=2)), sits(cast.LIN)
        assert REPAIR in flat(lin.get(url(one)))
        words_end(live_now)
        html = flat(lin.get(url(one)))
        assert REPAIR not in html
        assert "不能决定维修:买家所在地没有能修且有授权的师傅" in html.replace("：", ":")

    def test_refuse_a_repair_that_was_typed_before(self, sits: Sits, live_now: datetime) -> None:
        one = reviewed(live_now - timedelta(hours=2))
        words_end(live_now)
        html = flat(sits(cast.LIN).post(url(one, "decision/"), {**RULING, "remedy": "repair", "how": "give"}))
        assert 'name="read"' not in html

    def test_cost_few_statements_more_where_it_is_known_what_and_where(self, sits: Sits, live_now: datetime) -> None:
        one = reviewed(live_now - timedelta(hours=2))
        assert statements(sits(cast.LIN), url(one)) <= TABS["evidence"] + ASKED_MORE

    def test_leave_a_repair_out_of_goods_nobody_has_named_and_say_why_once(
        self, sits: Sits, live_now: datetime
    ) -> None:
        one, lin = reviewed(live_now - timedelta(hours=2)), sits(cast.LIN)
        PurchaseLine.objects.filter(purchase=one.claim.purchase).update(product=None)
        html = flat(lin.get(url(one)))
        assert REPAIR not in html
        assert html.count("还没有人说明这是哪种产品") == 1
        assert "?do=naming" in html

    def test_leave_out_what_has_gone_back_already_and_say_why_once(self, sits: Sits, live_now: datetime) -> None:
        one = reviewed(live_now - timedelta(hours=2))
        paid = ledger_queries.latest(StreamKey("purchase", str(one.claim.purchase_id)))
        assert paid is not None
        type(paid).objects.filter(pk=paid.pk).update(refunded_fen=paid.paid_fen)
        html = flat(sits(cast.LIN).get(url(one)))
        assert not [one for one in MONEY if f'name="remedy" value="{one}"' in html]
        assert html.count("付的钱已经全部退回") == 1


class TestAgreement:
    def test_is_shown_as_one_with_who_agreed_and_no_words_that_nobody_wrote(
        self, sits: Sits, live_now: datetime
    ) -> None:
        one = reviewed(live_now - timedelta(hours=2), at="merchant_answer")
        one.agree()
        one.run()
        html = flat(sits(cast.LIN).get(url(one)))
        assert "agreed by click" not in html
        assert "同意人" in html
        assert "裁定人" not in html


class TestOneRule:
    """The list of remedies and the action: what isn't offered is refused, what is offered goes."""

    @pytest.mark.parametrize("how", ["plain", "unnamed", "back"])
    def test_offers_what_the_action_takes(self, how: str, live_now: datetime) -> None:
        one = reviewed(live_now - timedelta(hours=2))
        if how == "unnamed":
            PurchaseLine.objects.filter(purchase=one.claim.purchase).update(product=None)
        if how == "back":
            Claim.objects.filter(pk=one.claim.pk).update(return_waybill="SF1")
        claim, lin = Claim.objects.get(pk=one.claim.pk), one.by(cast.LIN)
        case = TABLE.situation(claim, by=lin, now=one.now)
        offered = {key for key, _words in work.remedies(claim, case, one.now, lin)}
        taken = {remedy for remedy in REMEDIES if not _refused(claim, remedy, lin, one.now)}
        assert offered == taken
        assert len(taken) == len(REMEDIES) - (how != "plain")

    @pytest.mark.parametrize(("remedy", "amount_fen"), [("refund_part", "all"), ("refund_only", "more"), ("refuse", 1)])
    def test_takes_no_sum_that_is_not_the_remedys(self, remedy: str, amount_fen: object, live_now: datetime) -> None:
        one = reviewed(live_now - timedelta(hours=2))
        most = line_money.of_claim(one.claim).most_fen
        sums = {"all": most, "more": most + 1}
        told = Ruling(remedy=remedy, amount_fen=sums.get(str(amount_fen), 1), reason="x", found=FACTS)
        with pytest.raises(Invalid) as refused:
            acting(lambda: claims.propose(claim=one.claim, ruling=told, by=one.by(cast.LIN), now=one.now))
        assert refused.value.facts["field"] == "amount_fen"


def _refused(claim: Claim, remedy: str, by: Actor, now: datetime) -> bool:
    ruling = Ruling(remedy=remedy, amount_fen=100 if remedy in MONEY else 0, reason="x", found=FACTS)
    try:
        acting(lambda: _undone(claim, ruling, by, now))
    except Undone:
        return False
    except AnxinError:
        return True
    raise AssertionError


class Undone(Exception):
    """What went is undone."""


def _undone(claim: Claim, ruling: Ruling, by: Actor, now: datetime) -> None:
    claims.propose(claim=claim, ruling=ruling, by=by, now=now)
    raise Undone
