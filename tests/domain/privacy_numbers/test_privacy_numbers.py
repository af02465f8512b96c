"""A privacy number is bound to a job, lives and ends with it, and nobody's own number is shown; what may go wrong.

The first lines of these tests are the table in `docs/reference/providers.md`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from anxin.core import later, providers, settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.carriers import requests
from anxin.demo import cast, walk
from anxin.domain.people import actions as people
from anxin.domain.people.actions import personal_data
from anxin.domain.people.actions.reveals import NotRevealed
from anxin.domain.people.models import Hold
from anxin.domain.privacy_numbers import actions as numbers
from anxin.domain.privacy_numbers import choices, queries, rules, tasks
from anxin.domain.privacy_numbers import providers as carriers
from anxin.domain.privacy_numbers.models import PrivacyNumber
from anxin.domain.privacy_numbers.queries import NumberView
from anxin.domain.visits import actions as visits
from anxin.domain.visits.actions.appointments import NeedsProof
from anxin.domain.visits.models import CallRecord
from tests import builders
from tests.racing import racing
from tests.standins.numbers import Numbers, body

pytestmark = pytest.mark.django_db
BY = Actor(kind="staff", id="o", organisation="o", roles=frozenset({"operator"}))
NAME = "aliyun_numbers"


class Scene:
    """A repair about to be given to Master Luo, a provider that was tried, and numbers switched on."""

    def __init__(self, there: Numbers, now: datetime, use: str = choices.OR_HOTLINE) -> None:
        self.there = there
        self.one, self.at = builders.a_repair(now=now, at="named"), "named"
        self.start = self.one.now
        self.use(use)
        self.keep()

    @property
    def now(self) -> datetime:
        return self.one.now

    def use(self, value: str) -> None:
        told = {"value": value, "valid_from": self.now, "by": SYSTEM, "now": self.now}
        acting(lambda: settings.propose(name="privacy_numbers.use", **told))  # type: ignore[arg-type]

    def keep(self) -> None:
        kept = {"values": self.there.values, "secrets": self.there.secrets}
        acting(lambda: providers.keep(kind=carriers.KIND, name=NAME, rank=1, **kept, by=BY, now=self.now))
        acting(lambda: providers.note_trial(NAME, fault="", now=self.now))

    def until(self, at: str, *, after: str = "") -> NumberView:
        """Walk on to a state from where the walk stands, or from an earlier one."""
        for name in walk.HAPPY[walk.HAPPY.index(after or self.at) + 1 : walk.HAPPY.index(at) + 1]:
            walk.STEPS[name](self.one)
        self.at = at
        return self.run()

    def run(self, seconds: float = 0) -> NumberView:
        self.one.now += timedelta(seconds=seconds)
        self.there.now = self.now
        later.run_due(self.now)
        view = queries.of_visit(self.one.visit.pk, now=self.now)
        assert view is not None
        return view

    def swept(self, **ahead: float) -> NumberView:
        self.one.now += timedelta(**ahead)
        acting(lambda: tasks.sweep.func(now=self.now))
        return self.run()

    def reveal(self) -> str:
        by = self.one.by(cast.MASTER_LUO)
        told = {"stream": self.one.repair.stream(), "field": "phone", "reason": "job.phone"}
        person = self.one.visit.customer
        return acting(lambda: people.reveal(person=person, by=by, now=self.now, **told))  # type: ignore[arg-type]

    def facts(self) -> list[str]:
        return [one.code for one in timeline.read(self.one.repair.stream()) if one.code.startswith("privacy_numbers.")]

    def tell(self, rows: object, *, token: str = "h" * 32) -> int:
        there = f"/hooks/calls/{NAME}/{token}/"
        return Client().post(there, body(rows), content_type="application/json").status_code

    def spent_mill(self) -> int:
        return providers.spent(since=self.start.date() - timedelta(days=2))[NAME].cost_mill


@pytest.fixture
def there() -> Iterator[Numbers]:
    with Numbers(now=timezone.now()) as one:
        yield one


@pytest.fixture
def scene(there: Numbers, now: datetime) -> Scene:
    return Scene(there, now)


class TestBound:
    def test_to_the_job_and_never_the_real_one(self, scene: Scene) -> None:
        """Bound once a technician is set, for customer and technician; the customer's own number stays shut"""
        view = scene.until("assigned")
        assert (view.stands, view.number, view.extension) == ("bound", "17000000000", "")
        (asked,) = scene.there.bound.values()
        assert asked["PhoneNoA"] == cast.MS_ZHANG.phone.removeprefix("+86")
        assert asked["PhoneNoB"] != asked["PhoneNoA"]
        with pytest.raises(NotRevealed) as refused:
            scene.reveal()
        assert refused.value.facts["why"] == "privacy_number"
        assert scene.facts() == ["privacy_numbers.bound"]

    def test_once_where_two_tasks_ask_at_once(self, scene: Scene) -> None:
        """Two tasks ask at once: one is bound; the other asks once the first had its time, and only where it is dead"""
        walk.STEPS["assigned"](scene.one)
        row, scene.there.now = PrivacyNumber.objects.get(), scene.now
        first, second = (acting(lambda: numbers.begin(number=str(row.pk), now=scene.now)) for _ in range(2))
        assert (first is not None, second) == (True, None)
        scene.run()
        assert not scene.there.bound
        assert scene.run(seconds=rules.ASKING.total_seconds()).number == "17000000000"
        assert len(scene.there.bound) == 1

    def test_and_of_an_asker_that_was_thought_dead_is_ended_there(self, scene: Scene) -> None:
        """Who was thought dead has bound all the same: the number that is shown stands, his is unbound"""
        walk.STEPS["assigned"](scene.one)
        row, scene.there.now = PrivacyNumber.objects.get(), scene.now
        slow = acting(lambda: numbers.begin(number=str(row.pk), now=scene.now))
        assert slow is not None
        scene.run(seconds=rules.ASKING.total_seconds())
        answer = carriers.ask(slow, now=scene.now)
        for _ in range(2):  # told twice, ended once
            acting(lambda: numbers.finish(work=slow, answer=answer, now=scene.now))
            assert scene.run().number == "17000000000"
        assert len(scene.there.bound) == 2
        assert scene.there.over == [list(scene.there.bound)[1]]
        assert list(PrivacyNumber.objects.exclude(released_at=None).values_list("subs", flat=True)) == scene.there.over
        assert scene.swept(minutes=5).number == "17000000000"
        assert scene.facts() == ["privacy_numbers.bound"]
        assert timeline.verify() == []

    @pytest.mark.django_db(transaction=True)
    def test_once_by_workers_that_race(self, scene: Scene) -> None:
        walk.STEPS["assigned"](scene.one)
        row, scene.there.now = PrivacyNumber.objects.get(), scene.now
        racing(3, lambda: tasks.settle.func(number=str(row.pk), now=scene.now))
        assert len(scene.there.bound) == 1
        assert scene.run().number == "17000000000"

    def test_while_its_job_ends_is_ended_there_too(self, scene: Scene) -> None:
        """Called off while the provider is asked: what it bound all the same is unbound, not left to its own end"""
        walk.STEPS["assigned"](scene.one)
        row, scene.there.now = PrivacyNumber.objects.get(), scene.now
        work = acting(lambda: numbers.begin(number=str(row.pk), now=scene.now))
        assert work is not None
        answer = carriers.ask(work, now=scene.now)
        scene.one.do(lambda: visits.cancel(visit=scene.one.visit, why="x", by=SYSTEM, now=scene.now))
        scene.run()
        acting(lambda: numbers.finish(work=work, answer=answer, now=scene.now))
        assert scene.run().stands == "over"
        assert scene.there.over == list(scene.there.bound)
        assert not PrivacyNumber.objects.filter(released_at=None).exists()

    def test_with_the_job_until_a_while_after_it(self, scene: Scene) -> None:
        """Prolonged with the window and while the job goes on; ends a while after it, here and there"""
        scene.until("booked")
        (subs,) = scene.there.bound
        window_end = scene.one.visit.wanted_to_at
        assert scene.there.lapses_at(subs) >= window_end + timedelta(hours=24)
        scene.until("on_site")
        late = scene.swept(days=4)
        assert late.stands == "bound"
        assert scene.there.lapses_at(subs) > scene.now + timedelta(hours=20)
        assert scene.until("coded").stands == "bound"
        assert scene.run(seconds=24 * 3600 + 5).stands == "over"
        assert scene.there.over == [subs]
        with pytest.raises(NotRevealed):
            scene.reveal()

    def test_anew_for_whoever_goes_instead(self, scene: Scene) -> None:
        """Another technician goes: the first is rung by nobody from that moment, the second gets a number of his own"""
        scene.until("booked")
        by = scene.one.by(cast.XIAO_CHEN)
        scene.one.do(lambda: visits.hand_back(visit=scene.one.visit, why="ill", by=by, now=scene.now))
        view = queries.of_visit(scene.one.visit.pk, now=scene.now)
        assert view is not None
        assert (view.stands, view.number) == ("over", "")
        scene.run()
        assert len(scene.there.over) == 1
        scene.until("assigned", after="ordered")
        assert (len(scene.there.bound), PrivacyNumber.objects.filter(ended_at=None).count()) == (2, 1)

    def test_no_more_once_its_job_is_called_off_and_its_customer_is_erased_only_then(self, scene: Scene) -> None:
        """Called off: ended at once; the customer is erased once nothing of his is open"""
        scene.until("booked")
        Hold.objects.update(released_at=scene.now)
        with pytest.raises(personal_data.Held):
            acting(lambda: personal_data.erase(person=scene.one.visit.customer, by=SYSTEM, now=scene.now))
        scene.one.do(lambda: visits.cancel(visit=scene.one.visit, why="x", by=SYSTEM, now=scene.now))
        assert scene.run().stands == "over"
        assert len(scene.there.over) == 1

    def test_for_nobody_where_they_are_switched_off(self, scene: Scene) -> None:
        """Switched off: none is asked for, what is bound is ended by the sweep, the real one opens again"""
        scene.until("assigned")
        scene.use(choices.OFF)
        scene.one.now += timedelta(minutes=5)
        acting(lambda: tasks.sweep.func(now=scene.now))
        later.run_due(scene.now)
        assert len(scene.there.over) == 1
        assert scene.reveal() == cast.MS_ZHANG.phone

    @pytest.mark.parametrize("use", [choices.OR_REAL, choices.OR_HOTLINE])
    def test_to_jobs_under_way_once_they_are_switched_on(self, there: Numbers, now: datetime, use: str) -> None:
        """Switched on while a job goes on: asked for by the next sweep; until then nothing offers what is refused"""
        scene = Scene(there, now, choices.OFF)
        for name in walk.HAPPY[walk.HAPPY.index("named") + 1 : walk.HAPPY.index("booked") + 1]:
            walk.STEPS[name](scene.one)
        scene.use(use)
        waits = queries.of_visit(scene.one.visit.pk, now=scene.now)
        if use == choices.OR_HOTLINE:
            assert waits is not None
            assert (waits.stands, waits.real_shown) == ("asked", False)
        else:
            assert waits is None
            assert scene.reveal() == cast.MS_ZHANG.phone
        assert scene.swept(minutes=5).stands == "bound"
        assert scene.swept(minutes=5).stands == "bound"
        assert len(there.bound) == 1
        with pytest.raises(NotRevealed):
            scene.reveal()

    def test_again_once_they_are_switched_on_again(self, scene: Scene) -> None:
        scene.until("booked")
        scene.use(choices.OFF)
        scene.one.now += timedelta(minutes=5)
        acting(lambda: tasks.sweep.func(now=scene.now))
        later.run_due(scene.now)
        scene.use(choices.OR_REAL)
        assert scene.swept(minutes=5).stands == "bound"
        assert (len(scene.there.bound), len(scene.there.over)) == (2, 1)


class TestNoNumber:
    def test_in_the_first_pool_comes_from_the_second(self, scene: Scene) -> None:
        """The AXB pool is empty: a number with an extension instead"""
        scene.there.free["FC100"] = 0
        view = scene.until("assigned")
        assert (view.stands, view.dialled) == ("bound", "95013000001,123")

    @pytest.mark.parametrize(("use", "opens"), [(choices.OR_REAL, True), (choices.OR_HOTLINE, False)])
    def test_at_all_falls_back_as_chosen(self, there: Numbers, now: datetime, use: str, opens: bool) -> None:
        """Both pools are empty: the real one by a logged look, or the hotline, as chosen; bound once one is free"""
        scene = Scene(there, now, use)
        there.free = {"FC100": 0, "FC200": 0}
        view = scene.until("assigned")
        assert (view.stands, view.real_shown, view.fault) == ("none", opens, "isv.NO_AVAILABLE_NUMBER")
        if opens:
            assert scene.reveal() == cast.MS_ZHANG.phone
        else:
            with pytest.raises(NotRevealed):
                scene.reveal()
        there.free["FC100"] = 1
        assert scene.swept(minutes=5).stands == "bound"
        assert scene.facts() == ["privacy_numbers.none", "privacy_numbers.bound"]
        with pytest.raises(NotRevealed):
            scene.reveal()

    def test_answered_is_asked_for_again(self, scene: Scene) -> None:
        """Dropped lines, OK without a number, a system error: asked again; until then it is being asked for"""
        scene.there.moods.extend(["drop", "mute", "isp.SYSTEM_ERROR"])
        stands = [scene.until("assigned").stands]
        with pytest.raises(NotRevealed):
            scene.reveal()
        stands += [scene.run(seconds=pause + 1).stands for pause in rules.PAUSES_S]
        assert stands == ["asked", "asked", "asked", "bound"]
        assert scene.facts() == ["privacy_numbers.bound"]

    def test_answered_at_all_is_said(self, there: Numbers, now: datetime) -> None:
        """5xx or rate limits four times: the fall-back counts, the checklist says so, asking goes on"""
        scene = Scene(there, now, choices.OR_REAL)
        scene.there.moods.extend(["500", "429"] * 2)
        scene.until("assigned")
        for pause in (*rules.PAUSES_S, 0):
            view = scene.run(seconds=pause + 1)
        assert (view.stands, view.fault, view.real_shown) == ("none", "no_answer", True)
        assert providers.health()[NAME].failing_since is not None
        assert scene.swept(minutes=5).stands == "bound"

    def test_whose_answer_was_lost_lapses_by_itself(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        """The answer is lost: another is bound; the first lapses there by its own end, and its calls are known"""
        monkeypatch.setattr(requests, "TIMEOUT_S", 0.3)
        scene.there.moods.append("hang")
        scene.until("assigned")
        assert scene.run(seconds=6).stands == "bound"
        lost, kept = scene.there.bound
        assert scene.there.lapses_at(lost) <= scene.now + rules.FIRST_FOR
        assert scene.there.lapses_at(kept) > scene.now + timedelta(hours=20)
        assert scene.tell(scene.there.call(kept, seconds=5, at=scene.now)) == 200
        assert CallRecord.objects.filter(visit=scene.one.visit).exclude(key="").count() == 1

    def test_holds_there_any_more(self, scene: Scene) -> None:
        """It lapsed there while the job goes on: another is bound"""
        scene.until("assigned")
        (subs,) = scene.there.bound
        scene.there.over.append(subs)
        scene.until("booked")
        view = scene.swept(days=3)
        assert (view.stands, len(scene.there.bound)) == ("bound", 2)

    def test_can_be_ended_is_tried_again(self, scene: Scene) -> None:
        """Its end is not answered: tried again, until it is ended or has lapsed there"""
        scene.until("booked")
        scene.there.moods.append("500")
        scene.one.do(lambda: visits.cancel(visit=scene.one.visit, why="x", by=SYSTEM, now=scene.now))
        scene.run()
        assert not scene.there.over
        scene.swept(minutes=5)
        assert len(scene.there.over) == 1
        assert not PrivacyNumber.objects.filter(released_at=None).exists()

    def test_without_a_phone_or_a_tried_provider(self, scene: Scene) -> None:
        """No provider was tried well: the fall-back counts, nothing is asked"""
        providers.note_trial(NAME, fault="HTTP 403", now=scene.now)
        assert scene.until("assigned").fault == "no_provider"
        assert scene.there.calls == []


class TestRung:
    def test_is_written_down_once_with_its_seconds(self, scene: Scene) -> None:
        """A call is told, twice and late: who rang and how long, once; its cost by the minute begun"""
        scene.until("assigned")
        (subs,) = scene.there.bound
        rows = scene.there.call(subs, seconds=61, at=scene.now)
        assert [scene.tell(rows), scene.tell(rows)] == [200, 200]
        call = CallRecord.objects.exclude(key="").get()
        assert (call.by_kind, call.answered, call.seconds, call.recording) == ("technician", True, 61, "")
        assert scene.spent_mill() == 120
        scene.one.do(lambda: visits.cancel(visit=scene.one.visit, why="x", by=SYSTEM, now=scene.now))
        late = scene.there.call(subs, seconds=9, at=scene.now, key="c-2", call_type=0)
        scene.run(seconds=86400)
        assert scene.tell(late) == 200
        assert CallRecord.objects.get(key=f"{NAME}:c-2").by_kind == "customer"

    def test_is_no_proof_where_the_customer_rang_in_vain(self, scene: Scene) -> None:
        """The customer rang and nobody answered: no proof that he was absent; the technician's own call is"""
        scene.until("on_site")
        (subs,) = scene.there.bound
        by = scene.one.by(cast.MASTER_LUO)
        CallRecord.objects.all().delete()
        scene.tell(scene.there.call(subs, seconds=0, at=scene.now, call_type=0))
        with pytest.raises(NeedsProof):
            acting(lambda: visits.miss_by_customer(visit=scene.one.visit, by=by, now=scene.now))
        scene.tell(scene.there.call(subs, seconds=0, at=scene.now, key="c-2"))
        assert CallRecord.objects.filter(by_kind="technician", answered=False).count() == 1

    def test_over_none_of_ours_changes_nothing(self, scene: Scene) -> None:
        """A call of nobody's number, of another binding, blocked, over a day long or ended before it began: not kept"""
        scene.until("assigned")
        (subs,) = scene.there.bound
        strange: list[dict[str, object]] = [{"out_id": str(scene.one.repair.pk)}, {"out_id": "x"}, {"sub_id": "1"}]
        strange += [{"call_type": 4}, *({"release_time": f"{year}-01-01 00:00:00"} for year in (2001, 2031))]
        rows = [row for more in strange for row in scene.there.call(subs, seconds=5, at=scene.now, **more)]
        assert scene.tell(rows) == 200
        assert not CallRecord.objects.exclude(key="").exists()

    def test_by_somebody_else_is_not_believed(self, scene: Scene) -> None:
        """Told at a wrong address, or nonsense: refused"""
        scene.until("assigned")
        (subs,) = scene.there.bound
        rows = scene.there.call(subs, seconds=5, at=scene.now)
        assert scene.tell(rows, token="g" * 32) == 404
        for junk in ({}, [1], [{}], [{**rows[0], "call_time": "soon"}], [{**rows[0], "call_type": None}]):
            assert scene.tell(junk) == 400
        assert not CallRecord.objects.exclude(key="").exists()


@pytest.mark.parametrize(
    ("more", "fault"),
    [
        ({}, ""),
        ({"secret_key": "wrong"}, "FC100: SignatureDoesNotMatch"),
        ({"axb_pool": "FC9"}, "FC9: isv.POOL_NOT_EXIST"),
    ],
)
def test_a_trial_looks_a_number_of_each_pool_up(there: Numbers, more: dict[str, str], fault: str) -> None:
    """The self-test: right keys, a wrong secret, a pool that isn't there"""
    assert carriers.trial({**there.values, **there.secrets, **more}, NAME, now=timezone.now()) == fault
