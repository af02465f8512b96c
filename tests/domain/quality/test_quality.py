"""Reviews, grades, contests and follow-ups on a real database, by the cast."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest

from anxin.core import clocks, settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import AnxinError, Forbidden, Invalid, WrongState
from anxin.demo import cast
from anxin.domain.network.models import Technician
from anxin.domain.notices.models import Notice
from anxin.domain.quality import actions as quality
from anxin.domain.quality import queries
from anxin.domain.quality.commands import RATINGS
from anxin.domain.quality.models import FollowUp, Grade, Review
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from tests import builders

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = {"overall": 5, "star_punctual": 5, "star_manner": 4, "tags": ("explained",), "words": "讲得明白"}


def sample(percent: int, *, now: datetime) -> None:
    """Set the share of repairs that is followed up."""
    acting(lambda: settings.propose(name="quality.sample_percent", value=percent, valid_from=now, by=SYSTEM, now=now))


def closed(now: datetime, customer: cast.Customer = cast.MS_ZHANG, percent: int = 0) -> builders.Walked:
    """Walk a repair to its end, followed up or not."""
    builders.ground.lay(now=now)
    sample(percent, now=now - timedelta(days=2))
    return builders.a_repair(now=now - timedelta(hours=8), at="closed", customer=customer)


def rate(one: builders.Walked, given: Mapping[str, object] = GOOD, by: Actor | None = None) -> Review:
    told = {"row": one.repair, "by": by or one.customer, "fields": given}
    return one.do(lambda: RATINGS.give("review", now=one.now, **told))


def sun(one: builders.Walked) -> Actor:
    return one.by(cast.SUN)


def called(one: builders.Walked, *, answered: bool = True) -> FollowUp:
    """Make the next call of its follow-up."""
    row = FollowUp.objects.get()
    one.do(lambda: quality.record_call(follow_up=row, answered=answered, by=sun(one), now=one.now))
    row.refresh_from_db()
    return row


class TestReview:
    def test_is_kept_once_with_its_words_sealed(self, now: datetime) -> None:
        one = closed(now)
        row = rate(one)
        assert row.technician is not None
        assert row.technician.number == cast.MASTER_LUO.number
        assert "讲得明白" not in row.words_sealed
        view = queries.review_of(one.repair, reader="customer")
        assert view is not None
        assert view.words == "讲得明白"
        with pytest.raises(quality.NotReviewable):
            rate(one)
        assert [entry.code for entry in timeline.read(one.repair.stream(), "customer")].count("quality.reviewed") == 1

    def test_waits_for_the_confirmation(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="billed")
        with pytest.raises(quality.NotReviewable):
            rate(one)

    def test_is_over_after_a_month(self, now: datetime) -> None:
        one = closed(now)
        one.now += timedelta(days=31)
        assert queries.why_no_review(one.repair, now=one.now) == "over"
        with pytest.raises((quality.NotReviewable, AnxinError)):
            rate(one)

    def test_is_the_customers_alone(self, now: datetime) -> None:
        one = closed(now)
        for member in (cast.MASTER_LUO, cast.XIAO_CHEN, cast.SUN):
            by = one.by(member)
            with pytest.raises(Forbidden):
                rate(one, by=by)

    def test_refuses_what_no_form_offers(self, now: datetime) -> None:
        one = closed(now)
        for given in (
            {},
            {"overall": 0},
            {"overall": 6},
            {"overall": 5, "star_price": 9},
            {"overall": 5, "star_looks": 5},
            {"overall": 5, "tags": ("bribe",)},
            {"overall": 5, "words": "长" * 1001},
        ):
            with pytest.raises(Invalid):
                rate(one, given)
        assert not Review.objects.exists()

    def test_with_few_stars_puts_somebody_on_the_phone(self, now: datetime) -> None:
        one = closed(now)
        rate(one, {"overall": 2})
        row = FollowUp.objects.get()
        assert (row.state, row.reason) == ("due", "bad_review")
        assert clocks.open_clocks(row.stream()).get().kind == "quality.follow_up"

    def test_with_few_stars_hurries_the_planned_one(self, now: datetime) -> None:
        one = closed(now, percent=100)
        assert FollowUp.objects.get().state == "planned"
        rate(one, {"overall": 5, "star_price": 1})
        row = FollowUp.objects.get()
        assert (row.state, row.reason) == ("due", "bad_review")


class TestGrade:
    def test_does_not_move_by_one_bad_review(self, now: datetime) -> None:
        one = closed(now)
        Technician.objects.filter(number=cast.MASTER_LUO.number).update(grade=4)
        rate(one, {"overall": 1})
        luo = builders.technician()
        assert luo.grade == 4
        grade = queries.own_grade(one.by(cast.MASTER_LUO), now=one.now)
        assert grade.lacking == 4
        assert Grade.objects.filter(technician=luo).count() == 1

    def test_shows_him_each_review_and_hides_what_was_asked(self, now: datetime) -> None:
        other, one = closed(now - timedelta(days=1), cast.NEIGHBOUR), closed(now)
        rate(one)
        rate(other, {"overall": 3, "words": "不想让他知道", "apart": True})
        grade = queries.own_grade(other.by(cast.MASTER_LUO), now=other.now)
        words = {row.words for row in grade.shown}
        assert words == {"讲得明白", ""}
        assert other.repair.number not in {row.number for row in grade.shown}
        desk = {row.words for row in queries.reviews(sun(other), now=other.now)}
        assert "不想让他知道" in desk

    def test_is_nobody_elses_to_read(self, now: datetime) -> None:
        one = closed(now)
        rate(one)
        with pytest.raises(AnxinError):
            queries.own_grade(one.by(cast.BOSS_HE), now=one.now)


class TestContest:
    def opened(self, one: builders.Walked) -> queries.ContestRow:
        luo = one.by(cast.MASTER_LUO)
        row = Review.objects.get()
        one.do(lambda: quality.contest(review=row, why="客户不在家,不是我迟到", by=luo, now=one.now))
        return queries.contests(sun(one), now=one.now)[0]

    @pytest.mark.parametrize("apart", [False, True])
    def test_is_seen_by_who_leads_his_outlet_without_a_word_of_it_or_of_the_answer(
        self, now: datetime, apart: bool
    ) -> None:
        one = closed(now)
        rate(one, {"overall": 1, "apart": apart})
        shown = self.opened(one)
        found = queries.contest(str(shown.id), actor=sun(one), now=one.now)
        one.do(lambda: quality.uphold(contest=found, why="客户说了两次", by=sun(one), now=one.now))
        (seen,) = queries.contests_here(one.by(cast.BOSS_HE), now=one.now)
        assert (seen.number, seen.state) == ("" if apart else one.repair.number, "stands")
        assert not {"why", "judged_why", "pictures", "ground"} & set(vars(seen))
        assert Notice.objects.filter(code="contest_here", account__username=cast.BOSS_HE.username).exists()

    def test_is_seen_there_however_long_ago_the_outlet_let_the_case_go(self, now: datetime) -> None:
        one = closed(now)
        rate(one, {"overall": 1})
        one.now += timedelta(days=20)
        self.opened(one)
        (seen,) = queries.contests_here(one.by(cast.BOSS_HE), now=one.now)
        assert (seen.technician, seen.number) == (cast.MASTER_LUO.called, one.repair.number)
        assert queries.contests_here(one.by(cast.BOSS_TANG), now=one.now) == ()

    def test_nobody_answered_in_time_is_said_to_be_late_wherever_it_is_shown(self, now: datetime) -> None:
        one = closed(now)
        rate(one, {"overall": 1})
        assert not self.opened(one).late
        one.now += timedelta(days=12)
        clocks.sweep(one.now)
        (seen,) = queries.contests_here(one.by(cast.BOSS_HE), now=one.now)
        (own,) = queries.own_contests(one.by(cast.MASTER_LUO))
        (judged,) = queries.contests(sun(one), now=one.now)
        grade = queries.own_grade(one.by(cast.MASTER_LUO), now=one.now)
        due = grade.shown[0].due
        assert due is not None
        assert all(each.late for each in (seen, own, judged, due))
        assert due.due_at == own.due_at

    def test_set_aside_counts_no_more_and_says_why(self, now: datetime) -> None:
        one = closed(now)
        rate(one, {"overall": 1})
        shown = self.opened(one)
        assert shown.why.startswith("客户不在家")
        found = queries.contest(str(shown.id), actor=sun(one), now=one.now)
        one.do(lambda: quality.set_aside(contest=found, why="记录显示客户不在", by=sun(one), now=one.now))
        grade = queries.own_grade(one.by(cast.MASTER_LUO), now=one.now)
        assert grade.reviews == 0
        assert grade.shown[0].contest_why == "记录显示客户不在"
        assert not grade.shown[0].counts

    def test_upheld_counts_on(self, now: datetime) -> None:
        one = closed(now)
        rate(one, {"overall": 2})
        found = queries.contest(str(self.opened(one).id), actor=sun(one), now=one.now)
        one.do(lambda: quality.uphold(contest=found, why="打卡晚了 40 分钟", by=sun(one), now=one.now))
        assert Review.objects.get().counts
        with pytest.raises(WrongState):
            one.do(lambda: quality.set_aside(contest=found, why="再想想", by=sun(one), now=one.now))

    def test_is_for_him_and_judged_by_quality_with_a_reason(self, now: datetime) -> None:
        one = closed(now)
        row = rate(one)
        lu = one.by(cast.MASTER_LU)
        with pytest.raises(quality.NotYourReview):
            one.do(lambda: quality.contest(review=row, why="不服", by=lu, now=one.now))
        found = queries.contest(str(self.opened(one).id), actor=sun(one), now=one.now)
        with pytest.raises(quality.ReasonNeeded):
            one.do(lambda: quality.uphold(contest=found, why=" ", by=sun(one), now=one.now))
        chen = one.by(cast.XIAO_CHEN)
        with pytest.raises(Forbidden):
            one.do(lambda: quality.uphold(contest=found, why="可以", by=chen, now=one.now))


class TestFollowUp:
    def test_is_drawn_by_chance_and_falls_due_after_a_day(self, now: datetime) -> None:
        one = closed(now, percent=100)
        row = FollowUp.objects.get()
        assert (row.state, row.reason) == ("planned", "sample")
        clocks.sweep(one.now + timedelta(hours=25))
        row.refresh_from_db()
        assert row.state == "due"
        assert clocks.open_clocks(row.stream()).get().kind == "quality.follow_up"

    def test_is_not_planned_where_chance_says_no(self, now: datetime) -> None:
        closed(now, percent=0)
        assert not FollowUp.objects.exists()

    def test_content_ends_it_in_time(self, now: datetime) -> None:
        one = closed(now, percent=100)
        one.now += timedelta(hours=26)
        clocks.sweep(one.now)
        row = called(one)
        assert row.state == "reached"
        answers = {"works": "yes", "on_time": "no", "strange": "yes"}
        one.do(lambda: quality.satisfy(follow_up=row, overall=5, answers=answers, note="", by=sun(one), now=one.now))
        row.refresh_from_db()
        assert (row.state, row.overall, row.answers) == ("satisfied", 5, {"works": "yes", "on_time": "no"})
        assert not clocks.open_clocks(row.stream()).exists()

    def test_three_calls_in_vain_end_it_not_two_in_a_minute(self, now: datetime) -> None:
        one = closed(now, percent=100)
        one.now += timedelta(hours=26)
        clocks.sweep(one.now)
        called(one, answered=False)
        with pytest.raises(quality.TriedTooSoon):
            called(one, answered=False)
        for _turn in range(2):
            one.now += timedelta(hours=2)
            row = called(one, answered=False)
        assert (row.state, row.tries) == ("unreachable", 3)

    def test_late_is_said_and_stays_due(self, now: datetime) -> None:
        one = closed(now, percent=100)
        clocks.sweep(one.now + timedelta(hours=25))
        later = one.now + timedelta(hours=80)
        clocks.sweep(later)
        found = queries.follow_ups(sun(one), now=later)
        assert (found.late, len(found.rows)) == (1, 1)
        assert found.rows[0].late

    def test_discontent_is_redone_under_the_guarantee(self, now: datetime) -> None:
        one = closed(now)
        rate(one, {"overall": 1})
        row = called(one)
        with pytest.raises(Invalid):
            one.do(lambda: quality.dissatisfy(follow_up=row, overall=1, answers={}, note="", by=sun(one), now=one.now))
        note = "指纹又没反应"
        one.do(lambda: quality.dissatisfy(follow_up=row, overall=1, answers={}, note=note, by=sun(one), now=one.now))
        row.refresh_from_db()
        one.do(lambda: quality.redo(follow_up=row, why=note, by=sun(one), now=one.now))
        row.refresh_from_db()
        assert row.state == "redone"
        assert Repair.objects.get(pk=one.repair.pk).state == "rework"

    def test_of_a_repair_being_redone_is_dropped(self, now: datetime) -> None:
        one = closed(now, percent=100)
        one.do(lambda: again(one))
        assert FollowUp.objects.get().state == "dropped"

    def test_is_hidden_from_everybody_outside_the_desk(self, now: datetime) -> None:
        one = closed(now, percent=100)
        key = str(FollowUp.objects.get().id)
        for member in (cast.BOSS_HE, cast.MASTER_LUO, cast.HEYAN_OWNER, cast.MERCHANT_OWNER):
            with pytest.raises(queries.NoSuchFollowUp):
                queries.follow_up(key, actor=one.by(member), now=one.now)
        assert queries.follow_ups(one.by(cast.BOSS_HE), now=one.now).counts == {}


def again(one: builders.Walked) -> None:
    """Ask for it to be done again, as the customer."""
    repairs.rework(repair=one.repair, why="又坏了", by=one.customer, now=one.now)
