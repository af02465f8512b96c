import pytest

from anxin.core import states, timeline, wording
from anxin.core.acting import acting
from anxin.core.errors import WrongState
from tests import races
from tests.core.lamp import ALICE, ZHANG, Lamp, a_lamp

ROUNDS = 200


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("lamps")
class TestRace:
    def test_lets_exactly_one_take_the_step(self, now):
        with races.line(2) as race:
            for _round in range(ROUNDS):
                lamp = acting(lambda: a_lamp(now))
                outcomes = race.run(*(self.lighting(lamp.pk, who, now) for who in (ALICE, ZHANG)))
                assert sorted(one.won for one in outcomes) == [False, True]
                [loser] = [one for one in outcomes if not one.won]
                assert type(loser.refusal) is WrongState
                assert loser.sentence == str(wording.ERRORS["core.wrong_state"])
                codes = [fact.code for fact in timeline.read(lamp.stream())]
                assert codes == ["lamp.dark", "lamp.light"]
        assert timeline.verify() == []

    def test_of_rows_held_in_opposite_order_ends_with_both_done(self, now):
        with races.line(2) as race:
            for _round in range(ROUNDS // 4):
                one, two = acting(lambda: (a_lamp(now), a_lamp(now)))
                outcomes = race.run(self.scrapping(one.pk, two.pk, now), self.lighting_both(two.pk, one.pk, now))
                assert sum(each.won for each in outcomes) >= 1
                assert {Lamp.objects.get(pk=one.pk).state, Lamp.objects.get(pk=two.pk).state} == {"scrapped"}

    @staticmethod
    def lighting(pk, who, now):
        def work():
            lamp = Lamp.objects.get(pk=pk)
            states.lock(lamp)
            states.transition(lamp, "light", by=who, now=now)

        return work

    @staticmethod
    def scrapping(first, second, now):
        def work():
            lamps = [Lamp.objects.get(pk=first), Lamp.objects.get(pk=second)]
            states.lock(*lamps)
            for lamp in lamps:
                states.transition(lamp, "scrap", by=ALICE, now=now)

        return work

    @staticmethod
    def lighting_both(first, second, now):
        def work():
            lamps = [Lamp.objects.get(pk=first), Lamp.objects.get(pk=second)]
            states.lock(*lamps)
            for lamp in lamps:
                states.transition(lamp, "light", by=ALICE, now=now)

        return work
