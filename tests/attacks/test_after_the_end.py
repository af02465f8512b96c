"""Who once had a reason to see a name comes back long after the end: it opens only if a second person agrees."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, SYSTEM, Actor
from anxin.core.errors import AnxinError, Forbidden, Missing
from anxin.core.timeline import StreamKey
from anxin.demo import cast
from anxin.demo.walk import a_report, actor
from anxin.domain.claims import actions as claims
from anxin.domain.claims.models import ExchangeOffer
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.actions import LoggedCall
from anxin.domain.notices.models import Notice
from anxin.domain.people import actions as people
from anxin.domain.people.actions import personal_data, reveals
from anxin.domain.people.models import Person, Reveal, RevealRequest
from anxin.domain.people.queries import access
from anxin.domain.repairs import actions as repairs
from tests import builders, claim_builders

# by role, state and day, whatever the database: it is asked on one of them
pytestmark = [pytest.mark.django_db, pytest.mark.sqlite]
DAYS = timedelta(days=1)
AFTER = 31 * DAYS
OF_REPAIRS = (cast.XIAO_CHEN, cast.XIAO_DENG, cast.ADMIN, cast.SUN, cast.HEYAN_OWNER)
OF_CLAIMS = (cast.XIAO_CHEN, cast.LIN, cast.QIAN, cast.SUN, cast.ADMIN, cast.MERCHANT_OWNER)
type Ended = tuple[Person, datetime, StreamKey]


@pytest.fixture(params=["closed", "cancelled"])
def repair(request: pytest.FixtureRequest, now: datetime) -> Ended:
    """End a repair, one way or the other."""
    one = builders.a_repair(now=now, at="closed" if request.param == "closed" else "accepted")
    if request.param == "cancelled":
        one.do(lambda: repairs.cancel(repair=one.repair, why="不用了", by=one.customer, now=one.now))
    return one.repair.customer, one.now, one.repair.stream()


@pytest.fixture(params=["closed", "withdrawn"])
def claim(request: pytest.FixtureRequest, now: datetime) -> Ended:
    """End a claim, one way or the other."""
    one = claim_builders.a_claim(now=now, at="closed" if request.param == "closed" else "merchant_answer")
    if request.param == "withdrawn":
        one.do(lambda: claims.withdraw(claim=one.claim, why="修好了", by=one.buyer, now=one.now))
    return one.claim.buyer, one.now, one.claim.stream()


def sees(person: Person, stream: StreamKey, by: Actor, at: datetime, field: str = "phone") -> str:
    """Try to open a plain value in a case; give why it stays covered, or nothing."""
    try:
        acting(lambda: people.reveal(person=person, stream=stream, field=field, reason="complaint", by=by, now=at))
    except people.NotRevealed as error:
        return str(error.facts["why"])
    return ""


class TestAfterTheEnd:
    def test_of_a_repair_nothing_opens_to_anybody_alone(self, repair: Ended) -> None:
        person, end, case = repair
        for member in OF_REPAIRS:
            for field in ("name", "phone", "address"):
                assert sees(person, case, actor(member, now=end), end + 29 * DAYS, field) == "", member.called
                assert sees(person, case, actor(member, now=end), end + AFTER, field) == "over", member.called
        assert Reveal.objects.filter(granted=False).count() == 3 * len(OF_REPAIRS)

    def test_of_a_claim_nothing_opens_to_anybody_alone_though_the_order_is_known(self, claim: Ended) -> None:
        person, end, case = claim
        for member in OF_CLAIMS:
            assert sees(person, case, actor(member, now=end), end + 29 * DAYS) == "", member.called
            assert sees(person, case, actor(member, now=end), end + AFTER) == "over", member.called
        for member in (cast.XIAO_DENG, cast.XIAO_WU, cast.QINGFENG_OWNER):
            assert sees(person, case, actor(member, now=end), end) == "no_open_case", member.called

    def test_a_technician_sees_for_a_day(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        luo = actor(cast.MASTER_LUO, now=one.now)
        assert sees(one.repair.customer, one.repair.stream(), luo, one.now + timedelta(hours=23)) == ""
        assert sees(one.repair.customer, one.repair.stream(), luo, one.now + timedelta(hours=25)) in (
            "over",
            "no_open_case",
        )

    def test_an_order_alone_opens_nothing(self, now: datetime) -> None:
        bought = claim_builders.a_purchase(now=now)
        assert bought.buyer is not None
        for member in (cast.XIAO_CHEN, cast.MERCHANT_OWNER):
            assert (
                sees(bought.buyer, StreamKey("purchase", str(bought.id)), actor(member, now=now), now) == "no_open_case"
            )

    def test_a_hold_of_the_case_keeps_it_open_and_that_of_another_does_not(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        elsewhere = claim_builders.a_claim(now=now).claim.stream()
        person, chen, at = one.repair.customer, actor(cast.XIAO_CHEN, now=one.now), one.now + AFTER
        hold: dict[str, Any] = {"person": person, "reason": "公安来函", "source": "letter", "now": one.now}
        acting(lambda: personal_data.hold(**hold, stream=elsewhere))
        assert sees(person, one.repair.stream(), chen, at) == "over"
        acting(lambda: personal_data.hold(**hold, stream=one.repair.stream()))
        assert sees(person, one.repair.stream(), chen, at) == ""
        acting(lambda: personal_data.release(stream=one.repair.stream(), now=at))
        assert sees(person, one.repair.stream(), chen, at) == "over"

    def test_a_case_that_goes_on_opens_again(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        chen = actor(cast.XIAO_CHEN, now=one.now)
        one.now += AFTER
        assert sees(one.repair.customer, one.repair.stream(), chen, one.now) == "over"
        one.do(lambda: repairs.rework(repair=one.repair, why="又不亮了", by=one.customer, now=one.now))
        assert sees(one.repair.customer, one.repair.stream(), chen, one.now) == ""

    @pytest.mark.parametrize("member", [cast.XIAO_CHEN, cast.XIAO_DENG, cast.SUN], ids=lambda one: one.username)
    def test_nobody_of_the_house_goes_on_alone_with_what_is_shut(self, member: cast.Member, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        person, case, by = one.repair.customer, one.repair.stream(), actor(member, now=one.now)
        one.now += AFTER

        def again() -> None:
            repairs.rework(repair=one.repair, why="客户说又坏了", by=by, now=one.now)

        with pytest.raises(repairs.LongOver):
            one.do(again)
        assert (sees(person, case, by, one.now), one.repair.state) == ("over", "closed")
        asked = one.do(lambda: reveals.ask(person=person, stream=case, reason="客户来电报返修", by=by, now=one.now))
        second = actor(cast.ADMIN if member != cast.ADMIN else cast.SUN, now=one.now)
        one.do(lambda: reveals.agree(request=asked, by=second, now=one.now))
        one.do(again)
        assert one.repair.state == "rework"

    def test_nobody_of_the_house_files_the_exchange_that_was_offered_long_ago(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        ExchangeOffer.objects.create(repair_key=one.repair.id, repair_number=one.repair.number, at=one.now)
        one.now += AFTER
        asked: dict[str, Any] = {"repair": one.repair, "told": "修了两次", "now": one.now}
        with pytest.raises(repairs.LongOver):
            one.do(lambda: claims.accept_exchange(**asked, by=one.by(cast.XIAO_CHEN)))
        assert one.do(lambda: claims.accept_exchange(**asked, by=one.customer)).claim.type == "exchange"

    def test_the_desk_goes_on_within_the_grace_as_ever(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="closed")
        one.now += 29 * DAYS
        one.do(lambda: repairs.rework(repair=one.repair, why="又坏了", by=one.by(cast.XIAO_CHEN), now=one.now))
        assert one.repair.state == "rework"


class TestOwnContact:
    @pytest.mark.parametrize("direction", ["out", "in"])
    @pytest.mark.parametrize("member", [cast.XIAO_DENG, cast.XIAO_CHEN])
    def test_opens_no_name_and_no_address_of_another_case(
        self, claim: Ended, member: cast.Member, direction: str
    ) -> None:
        person, end, case = claim
        at, by = end + AFTER, actor(member, now=end)
        call = LoggedCall(phone=cast.BUYER.phone, direction=direction, text="回访")
        row = acting(lambda: contacts.log_call(call=call, by=by, now=at))
        assert row.person == person
        for stream in (row.stream(), case):
            assert sees(person, stream, by, at, "name") in ("over", "no_open_case")
            assert sees(person, stream, by, at, "address") in ("over", "no_open_case")
        assert sees(person, row.stream(), actor(cast.XIAO_DENG, now=end), at, "address") == "no_open_case"
        assert sees(person, row.stream(), by, at, "phone") == ""

    def test_of_somebody_new_opens_the_name_and_phone_given_in_it(self, claim: Ended) -> None:
        end = claim[1]
        deng = actor(cast.XIAO_DENG, now=end)
        call = LoggedCall(phone=cast.STRANGER.phone, name=cast.STRANGER.name, text="问价")
        row = acting(lambda: contacts.log_call(call=call, by=deng, now=end))
        assert [sees(row.person, row.stream(), deng, end, field) for field in ("name", "phone", "address")] == [
            "",
            "",
            "no_open_case",
        ]


class TestOtherCase:
    """The same person has another case, a newer one: it opens itself and nothing else."""

    def filed(self, how: str, person: Person, at: datetime) -> StreamKey:
        """File a repair for a phone that is known: as a stranger, by a program, at the desk for "the same caller"."""
        report = replace(a_report(now=at, customer=cast.BUYER, by_day=True), mode="remote")
        by = actor(cast.XIAO_CHEN, now=at)
        acting(lambda: people.note_address(person=person, address=cast.BUYER.address, by=SYSTEM, now=at))
        if how == "desk":
            report = replace(report, person=person)
        elif how == "stranger":
            by = STRANGER
        else:
            by = Actor(kind="token", id=by.id, organisation=by.organisation, roles=frozenset({"agent"}))
        made = acting(lambda: repairs.report(report=report, by=by, now=at)).repair
        assert made.customer == person
        return made.stream()

    @pytest.mark.parametrize("how", ["stranger", "token", "desk"])
    def test_a_repair_filed_for_a_known_phone_opens_no_closed_claim(self, claim: Ended, how: str) -> None:
        person, end, case = claim
        at = end + AFTER
        chen, lin = actor(cast.XIAO_CHEN, now=end), actor(cast.LIN, now=end)
        new = self.filed(how, person, at)
        for field in ("name", "phone", "address"):
            for by in (chen, lin):
                assert sees(person, case, by, at, field) == "over"
        of_new = acting(lambda: reveals.ask(person=person, stream=new, reason="客户来电要补发票", by=chen, now=at))
        acting(lambda: reveals.agree(request=of_new, by=lin, now=at))
        assert sees(person, case, chen, at, "name") == "over"
        told = Reveal.objects.filter(granted=False, stream_kind="claim").values_list("stream_key", flat=True)
        assert {str(one) for one in told} == {case.key}

    def test_nor_does_the_repair_open_what_its_filer_was_not_told(self, claim: Ended) -> None:
        person, end, _case = claim
        at, chen = end + AFTER, actor(cast.XIAO_CHEN, now=end)
        first, second = self.filed("desk", person, at), self.filed("desk", person, at)
        for new in (first, second):
            assert [sees(person, new, chen, at, field) for field in ("name", "phone", "address")] == [
                "unseen",
                "",
                "unseen",
            ]
        typed = self.filed("stranger", person, at)
        assert sees(person, typed, chen, at, "name") == ""

    def test_nor_does_an_order_or_claim_of_a_name_and_a_phone_open_where_somebody_lives(self, now: datetime) -> None:
        one = builders.a_repair(now=now)
        zhang = cast.MS_ZHANG
        named = acting(lambda: people.enrol(name=zhang.name, phone=zhang.phone, now=now))
        again = acting(lambda: people.enrol(name=zhang.name, phone=zhang.phone, now=now))
        assert (named == one.repair.customer, named == again, named.place) == (False, True, None)

    def test_a_look_names_its_case_in_the_log(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="accepted")
        person, chen = one.repair.customer, actor(cast.XIAO_CHEN, now=one.now)
        assert sees(person, one.repair.stream(), chen, one.now) == ""
        fact = timeline.Entry.objects.get(code="people.reveal")
        assert (fact.facts["kind"], fact.facts["case"]) == ("repair", one.repair.number)
        assert [one.case for one in access.who_saw(person)] == [one.repair.number]


class TestSecondPerson:
    def asked(self, ended: Ended, by: Actor, at: datetime) -> RevealRequest:
        return acting(lambda: reveals.ask(person=ended[0], stream=ended[2], reason="客户来电要补发票", by=by, now=at))

    def test_opens_it_for_a_day_to_him_who_asked_and_to_nobody_else(self, claim: Ended) -> None:
        person, end, case = claim
        at = end + AFTER
        chen, lin = actor(cast.XIAO_CHEN, now=end), actor(cast.LIN, now=end)
        row = self.asked(claim, chen, at)
        assert sees(person, case, chen, at) == "over"
        acting(lambda: reveals.agree(request=row, by=lin, now=at))
        assert sees(person, case, chen, at + timedelta(hours=23)) == ""
        assert sees(person, case, lin, at) == "over"
        assert sees(person, case, chen, at + timedelta(hours=25)) == "over"
        told = list(Notice.objects.filter(code__startswith="reveal_").values_list("code", "account__username"))
        assert ("reveal_agreed", "chen") in told
        assert {name for code, name in told if code == "reveal_asked"} == {
            "lin",
            "qiao",
            "cheng",
            "yan",
            "sun",
            "admin",
        }

    def test_is_another_person_of_the_same_house_in_a_role_that_may(self, claim: Ended) -> None:
        at = claim[1] + AFTER
        owner = actor(cast.MERCHANT_OWNER, now=claim[1])
        row = self.asked(claim, owner, at)
        for member in (cast.MERCHANT_OWNER, cast.XIAO_WU, cast.LIN, cast.ADMIN, cast.QINGFENG_OWNER):
            by = actor(member, now=claim[1])
            with pytest.raises((Forbidden, Missing)):
                acting(lambda by=by: reveals.agree(request=access.request_of(row.id, actor=by), by=by, now=at))
            with pytest.raises(Forbidden):
                acting(lambda by=by: reveals.agree(request=row, by=by, now=at))
        row.refresh_from_db()
        assert row.state == "asked"

    def test_refuses_with_a_reason(self, claim: Ended) -> None:
        at = claim[1] + AFTER
        chen, lin = actor(cast.XIAO_CHEN, now=claim[1]), actor(cast.LIN, now=claim[1])
        row = self.asked(claim, chen, at)
        with pytest.raises(AnxinError):
            acting(lambda: reveals.refuse(request=row, why=" ", by=lin, now=at))
        acting(lambda: reveals.refuse(request=row, why="请客户自己登录", by=lin, now=at))
        assert sees(claim[0], claim[2], chen, at) == "over"

    def test_cannot_be_asked_by_who_shares_no_case(self, claim: Ended) -> None:
        for member in (cast.XIAO_WU, cast.XIAO_DENG, cast.QINGFENG_OWNER, cast.ZHOU):
            with pytest.raises(people.NotRevealed):
                self.asked(claim, actor(member, now=claim[1]), claim[1] + AFTER)


class TestScreens:
    def test_lead_from_the_case_over_a_colleague_back_to_the_case(
        self, sits: Callable[[cast.Member], Client], live_now: datetime
    ) -> None:
        one = claim_builders.a_claim(now=live_now - 45 * DAYS, at="closed")
        chen, lin, number = sits(cast.XIAO_CHEN), sits(cast.LIN), one.claim.number
        shown = {"field": "contact", "reason": "claim_question"}
        covered = chen.post(f"/desk/claims/{number}/reveals/", shown)
        assert covered.status_code == 302
        assert "/reveals/new/" in covered["Location"]
        piece = chen.post(f"/desk/claims/{number}/reveals/", shown, headers={"HX-Request": "true"})
        assert "/reveals/new/?person=" in piece.content.decode()
        form = chen.get(covered["Location"]).content.decode()
        named = f"claim:{one.claim.id}"
        assert f'name="case" value="{named}"' in form
        assert cast.BUYER.phone not in form
        assert "over。" not in piece.content.decode()
        assert "这一单早已结束" in piece.content.decode()
        assert "向买家核实申请" in form
        made = chen.post(
            "/reveals/new/", {"person": str(one.claim.buyer_id), "case": named, "reason": "客户来电要补发票"}
        )
        assert made.status_code == 302
        row = RevealRequest.objects.get()
        assert all(told in lin.get("/reveals/").content.decode() for told in ("客户来电要补发票", number))
        assert chen.post(f"/reveals/{row.id}/agreement/").status_code in (403, 404, 409)
        for other in (cast.MERCHANT_OWNER, cast.XIAO_DENG):
            assert sits(other).post(f"/reveals/{row.id}/agreement/").status_code in (403, 404)
            assert "客户来电要补发票" not in sits(other).get("/reveals/").content.decode()
        assert lin.post(f"/reveals/{row.id}/agreement/").status_code == 302
        opened = chen.post(f"/desk/claims/{number}/reveals/", shown)
        assert cast.BUYER.phone in opened.content.decode()
        mine = Client()
        mine.get(f"/c/{one.token}/")
        assert "向买家核实申请" in mine.get("/customer/me/").content.decode()
        looked = access.who_saw(one.claim.buyer)[0]
        assert (looked.granted, looked.case) == (True, number)
