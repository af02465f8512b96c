"""The workers' clock: a jump that does not last ends nothing."""

from datetime import UTC, datetime, timedelta

from anxin.core.steady_clock import Steady

NOON = datetime(2026, 11, 24, 4, tzinfo=UTC)


class Machine:
    """A machine whose system clock can be set, and read only sometimes."""

    def __init__(self) -> None:
        self.ticked, self.off, self.broken = 0.0, timedelta(), False

    def wall(self) -> datetime:
        if self.broken:
            raise OverflowError("year 60000 is out of range")
        return NOON + timedelta(seconds=self.ticked) + self.off

    def tick(self) -> float:
        return self.ticked

    def clock(self) -> Steady:
        return Steady(self.wall, self.tick)


class TestSteady:
    def test_says_what_the_system_says(self) -> None:
        machine = Machine()
        clock = machine.clock()
        machine.ticked, machine.off = 3600.0, timedelta(seconds=2)

        assert clock() == machine.wall()

    def test_does_not_follow_a_jump_ahead_that_goes_back(self) -> None:
        machine = Machine()
        clock = machine.clock()
        machine.off = timedelta(days=3)

        said = []
        for machine.ticked in (1.0, 60.0, 119.0):
            said.append(clock())
        machine.off = timedelta()

        assert said == [NOON + timedelta(seconds=s) for s in (1, 60, 119)]
        assert clock() == machine.wall()

    def test_follows_a_new_time_that_lasts(self) -> None:
        machine = Machine()
        clock = machine.clock()
        machine.off = timedelta(days=-3)
        clock()
        machine.ticked = 120.0

        assert clock() == machine.wall()

    def test_goes_on_counting_where_the_system_clock_can_t_be_read(self) -> None:
        machine = Machine()
        clock = machine.clock()
        machine.broken, machine.ticked = True, 500.0

        assert clock() == NOON + timedelta(seconds=500)
