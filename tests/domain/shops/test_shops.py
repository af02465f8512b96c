"""What a platform may do wrong, played through with each: an order and a claim come in once, an answer goes in once.

The first lines of these tests are the table in `docs/reference/providers.md`.
"""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from anxin.core import providers, timeline
from anxin.core.acting import acting
from anxin.core.carriers import requests
from anxin.core.queues.models import LaterTask
from anxin.demo import cast
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries import order_options
from anxin.domain.goods.actions import Bought
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase
from anxin.domain.notices.models import Notice
from anxin.domain.opening.queries import checklist, sentences
from anxin.domain.people.models import Person
from anxin.domain.shops import actions, queries, rules, tasks
from anxin.domain.shops import providers as platforms
from anxin.domain.shops.models import Heard
from anxin.domain.shops.providers.client import Client
from tests.domain.shops.scene import Scene, played
from tests.evidence_builders import a_purchase
from tests.standins.shops import ALL, Taobao

pytestmark = pytest.mark.django_db
TAKES_NO = {"taobao", "jd", "wechat"}


# what one shop says otherwise than another is no question of the database
@pytest.fixture(
    params=[ALL[0], *(pytest.param(one, marks=pytest.mark.sqlite) for one in ALL[1:])], ids=lambda one: one.name
)
def scene(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    yield from played(request.param, monkeypatch)


@pytest.fixture
def taobao(monkeypatch: pytest.MonkeyPatch) -> Iterator[Scene]:
    yield from played(Taobao, monkeypatch)


class TestShop:
    def test_orders_and_claims_come_in_once_and_answers_go_back(self, scene: Scene) -> None:
        """An order and a claim come in once, however often told; a yes goes back once; their end ends the claim"""
        there = scene.there
        sold, unpaid = there.sells("260001"), there.sells("260002")
        unpaid.paid = False
        there.claims("9001", sold, due=scene.now + timedelta(hours=30))
        people_before = Person.objects.count()
        for _turn in range(2):
            scene.read_on()
            assert scene.fault == ""
        purchase = Purchase.objects.get(seller=scene.house)
        line = purchase.lines.get()
        assert (purchase.order_key, purchase.waybill, purchase.freight_fen) == ("260001", "YT8800", 600)
        assert (line.title, line.amount_fen, line.sku) == ("山野陶杯 330 ml", 12900, "CUP-1" if line.sku else "")
        assert purchase.buyer is not None
        assert purchase.buyer.name_masked in ("张*", "张**", "买*")
        assert (purchase.buyer.phone_sealed, purchase.buyer.place, Person.objects.count()) == (
            "",
            None,
            people_before + 1,
        )
        claim = scene.claim
        assert (claim.forum, claim.platform_ref, claim.channel) == ("platform", "9001", "shop")
        assert (claim.type, claim.reason, claim.asked_fen) == ("refund_only", "broken", 12900)
        assert scene.row.claims_until >= scene.now - timedelta(minutes=4)
        scene.agree()
        scene.run()
        assert there.answers == [("9001", "agree")]
        assert scene.says("shops.answered") == 1
        there.claimed["9001"].state, there.claimed["9001"].changed = "paid", scene.now + timedelta(minutes=1)
        scene.read_on(20)
        assert (scene.claim.state, scene.claim.outcome) == ("outcome_taken", "platform_refunded")
        assert timeline.verify() == []

    def test_a_no_is_handed_in_where_the_interface_takes_one_else_the_merchant_is_told(self, scene: Scene) -> None:
        """A no: handed in where the interface takes one, else the merchant is told"""
        scene.there.claims("9001", scene.there.sells("260001"))
        scene.read_on()
        scene.contest()
        scene.run()
        if scene.there.name in TAKES_NO:
            assert scene.there.answers == [("9001", "no: 出库时完好")]
        else:
            assert (scene.there.answers, scene.says("shops.not_answered")) == ([], 1)
            assert Notice.objects.filter(code="claim_not_handed_in").exists()
        scene.there.claimed["9001"].state, scene.there.claimed["9001"].changed = "closed", scene.now
        scene.read_on(20)
        assert (scene.claim.state, scene.claim.outcome) == ("closed", "platform_refused")

    def test_while_it_fails_nothing_is_lost_and_it_is_said(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        """5xx, rate limits, a page, dropped lines, too late, refused, permission over: said, nothing is lost"""
        there = scene.there
        there.claims("9001", there.sells("260001"))
        scene.row.refresh_from_db()
        until = scene.row.orders_until
        for mood, says in (
            *(("500", "silent"), ("429", "busy silent"), ("html", "silent"), ("drop", "silent")),
            *(("hang", "silent"), ("busy", "busy"), ("refuse", "refused"), ("token", "token")),
        ):
            there.moods.extend([mood] * 9)
            with monkeypatch.context() as patched:
                if mood == "hang":
                    patched.setattr(requests, "TIMEOUT_S", 0.5)
                scene.read_on(1)
            there.moods.clear()
            assert scene.fault.partition(":")[0] in says.split(), (mood, scene.fault)
            assert scene.row.orders_until == until
        scene.read_on(1)
        assert (scene.fault, Purchase.objects.filter(seller=scene.house).count()) == ("", 1)
        assert scene.claim.state == "merchant_answer"

    def test_pages_that_move_or_come_doubled_lose_no_order(self, scene: Scene) -> None:
        """Rows leave a page while it is read, pages come doubled: every order comes in once"""
        for number in range(5):
            scene.there.sells(f"26000{number}", hours_ago=0.5 + number / 100)
        scene.there.moods.extend(["", "drift", "double", "drift", "double"])
        scene.read_on()
        scene.read_on()
        scene.read_on(60)
        assert Purchase.objects.filter(seller=scene.house).count() == 5

    def test_what_a_platform_says_otherwise_counts_and_what_stood_before_stays_told(self, scene: Scene) -> None:
        """An order a file brought, or one that the platform tells otherwise later: its word counts, before any claim"""
        sold = scene.there.sells("260001")
        before = scene.now - timedelta(days=9)
        row = a_purchase(now=before, order="260001", lines=(Bought(title="杯", amount_fen=1, sku="CUP-1"),))
        scene.read_on()
        line = row.lines.get()
        assert (line.title, line.amount_fen) == ("杯", 12900)
        told = [one.facts for one in timeline.facts_of(stream_of(row), code="goods.corrected")]
        assert told[0] == {"cell": "amount", "was_fen": 1, "becomes_fen": 12900}
        assert {one["cell"] for one in told[1:]} >= {"bought"}
        sold.changed = scene.now + timedelta(minutes=1)
        scene.read_on()
        assert len(timeline.facts_of(stream_of(row), code="goods.corrected")) == len(told), "told once"

    def test_on_an_order_with_a_claim_no_later_word_of_its_platform_changes_what_was_sold(self, taobao: Scene) -> None:
        sold = taobao.there.sells("260001")
        taobao.there.claims("9001", sold)
        taobao.read_on()
        sold.fen, sold.changed = 100, taobao.now + timedelta(minutes=1)
        taobao.read_on()
        assert Purchase.objects.get(seller=taobao.house).lines.get().amount_fen == 12900

    def test_a_lost_answer_is_looked_at_and_never_given_twice(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Our answer's own answer is lost: looked at, never given twice"""
        scene.there.claims("9001", scene.there.sells("260001"))
        scene.read_on()
        scene.agree()
        scene.there.moods.extend(["", "break"])
        scene.run()
        assert (scene.there.answers, scene.says("shops.answered")) == ([("9001", "agree")], 0)
        scene.run(3)
        assert (len(scene.there.answers), scene.says("shops.answered")) == (1, 1)
        assert not LaterTask.objects.filter(name=actions.ANSWER, finished_at=None).exists()

    def test_a_row_unlike_the_documents_is_named_and_the_others_come_in(self, scene: Scene) -> None:
        """A row unlike the documents: named on the page, the others come in"""
        scene.there.sells("260001")
        scene.there.sells("260002", hours_ago=0.51)
        scene.there.moods.extend(["", "", "odd"] if scene.there.name == "wechat" else ["odd"] * 60)
        scene.read_on()
        scene.there.moods.clear()
        assert Heard.objects.filter(kind="order", why="unreadable").exists()
        assert scene.fault == ""


class TestClaimOfAShop:
    def test_brings_an_older_order_along(self, taobao: Scene) -> None:
        """A claim about an order older than what was read brings it along"""
        taobao.there.claims("9001", taobao.there.sells("260001", hours_ago=24 * 60))
        taobao.read_on()
        assert taobao.claim.purchase.order_key == "260001"

    def test_over_before_it_was_heard_of_opens_none_but_for_money_that_went_alone(self, taobao: Scene) -> None:
        """Over before it was heard of: a claim only where money went alone"""
        there = taobao.there
        there.claims("9001", there.sells("260001"), state="closed")
        there.claims("9002", there.sells("260002", shipped=False), state="paid")
        there.claims("9003", there.sells("260003"), state="paid", back=True)
        there.claims("9004", there.sells("260004"), state="paid")
        taobao.read_on()
        assert (taobao.claim.platform_ref, taobao.claim.state) == ("9004", "outcome_taken")

    def test_that_gave_money_back_before_it_was_heard_of_leaves_none_of_it_to_claim(self, taobao: Scene) -> None:
        """Money back before it was heard of: nothing of it goes back a second time"""
        there = taobao.there
        there.claims("9002", there.sells("260002", shipped=False), state="paid")
        there.claims("9003", there.sells("260003"), state="paid", back=True)
        taobao.read_on()
        taobao.read_on()
        for order in ("260002", "260003"):
            row = Purchase.objects.get(order_key=order)
            assert order_options.most_for(purchase=row, pieces={1: 1}) == row.freight_fen
            (fact,) = timeline.facts_of(stream_of(row), code="goods.told_later")
            assert fact.facts["told_fen"] == row.lines.get().refunded_fen
        assert queries.shops(taobao.owner)[0].apart == []

    def test_that_gave_money_back_where_one_stands_here_stands_apart(self, taobao: Scene) -> None:
        """Money back where a claim stands here: apart, with why"""
        there = taobao.there
        there.claims("9001", there.sells("260003"))
        taobao.read_on()
        there.claims("9003", there.sold["260003"], state="paid", back=True, minutes_ago=0)
        taobao.read_on()
        (view,) = queries.shops(taobao.owner)
        assert [(one.ref, one.why) for one in view.apart] == [("9003", "given_back")]

    def test_that_cant_be_opened_here_stands_apart_with_why_until_it_can(self, taobao: Scene) -> None:
        """A second claim about one line, of more pieces than are free: stands apart with why, until it can be opened"""
        there, now = taobao.there, taobao.now
        there.claims("9001", there.sells("260001"))
        taobao.read_on()
        there.claims("9002", there.sold["260001"], minutes_ago=0, reason="七天无理由退货", back=True)
        taobao.read_on()
        (view,) = queries.shops(taobao.owner)
        assert [(one.ref, one.why) for one in view.apart] == [("9002", "claims.open_already")]
        there.claimed["9001"].state, there.claimed["9001"].changed = "closed", taobao.now
        taobao.read_on()
        taobao.read_on()
        assert Claim.objects.get(platform_ref="9002").type == "return"
        assert queries.shops(taobao.owner)[0].apart == []
        assert now < taobao.now

    def test_is_the_same_one_when_its_shop_is_connected_anew(self, taobao: Scene) -> None:
        """The shop is connected anew: its claims are the same ones"""
        taobao.there.claims("9001", taobao.there.sells("260001"))
        taobao.read_on()
        acting(lambda: actions.disconnect(shop=taobao.row, by=taobao.owner, now=taobao.now))
        taobao.connect()
        taobao.read_on()
        (view,) = queries.shops(taobao.owner)
        assert (view.claims, view.apart) == (1, [])
        taobao.agree()
        taobao.run()
        assert taobao.there.answers == [("9001", "agree")]

    def test_of_too_busy_a_while_are_read_in_shorter_ones(self, taobao: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        """A while too busy for one list is read in shorter ones"""
        monkeypatch.setattr(Client, "MOST", 2)
        for number in range(5):
            taobao.there.sells(f"26000{number}", hours_ago=0.2 + number / 5)
        taobao.read_on()
        taobao.read_on()
        assert (taobao.fault, Purchase.objects.filter(seller=taobao.house).count()) == ("", 5)

    def test_waits_unheard_while_its_shop_fails_so_the_merchant_is_told_once(self, taobao: Scene) -> None:
        """It fails for half an hour: its owner is told once, and once more the next time"""
        told = Notice.objects.filter(code="shop_failing")
        taobao.there.moods.extend(["token"] * 4)
        for minutes, times in ((1, 0), (31, 1), (60, 1), (1, 1)):
            taobao.read_on(minutes)
            assert told.count() == times
        taobao.there.moods.clear()
        taobao.read_on(1)
        taobao.there.moods.extend(["token"] * 2)
        taobao.read_on(1)
        taobao.read_on(31)
        assert told.count() == 2
        assert {one.account.username for one in told} == {cast.MERCHANT_OWNER.username}

    def test_answered_at_the_platform_meanwhile_is_said_and_not_answered_again(self, taobao: Scene) -> None:
        """Answered at the platform meanwhile: said, and not answered again"""
        taobao.there.claims("9001", taobao.there.sells("260001"))
        taobao.read_on()
        taobao.there.took("9001", "agree")
        taobao.agree()
        taobao.run()
        assert (len(taobao.there.answers), taobao.says("shops.answered_there")) == (1, 1)

    def test_whose_answer_is_refused_there_or_never_gets_through_tells_the_merchant(self, taobao: Scene) -> None:
        """An answer that never gets through for two hours: the merchant is told"""
        taobao.there.claims("9001", taobao.there.sells("260001"))
        taobao.read_on()
        taobao.agree()
        taobao.there.moods.extend(["500"] * (rules.TRIES + 1))
        for _turn in range(rules.TRIES + 1):
            taobao.run(130)
        assert (taobao.there.answers, taobao.says("shops.not_answered")) == ([], 1)


class TestConnection:
    def test_is_read_only_once_tried_and_its_keys_go_when_it_ends(self, taobao: Scene) -> None:
        """Read only once tried, its keys go when it ends"""
        tasks.read_shops.func(now=taobao.now)
        assert not LaterTask.objects.filter(name=tasks.READ).exists()
        acting(lambda: providers.note_trial(taobao.row.account, fault="token", now=taobao.now))
        tasks.read_shops.func(now=taobao.now)
        assert not LaterTask.objects.filter(name=tasks.READ).exists()
        acting(lambda: providers.note_trial(taobao.row.account, fault="", now=taobao.now))
        tasks.read_shops.func(now=taobao.now)
        assert LaterTask.objects.filter(name=tasks.READ).count() == 1
        with pytest.raises(actions.KnownAlready):
            self._again(taobao, taobao.there.secrets)
        with pytest.raises(actions.KeysNeeded):
            self._again(taobao, {})
        acting(lambda: actions.disconnect(shop=taobao.row, by=taobao.owner, now=taobao.now))
        assert (providers.account(taobao.row.account), queries.shops(taobao.owner)) == (None, [])

    def test_is_tried_on_every_platform_with_keys_that_fit_and_with_those_that_are_over(self, scene: Scene) -> None:
        """The self-test: right; keys or a permission that are over, and one who is silent, are said"""
        kept = providers.account(scene.row.account)
        assert kept is not None
        name = scene.there.name
        assert platforms.trial(name, kept.values, lambda _told: None, now=scene.now) == ""
        for mood, kind in (("token", "token"), ("500", "silent")):
            scene.there.moods.extend([mood] * 9)  # who gets a token anew asks again
            assert platforms.trial(name, kept.values, lambda _told: None, now=scene.now).partition(":")[0] == kind
            scene.there.moods.clear()
        if "session" in platforms.SECRETS[name]:
            wrong = {**kept.values, "session": "other"}
            assert platforms.trial(name, wrong, lambda _told: None, now=scene.now).startswith("token")

    def test_stands_on_the_checklist_by_its_trial_and_by_how_it_is_read(self, taobao: Scene) -> None:
        assert self._checked(taobao) == (False, 0, "")
        acting(lambda: providers.note_trial(taobao.row.account, fault="token: invalid-session", now=taobao.now))
        assert self._checked(taobao) == (False, 0, "token: invalid-session")
        (shown,) = (one for one in checklist.house_checks(now=taobao.now) if one.code == "shop")
        assert f"{taobao.house.name} {taobao.row.title}" in sentences.missing(shown), "whose shop it is"
        acting(lambda: providers.note_trial(taobao.row.account, fault="", now=taobao.now))
        assert self._checked(taobao) == (True, 1, "")
        taobao.there.moods.append("500")
        taobao.read_on()
        ok, count, fault = self._checked(taobao)
        assert (ok, count, bool(fault)) == (False, 0, True)
        acting(lambda: actions.disconnect(shop=taobao.row, by=taobao.owner, now=taobao.now))
        assert self._checked(taobao) is None

    def _checked(self, scene: Scene) -> tuple[object, ...] | None:
        found = [one for one in checklist.house_checks(now=scene.now) if one.code == "shop"]
        return (found[0].ok, found[0].facts["count"], found[0].facts["fault"]) if found else None

    def _again(self, scene: Scene, secrets: dict[str, str]) -> None:
        named = {"organisation": scene.house, "platform": "taobao", "title": "合宜旗舰店", "by": scene.owner}
        acting(lambda: actions.connect(**named, values={"app": "1"}, secrets=secrets, now=scene.now))
