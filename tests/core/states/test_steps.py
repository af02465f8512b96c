import pytest
from django.db import IntegrityError, transaction

from anxin.core import states, timeline
from anxin.core.acting import acting
from anxin.core.errors import Forbidden, WrongState
from tests.core.lamp import ALICE, CHARLIE, LUO, ZHANG, Lamp, a_lamp

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("lamps")]


def step(lamp, name, by, now, **told):
    def work():
        states.lock(lamp)
        return states.transition(lamp, name, by=by, now=now, **told)

    return acting(work)


@pytest.fixture
def lamp(now):
    return acting(lambda: a_lamp(now))


class TestTake:
    def test_moves_the_row_and_writes_one_fact(self, lamp, now):
        step(lamp, "light", ALICE, now, facts={"room": "kitchen"}, why="天黑了")
        fact = timeline.read(lamp.stream(), opened=["why"])[-1]
        assert (fact.code, fact.facts["from_state"], fact.facts["to_state"]) == ("lamp.light", "dark", "lit")
        assert fact.facts["room"] == "kitchen"
        assert fact.facts["row"] == str(lamp.pk)
        assert (fact.actor_kind, fact.actor_id, fact.organisation) == ("staff", "alice", "o1")
        assert fact.private["why"].text == "天黑了"
        assert Lamp.objects.get(pk=lamp.pk).state == lamp.state == "lit"

    def test_refuses_somebody_without_the_role_and_changes_nothing(self, lamp, now):
        with pytest.raises(Forbidden) as refused:
            step(lamp, "light", CHARLIE, now)
        assert refused.value.facts == {"machine": "lamp", "step": "light", "state": "dark"}
        assert Lamp.objects.get(pk=lamp.pk).state == "dark"
        assert len(timeline.read(lamp.stream())) == 1

    def test_tells_a_stranger_nothing_about_the_state(self, lamp, now):
        with pytest.raises(Forbidden):
            step(lamp, "quench", CHARLIE, now)

    def test_refuses_a_step_the_state_does_not_have(self, lamp, now):
        with pytest.raises(WrongState):
            step(lamp, "quench", ALICE, now)

    def test_asks_the_role_of_the_line_that_leaves_the_state(self, lamp, now):
        step(lamp, "mend", LUO, now)
        with pytest.raises(Forbidden):
            step(lamp, "light", ALICE, now)
        step(lamp, "light", LUO, now)
        assert lamp.state == "lit"

    def test_takes_either_customer_as_customer(self, lamp, now):
        step(lamp, "light", ZHANG, now)
        assert lamp.state == "lit"

    def test_sees_that_the_row_moved_meanwhile(self, lamp, now):
        stale = Lamp.objects.get(pk=lamp.pk)
        step(lamp, "light", ALICE, now)

        def without_looking():
            states.lock(stale)
            stale.state = "dark"
            states.transition(stale, "light", by=ALICE, now=now)

        with pytest.raises(WrongState):
            acting(without_looking)

    def test_needs_the_row_held(self, lamp, now):
        with pytest.raises(RuntimeError, match="lock"):
            acting(lambda: states.transition(lamp, "light", by=ALICE, now=now))


class TestHold:
    def test_reads_the_row_again(self, lamp, now):
        stale = Lamp.objects.get(pk=lamp.pk)
        step(lamp, "light", ALICE, now)
        acting(lambda: states.lock(stale))
        assert stale.state == "lit"

    def test_says_that_a_row_is_gone(self, lamp):
        other = Lamp.objects.get(pk=lamp.pk)
        Lamp.objects.filter(pk=lamp.pk).delete()
        with pytest.raises(states.RowGone):
            acting(lambda: states.lock(other))

    def test_locks_in_one_global_order_whatever_the_order_asked_for(self, now, monkeypatch):
        lamps = [acting(lambda: a_lamp(now)) for _ in range(5)]
        seen = []
        monkeypatch.setattr("anxin.core.states.steps._lock", lambda row: seen.append(row.pk))
        acting(lambda: states.lock(*reversed(lamps), lamps[2]))
        assert seen == sorted(lamp.pk for lamp in lamps)

    def test_needs_a_block(self, lamp):
        with pytest.raises(RuntimeError, match="acting"):
            states.lock(lamp)


class TestRow:
    def test_is_refused_by_the_database_in_an_unknown_state(self, lamp):
        with pytest.raises(IntegrityError), transaction.atomic():
            Lamp.objects.filter(pk=lamp.pk).update(state="broken")

    def test_shows_the_buttons_of_its_state_and_reader(self, lamp, now):
        assert [line.name for line in states.buttons(lamp, ALICE)] == ["light", "scrap"]
        assert [line.name for line in states.buttons(lamp, LUO)] == ["mend"]
        assert states.buttons(lamp, CHARLIE) == []

    def test_can_what_its_state_allows(self, lamp, now):
        assert not states.can(lamp, "read_by")
        step(lamp, "light", ALICE, now)
        assert states.can(lamp, "read_by")
        with pytest.raises(ValueError, match="capabilities"):
            states.can(lamp, "fly")
