"""An outlet that its brand vouches for no more is asked for nothing, and gives back what nobody has begun."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.utils.translation import override

from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.outbox import Message
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.models import Authorisation, Engagement, Outlet, Technician
from anxin.domain.network.queries.gaps import gaps
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.repairs import queries as repair_queries
from anxin.domain.visits import actions as visits
from anxin.domain.visits import gateway
from anxin.domain.visits import queries as visit_queries
from anxin.domain.visits.models import OutletOrder, Visit
from tests import builders

pytestmark = pytest.mark.django_db
HOME, WUHOU = "AX-CD-01", "510107"
DISPATCHER = Actor(kind="staff", id="d", roles=frozenset({"dispatcher"}))


def heyan() -> Organisation:
    return people.organisation(cast.HEYAN.slug)


def word(slug: str = cast.HEYAN.slug) -> Authorisation:
    return Authorisation.objects.get(kind="outlet", code=HOME, brand__slug=slug)


def suspend(now: datetime) -> None:
    owner = ground.owner_of(heyan())
    acting(lambda: network.suspend(authorisation=word(), why="整改", by=owner, now=now))


def revoke(now: datetime) -> None:
    owner = ground.owner_of(heyan())
    acting(lambda: network.revoke(authorisation=word(), why="不再合作", by=owner, now=now))


def run_out(now: datetime) -> None:
    Authorisation.objects.filter(pk=word().pk).update(to_date=now.date() - timedelta(days=1))
    for one in queries.over(on=now.date()):
        acting(lambda one=one: network.expire(authorisation=one, now=now))


def lose_key(now: datetime) -> None:
    acting(lambda: network.lose_key(brand=heyan(), why="电脑丢了", by=ground.owner_of(heyan()), now=now))


ENDS = [suspend, revoke, run_out, lose_key]


class TestWordEnded:
    @pytest.mark.parametrize("at", ["assigned", "booked", "on_the_way"])
    @pytest.mark.parametrize("end", ENDS)
    def test_gives_its_jobs_back_and_asks_it_no_more(
        self, end: Callable[[datetime], None], at: str, now: datetime
    ) -> None:
        one = builders.a_repair(now=now, at=at)
        visit = one.visit
        end(one.now)
        visit.refresh_from_db()
        if (at, end) == ("on_the_way", run_out):
            assert visit.technician is not None, "nobody turns back at midnight"
            return
        assert (visit.technician, visit.outlet, visit.state) == (None, None, "open")
        assert visit_queries.outlets(visit, now=one.now) == []
        assert gateway.candidates(visit, now=one.now) == []
        assert queries.service_at(brand=heyan(), code=WUHOU, outside=False, now=one.now) == "uncovered"

    def test_tells_the_customer_with_a_window_that_another_comes(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        suspend(one.now)
        assert [each.template for each in Message.objects.order_by("id")].count("notices.repair_another") == 1

    def test_leaves_what_is_begun(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="on_site")
        revoke(one.now)
        visit = one.visit
        visit.refresh_from_db()
        assert (visit.state, visit.outlet and visit.outlet.code) == ("on_site", HOME)

    def test_of_another_brand_changes_nothing(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        other = word(cast.QINGFENG.slug)
        acting(lambda: network.revoke(authorisation=other, why="x", by=ground.owner_of(other.brand), now=one.now))
        assert one.visit.technician is not None
        assert [row.code for row in visit_queries.outlets(one.visit, now=one.now)] == [HOME]

    @pytest.mark.parametrize(("taken", "ended"), [(False, "timed_out"), (True, "returned")])
    def test_takes_back_what_it_was_to_name_somebody_for(self, *, taken: bool, ended: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        order = ordered(one.visit, now=one.now)
        him = Actor(
            kind="staff", id="he", organisation=str(order.outlet.organisation_id), roles=frozenset({"outlet_manager"})
        )
        if taken:
            acting(lambda: visits.accept_order(order=order, by=him, now=one.now))
        suspend(one.now)
        order.refresh_from_db()
        assert (order.state, order.why) == (ended, "not_vouched")

    @pytest.mark.parametrize(
        ("taken", "said"),
        [
            (False, "不再询问网点 AX-CD-01：品牌已不再授权师傅或网点"),
            (True, "这单已从网点 AX-CD-01 收回：品牌已不再授权师傅或网点"),
        ],
    )
    def test_says_in_the_record_that_it_was_taken_back_and_why(self, *, taken: bool, said: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        order = ordered(one.visit, now=one.now)
        him = Actor(
            kind="staff", id="he", organisation=str(order.outlet.organisation_id), roles=frozenset({"outlet_manager"})
        )
        if taken:
            acting(lambda: visits.accept_order(order=order, by=him, now=one.now))
        suspend(one.now)
        agent = one.by(cast.XIAO_CHEN)
        assert said in [line.sentence for line in repair_queries.timeline_of(one.repair, actor=agent)]

    def test_tells_the_customer_why_another_is_looked_for(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        suspend(one.now)
        told = [line.sentence for line in repair_queries.timeline_of(one.repair, actor=one.customer)]
        assert "品牌已不再授权原定的师傅或网点，正在另找师傅" in told
        with override("en"):
            told = [line.sentence for line in repair_queries.timeline_of(one.repair, actor=one.customer)]
        assert "The brand vouches no more for who was to come; looking for another" in told

    @pytest.mark.parametrize(
        ("who", "said"),
        [
            ("desk", "客服从网点 AX-CD-01 收回了这单：这个时间没有人手"),
            ("outlet", "网点 AX-CD-01 退回了这单：这个时间没有人手"),
        ],
    )
    def test_that_the_desk_took_a_job_back_is_not_said_of_the_outlet(self, who: str, said: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        order = ordered(one.visit, now=one.now)
        house = str(order.outlet.organisation_id)
        him = Actor(kind="staff", id="he", organisation=house, roles=frozenset({"outlet_manager"}))
        acting(lambda: visits.accept_order(order=order, by=him, now=one.now))
        by = DISPATCHER if who == "desk" else him
        acting(lambda: visits.give_back_order(order=order, why="no_technician", by=by, now=one.now))
        told = [line.sentence for line in repair_queries.timeline_of(one.repair, actor=one.by(cast.XIAO_CHEN))]
        assert said in told

    def test_that_another_word_follows_at_once_takes_nothing(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="booked")
        old = word()
        further = acting(lambda: ground.authorise(heyan(), "outlet", HOME, "报修", now=one.now))
        old.refresh_from_db()
        assert (old.state, further.state) == ("revoked", "authorised")
        assert one.visit.technician is not None

    @pytest.mark.parametrize("at", ["named", "assigned", "booked", "on_the_way"])
    def test_is_no_refusal_of_the_technician_who_may_be_chosen_again(self, at: str, now: datetime) -> None:
        one = builders.a_repair(now=now, at=at)
        visit = one.visit
        suspend(one.now)
        acting(lambda: network.resume(authorisation=word(), by=ground.owner_of(heyan()), now=one.now))
        visit.refresh_from_db()
        assert cast.MASTER_LUO.number in {each.technician.number for each in gateway.candidates(visit, now=one.now)}
        assert "said_no" not in gateway.hindrances(visit, now=one.now).values()

    def test_lets_nobody_be_sent_by_hand_and_says_why(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        suspend(one.now)
        with pytest.raises(visits.OutletNotVouched) as refused:
            acting(
                lambda: visits.assign_by_hand(visit=one.visit, technician=luo, why="熟人", by=DISPATCHER, now=one.now)
            )
        assert refused.value.facts["outlet"] == HOME

    def test_is_known_at_the_door_of_the_house_too(self, now: datetime) -> None:
        """Whatever ended the word, even a row that somebody changed: who sets out is held against it again."""
        one = builders.a_repair(now=now, at="booked")
        Authorisation.objects.filter(pk=word().pk).update(signature="AAAA")
        with pytest.raises(visits.OutletNotVouched):
            acting(lambda: visits.set_out(visit=one.visit, by=one.by(cast.MASTER_LUO), now=one.now))
        assert visit_queries.outlets(one.visit, now=one.now) == []


def checked(number: str, now: datetime) -> queries.GenuineCard:
    return queries.genuine_card(kind="technician", code=number, now=now)


class TestCheck:
    """Its technicians are vouched for through it alone."""

    @pytest.mark.parametrize("end", ENDS[:3])
    def test_warns_of_who_works_there_and_nowhere_else(self, end: Callable[[datetime], None], now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        luo = Technician.objects.get(number=cast.MASTER_LUO.number)
        luo.engagements.exclude(brand=heyan()).delete()
        end(one.now)
        card = checked(luo.number, one.now)
        assert (card.status, card.adrift, card.left, card.danger) == ("suspended", True, False, True)
        assert queries.says(card) == "曾由禾砚授权，但他所在的网点现在没有授权"
        assert [word.brand for word in card.vouched_by] == ["禾砚"]

    def test_knows_by_name_no_more_who_works_there(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        Technician.objects.get(number=cast.MASTER_LUO.number).engagements.exclude(brand=heyan()).delete()
        before = checked("罗师傅", one.now)
        suspend(one.now)
        assert (before.genuine, checked("罗师傅", one.now).genuine) == (True, False)

    def test_names_the_outlet_and_the_brand_through_which_he_is_vouched_for_still(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        number = cast.MASTER_LUO.number
        assert {word.brand for word in checked(number, one.now).vouched_by} == {"禾砚", "青枫"}
        suspend(one.now)
        card = checked(number, one.now)
        assert (card.status, [word.brand for word in card.vouched_by]) == ("genuine", ["青枫"])
        luo, other = Technician.objects.get(number=number), Outlet.objects.get(code="AX-DG-01")
        begun = {"from_at": now - timedelta(days=900), "technician": luo, "outlet": other}
        Engagement.objects.create(brand=heyan(), **begun)
        card = checked(number, one.now)
        assert {word.brand for word in card.vouched_by} == {"禾砚", "青枫"}

    def test_vouches_again_once_the_outlet_is_restored(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        suspend(one.now)
        acting(lambda: network.resume(authorisation=word(), by=ground.owner_of(heyan()), now=one.now))
        assert "禾砚" in {word.brand for word in checked(cast.MASTER_LUO.number, one.now).vouched_by}

    def test_is_said_before_with_how_many_it_warns_of(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="triaged")
        there = Engagement.objects.filter(outlet__code=HOME, brand=heyan(), to_at=None)
        numbers = set(there.values_list("technician__number", flat=True))
        assert queries.falling_with([word()], now=one.now) == numbers
        further = acting(lambda: ground.authorise(heyan(), "outlet", "AX-DG-01", "报修", now=one.now))
        luo, other = Technician.objects.get(number=cast.MASTER_LUO.number), Outlet.objects.get(code="AX-DG-01")
        Engagement.objects.create(technician=luo, outlet=other, brand=heyan(), from_at=now)
        assert queries.falling_with([word()], now=one.now) == numbers - {luo.number}
        assert queries.falling_with([word(), further], now=one.now) >= numbers


class TestGaps:
    def test_say_whose_word_ended(self, now: datetime) -> None:
        builders.a_repair(now=now, at="triaged")
        before = {one.county: one.why for one in gaps(heyan(), day=now.date(), now=now)}
        assert WUHOU not in before
        suspend(now)
        (gap,) = [one for one in gaps(heyan(), day=now.date(), now=now) if one.county == WUHOU]
        assert (gap.why, gap.outlets) == ("outlet_not_vouched", (HOME,))
        (elsewhere,) = [one for one in gaps(heyan(), day=now.date(), now=now) if one.county == "110108"]
        assert (elsewhere.why, elsewhere.outlets) == ("no_outlet", ())


def ordered(visit: Visit, *, now: datetime) -> OutletOrder:
    """Ask the outlet of the place to name somebody."""
    (outlet,) = visit_queries.outlets(visit, now=now)
    return acting(lambda: visits.order_outlet(visit=visit, outlet=outlet, by=DISPATCHER, now=now))
