import pytest

from anxin.core import facts, later, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.facts import Reacted, Reaction
from anxin.core.timeline import StreamKey
from tests.core.lamp import ALICE

HERE = "tests.core.test_facts"
LAMP = StreamKey("lamp", "f")


def notes(*, fact, now):
    timeline.write(fact.stream_key, "lamp.noted", by=SYSTEM, now=now, facts={"of": fact.pk})


def fails(*, fact, now):
    raise RuntimeError("broken")


@pytest.fixture
def table():
    before = dict(facts.REACTIONS)
    yield facts.install
    facts.install(before)


def write(now, code="lamp.lit"):
    return acting(lambda: timeline.write(LAMP, code, by=ALICE, now=now))


def codes():
    return [fact.code for fact in timeline.read(LAMP)]


@pytest.mark.django_db
class TestReaction:
    def test_of_now_runs_in_the_same_transaction(self, table, now):
        table({"lamp.lit": (Reaction("note", "now", f"{HERE}:notes", causes=("lamp.noted",)),)})
        write(now)
        assert codes() == ["lamp.lit", "lamp.noted"]

    def test_of_now_takes_the_fact_down_with_it(self, table, now):
        table({"lamp.lit": (Reaction("fail", "now", f"{HERE}:fails"),)})
        with pytest.raises(RuntimeError, match="broken"):
            write(now)
        assert codes() == []

    def test_of_later_runs_from_the_queue(self, table, now):
        table({"lamp.lit": (Reaction("note", "later", f"{HERE}:notes", causes=("lamp.noted",)),)})
        write(now)
        assert codes() == ["lamp.lit"]
        later.run_due(now)
        assert codes() == ["lamp.lit", "lamp.noted"]

    @pytest.mark.parametrize("when", ["now", "later"])
    def test_happens_once_a_fact_whoever_tries_again(self, table, now, when):
        reaction = Reaction("note", when, f"{HERE}:notes", causes=("lamp.noted",))
        table({"lamp.lit": (reaction,)})
        fact = write(now)
        later.run_due(now)
        assert acting(lambda: facts.perform(fact, reaction, now=now)) is False
        assert codes() == ["lamp.lit", "lamp.noted"]
        assert Reacted.objects.filter(fact_id=fact.pk).count() == 1

    def test_writes_only_the_facts_it_names(self, table, now):
        table({"lamp.lit": (Reaction("note", "now", f"{HERE}:notes"),)})
        with pytest.raises(RuntimeError, match="which its `causes` don't name"):
            write(now)

    def test_that_left_the_table_becomes_a_dead_letter(self, table, now):
        table({"lamp.lit": (Reaction("note", "later", f"{HERE}:notes", causes=("lamp.noted",)),)})
        write(now)
        table({})
        later.run_due(now, raising=False)
        [dead] = later.dead_letters()
        assert dead.error.splitlines()[0].endswith("later.gave_up")


class TestInstall:
    def test_refuses_a_circle(self, table):
        one = Reaction("one", "now", "x:y", causes=("b",))
        two = Reaction("two", "later", "x:y", causes=("c",))
        three = Reaction("three", "now", "x:y", causes=("a",))
        with pytest.raises(ValueError, match="a → b → c → a"):
            table({"a": (one,), "b": (two,), "c": (three,)})

    def test_takes_two_ways_to_one_fact(self, table):
        to_d = (Reaction("r", "now", "x:y", causes=("d",)),)
        table({"a": (Reaction("p", "now", "x:y", causes=("b", "c")),), "b": to_d, "c": to_d})

    def test_refuses_two_reactions_of_one_name(self, table):
        with pytest.raises(ValueError, match="different names"):
            table({"a": (Reaction("p", "now", "x:y"), Reaction("p", "later", "x:y"))})
