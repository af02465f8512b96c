"""Facts and clocks tell whom they concern, once, without a personal value."""

import json
from datetime import datetime, timedelta

import pytest
from django.conf import settings as conf

from anxin.core import later, settings
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.outbox import Message
from anxin.core.streams.models import Entry
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.notices import actions as notices
from anxin.domain.notices import queries
from anxin.domain.notices.models import Notice
from tests import builders, claim_builders

pytestmark = pytest.mark.django_db
PERSONAL = (cast.BUYER.name, cast.BUYER.phone, "拆开就有裂", "草堂", cast.MS_ZHANG.name, cast.MS_ZHANG.phone, "银杏里")


def codes(by: Actor) -> list[str]:
    """List what somebody was told, oldest first."""
    return [one.code for one in reversed(queries.inbox(by).rows)]


def messages() -> list[Message]:
    """List the text messages to customers."""
    return list(Message.objects.filter(carrier="sms").order_by("id"))


class TestTell:
    def test_the_merchant_and_the_reviewers_inside(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="decided")
        owner, lin, qiao = (one.by(who) for who in (cast.MERCHANT_OWNER, cast.LIN, cast.QIAO))
        assert codes(owner) == ["claim_new", "claim_given"]
        assert codes(qiao) == codes(lin) == ["review_contested"]
        assert codes(one.by(cast.XIAO_WU)) == codes(one.by(cast.HEYAN_OWNER)) == codes(one.by(cast.QIAN)) == []

    def test_both_sides_that_the_other_appeals_and_what_was_decided_then_for_good(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="decided")
        owner = one.by(cast.MERCHANT_OWNER)
        one.do(lambda: claims.appeal(claim=one.claim, why="出库时没有裂", by=owner, now=one.now))
        one.wait(hours=24, minutes=1)
        one.propose(claim_builders.refuse(), by=cast.QIAO)
        assert codes(owner) == ["claim_new", "claim_given", "claim_given_anew"]
        told = [row.template for row in messages()]
        assert told == [f"notices.claim_{it}" for it in ("filed", "decided", "seller_appeals", "decided_anew")]

    def test_the_customer_by_message_with_number_and_link_only(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="review")
        later.run_due(one.now)
        (sent,) = messages()
        assert (sent.template, sent.state) == ("notices.claim_filed", "sent")
        assert sent.ids["number"] == one.claim.number
        assert sent.ids["link"] == f"/customer/claims/{one.claim.number}/"
        told = json.dumps([row.ids for row in Message.objects.all()], ensure_ascii=False)
        told += json.dumps(list(Notice.objects.values_list("facts", "key")), ensure_ascii=False)
        assert not [word for word in PERSONAL if word in told]

    def test_where_goods_go_back_to_as_the_merchant_says(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="review", reason="wrong", type="return")
        owner, here = one.by(cast.MERCHANT_OWNER), "象园退货组，成都市金牛区仓库路 1 号"
        settings.propose(
            name="claims.return_address",
            value=here,
            organisation=owner.organisation,
            valid_from=one.now,
            by=owner,
            now=one.now,
        )
        one.do(lambda: claims.agree(claim=one.claim, reason="请寄回", by=owner, now=one.now))
        later.run_due(one.now)
        sent = messages()[-1]
        assert sent.template == "notices.claim_send_back_to"
        assert here not in json.dumps(sent.ids, ensure_ascii=False)
        texts = [json.loads(file.read_text())["text"] for file in (conf.DATA / "sms").glob("*.json")]
        assert len([text for text in texts if here in text and one.claim.number in text]) == 1
        assert "claim_no_address" not in codes(owner)

    def test_everybody_once_a_fact_whatever_is_tried_again(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="review")
        before = Notice.objects.count()
        for fact in Entry.objects.filter(stream__key=str(one.claim.id)):
            assert acting(lambda fact=fact: notices.tell(fact=fact, now=one.now)) == 0
        assert Notice.objects.count() == before > 0

    def test_nobody_of_what_he_did_himself(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="review")
        one.propose(claim_builders.refuse(fraud_said=True))
        assert "review_second" in codes(one.by(cast.QIAO))
        assert "review_second" not in codes(one.by(cast.LIN))

    def test_who_has_the_case_alone(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="review")
        one.do(lambda: claims.take_case(claim=one.claim, by=one.by(cast.LIN), now=one.now))
        one.do(
            lambda: claims.ask_evidence(claim=one.claim, kind="paper", text="再拍", by=one.by(cast.LIN), now=one.now)
        )
        one.hand_in(claim_builders.jpeg(claim_builders.drawn(5)), by=one.buyer, role="second_angle")
        assert "review_brought" in codes(one.by(cast.LIN))
        assert "review_brought" not in codes(one.by(cast.QIAO))

    def test_a_repairs_customer_on_the_way_through(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        later.run_due(one.now)
        told = [row.template.removeprefix("notices.") for row in messages()]
        assert told[0] == "repair_accepted"
        assert {"repair_booked", "repair_coming", "repair_done"} <= set(told)
        assert len(told) == len({row.key for row in messages()})


class TestQuiet:
    @pytest.fixture
    def night(self, now: datetime) -> datetime:
        return now.replace(hour=15, minute=30)  # 23:30 in Shanghai

    def test_waits_for_the_morning_and_goes_once(self, now: datetime, night: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="review")
        later.run_due(one.now)
        before, lin = len(messages()), one.by(cast.LIN)
        acting(lambda: claims.ask_evidence(claim=one.claim, kind="link", text="请再拍一张", by=lin, now=night))
        later.run_due(night + timedelta(minutes=1))
        assert len(messages()) == before
        (waiting,) = Notice.objects.filter(code="claim_asked")
        assert waiting.goes_at.astimezone(SHANGHAI).strftime("%H:%M") == "08:00"
        for hours in (8, 9, 10):
            later.run_due(night + timedelta(hours=hours, minutes=31))
        assert [row.template for row in messages()[before:]].count("notices.claim_asked") == 1
        assert acting(lambda: notices.send(notice=waiting, now=night + timedelta(hours=12))) is False

    def test_lets_nothing_go_where_the_operator_wants_none(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        by = Actor(kind="staff", id="1", roles=frozenset({"operator"}))
        acting(lambda: settings.propose(name="notices.messages", value=False, valid_from=now, by=by, now=now))
        one = claim_builders.a_claim(now=now)
        later.run_due(one.now)
        assert messages() == []
        assert codes(one.by(cast.MERCHANT_OWNER)) == ["claim_new"]

    def test_speaks_the_language_chosen_and_names_the_site(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        by = Actor(kind="staff", id="1", roles=frozenset({"operator"}))
        chosen = {"notices.language": "en", "notices.address": "https://anxin.example"}
        for name, value in chosen.items():
            acting(
                lambda name=name, value=value: settings.propose(name=name, value=value, valid_from=now, by=by, now=now)
            )
        one = claim_builders.a_claim(now=now)
        later.run_due(one.now)
        texts = [json.loads(file.read_text())["text"] for file in (conf.DATA / "sms").glob("*.json")]
        (mine,) = [text for text in texts if "anxin.example" in text]
        assert mine == (
            f"【{one.claim.seller.name}】{one.claim.number} is filed. Where it stands and until when: "
            f"https://anxin.example/customer/claims/{one.claim.number}/"
        )


class TestRemind:
    def test_of_a_clock_that_runs_out_once(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now)
        owner = one.by(cast.MERCHANT_OWNER)
        for hours, told in ((1, []), (23, []), (25, ["claim_answer_half"]), (41, ["claim_answer_half"])):
            acting(lambda hours=hours: notices.remind(now=now + timedelta(hours=hours)))
            assert codes(owner) == ["claim_new", *told]
        for hours in (43, 44, 45):
            acting(lambda hours=hours: notices.remind(now=now + timedelta(hours=hours)))
        assert codes(owner) == ["claim_new", "claim_answer_half", "claim_answer_due"]
        assert "11" in queries.inbox(owner).rows[0].text

    def test_of_each_though_more_run_out_than_one_run_looks_at(
        self, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(queries, "REMINDED", 1)
        several = [claim_builders.a_claim(now=now, order=f"YT-{n}") for n in range(3)]
        for _run in several:
            acting(lambda: notices.remind(now=now + timedelta(hours=43)))
        told = Notice.objects.filter(code="claim_answer_due").values_list("number", flat=True)
        assert set(told) == {one.claim.number for one in several}

    def test_not_of_a_clock_that_stands_still_or_has_ended(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="review")
        acting(lambda: notices.remind(now=now + timedelta(hours=45)))
        assert "claim_answer_due" not in codes(one.by(cast.MERCHANT_OWNER))

    def test_of_one_that_was_missed(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now)
        one.wait(hours=49)
        assert "claim_missed" in codes(one.by(cast.MERCHANT_OWNER))
        assert "review_unanswered" in codes(one.by(cast.LIN))


class TestInbox:
    def test_counts_and_is_read_by_its_owner_alone(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="decided")
        owner, lin = one.by(cast.MERCHANT_OWNER), one.by(cast.LIN)
        assert (queries.unread(owner), queries.unread(lin)) == (2, 1)
        first = queries.inbox(owner).rows[0]
        with pytest.raises(queries.NoSuchNotice):
            queries.notice(first.id, actor=lin)
        acting(lambda: notices.read(notice=queries.notice(first.id, actor=owner), by=owner, now=one.now))
        assert [row.read for row in queries.inbox(owner).rows] == [True, False]
        assert len(queries.inbox(owner, only="unread").rows) == 1
        assert acting(lambda: notices.read_all(by=owner, now=one.now)) == 1
        assert (queries.unread(owner), queries.unread(lin)) == (0, 1)
        assert queries.inbox(one.buyer).rows == ()

    def test_names_a_house_as_people_call_it_and_no_case_by_a_name(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now, at="decided")
        owner = one.by(cast.MERCHANT_OWNER)
        assert all(one.claim.number in row.text for row in queries.inbox(owner).rows)
        house = {"stream_kind": "organisation", "number": cast.HEYAN.slug, "code": "way_kept", "facts": {"way": "mail"}}
        Notice.objects.filter(pk=queries.inbox(owner).rows[0].id).update(**house)
        told = queries.inbox(owner).rows[0]
        assert told.text.startswith(cast.HEYAN.name)
        assert told.number == cast.HEYAN.slug

    def test_forgets_after_half_a_year(self, now: datetime) -> None:
        claim_builders.a_claim(now=now)
        assert acting(lambda: notices.forget(now=now + timedelta(days=170))) == 0
        assert acting(lambda: notices.forget(now=now + timedelta(days=181))) > 0

    def test_tells_once_a_fact(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now)
        fact = Entry.objects.filter(code="claim.ask_merchant").get(stream__key=str(one.claim.id))

        assert acting(lambda: notices.tell(fact=fact, now=now)) == 0
