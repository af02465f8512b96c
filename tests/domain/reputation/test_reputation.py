"""Reputation: counted once with its case, contested by whom it concerns, judged by another, gone in time."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.timeline import StreamKey
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.people.queries import actors
from anxin.domain.reputation import actions as reputation
from anxin.domain.reputation import queries, tasks
from anxin.domain.reputation.commands import MARKS
from anxin.domain.reputation.models import Mark
from tests.evidence_builders import a_person

pytestmark = pytest.mark.django_db
CASE = StreamKey("claim", "01a21068-efbe-74ba-98de-fa3c2fc1660b")


@pytest.fixture
def mark(now: datetime) -> Mark:
    ground.lay(now=now)
    buyer = acting(lambda: a_person(now=now))
    lin = actor(cast.LIN, now=now)
    return acting(lambda: reputation.record(counter="fraud_said", subject=buyer.id, stream=CASE, by=lin, now=now))


def _buyer(mark: Mark) -> Actor:
    return actors.actor_of_person(str(mark.subject_key))


class TestRecord:
    def test_counts_a_case_once(self, mark: Mark, now: datetime) -> None:
        lin = actor(cast.LIN, now=now)
        again = acting(
            lambda: reputation.record(counter="fraud_said", subject=mark.subject_key, stream=CASE, by=lin, now=now)
        )
        assert again.pk == mark.pk
        assert queries.tally(kind="person", subject=mark.subject_key, now=now) == {"fraud_said": 1}

    def test_says_until_which_day_in_china_it_counts(self, mark: Mark, now: datetime) -> None:
        night = now.replace(hour=17)  # one in the morning of the next day
        other = StreamKey("claim", "01a21068-efbe-74ba-98de-fa3c2fc1660c")
        told = {"counter": "fraud_said", "subject": mark.subject_key, "stream": other, "by": actor(cast.LIN, now=night)}
        made = acting(lambda: reputation.record(**told, now=night))  # type: ignore[arg-type]
        until = timezone.localtime(made.expires_at).date()
        assert (
            timeline.read(made.stream())[-1].facts["until"] == until.isoformat() != made.expires_at.date().isoformat()
        )

    def test_refuses_a_counter_nobody_declared(self, mark: Mark, now: datetime) -> None:
        with pytest.raises(Invalid):
            acting(
                lambda: reputation.record(
                    counter="bad", subject=mark.subject_key, stream=CASE, by=_buyer(mark), now=now
                )
            )


class TestContest:
    def test_is_judged_by_another_and_counts_no_more_once_taken_back(self, mark: Mark, now: datetime) -> None:
        acting(lambda: reputation.contest(mark=mark, why="我没有", by=_buyer(mark), now=now))
        with pytest.raises(reputation.JudgedByAnother):
            acting(lambda: reputation.correct(mark=mark, why="对", by=actor(cast.LIN, now=now), now=now))
        acting(lambda: reputation.correct(mark=mark, why="查无此事", by=actor(cast.QIAO, now=now), now=now))
        assert mark.state == "corrected"
        assert queries.tally(kind="person", subject=mark.subject_key, now=now) == {}

    def test_is_for_whom_it_concerns(self, mark: Mark, now: datetime) -> None:
        told = {"row": mark, "by": actor(cast.MERCHANT_OWNER, now=now), "now": now, "fields": {"why": "x"}}
        with pytest.raises(reputation.NotYourMark):
            acting(lambda: MARKS.give("contest", **told))  # type: ignore[arg-type]
        assert acting(lambda: MARKS.give("contest", **told | {"by": _buyer(mark)})) is None  # type: ignore[arg-type]
        assert mark.state == "contested"

    def test_is_seen_by_him_and_by_who_judges(self, mark: Mark, now: datetime) -> None:
        for by, sees in ((_buyer(mark), True), (actor(cast.LIN, now=now), True), (actor(cast.BOSS_HE, now=now), False)):
            assert queries.visible_to(by).filter(pk=mark.pk).exists() is sees


class TestExpiry:
    def test_lets_a_mark_go_after_its_time(self, mark: Mark, now: datetime) -> None:
        later = now + timedelta(days=366)
        assert queries.tally(kind="person", subject=mark.subject_key, now=later) == {}
        assert acting(lambda: reputation.expire(now=later)) == 1
        mark.refresh_from_db()
        assert mark.state == "expired"

    def test_lets_many_go_a_few_a_block(self, mark: Mark, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        """A block that fails takes nothing back of those before it, and what is left goes with the next round."""
        later, lin = now + timedelta(days=366), actor(cast.LIN, now=now)
        for n in range(4):
            case = StreamKey("claim", f"01a21068-efbe-74ba-98de-fa3c2fc1670{n}")
            told = {"counter": "fraud_said", "subject": mark.subject_key, "stream": case, "by": lin, "now": now}
            acting(lambda told=told: reputation.record(**told))
        monkeypatch.setattr(reputation, "AT_ONCE", 2)
        made, blocks = reputation.expire, []

        def failing(*, now: datetime) -> int:
            blocks.append(made(now=now))
            if len(blocks) == 3:
                raise ConnectionError
            return blocks[-1]

        with monkeypatch.context() as broken:
            broken.setattr(reputation, "expire", failing)
            with pytest.raises(ConnectionError):
                tasks.expire.func(now=later)
        assert blocks == [2, 2, 1]
        assert sorted(Mark.objects.values_list("state", flat=True)) == ["counted", *["expired"] * 4]
        tasks.expire.func(now=later)
        assert set(Mark.objects.values_list("state", flat=True)) == {"expired"}

    def test_a_round_leaves_the_rest_to_the_next(
        self, mark: Mark, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        case, lin = StreamKey("claim", "01a21068-efbe-74ba-98de-fa3c2fc16701"), actor(cast.LIN, now=now)
        told = {"counter": "fraud_said", "subject": mark.subject_key, "stream": case, "by": lin}
        acting(lambda: reputation.record(**told, now=now + timedelta(hours=1)))  # type: ignore[arg-type]
        monkeypatch.setattr(reputation, "AT_ONCE", 1)
        monkeypatch.setattr(tasks, "BLOCKS", 1)
        tasks.expire.func(now=now + timedelta(days=366))
        assert list(Mark.objects.order_by("expires_at").values_list("state", flat=True)) == ["expired", "counted"]
