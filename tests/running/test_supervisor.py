"""How long a part that ends again and again waits, and when that is forgotten."""

from anxin.commands.serve.supervisor import Part, Supervisor


class Ended:
    """A process that has ended."""

    exitcode = 1

    def is_alive(self) -> bool:
        return False


def ends(part: Part, boss: Supervisor, *, after_s: float, now: float) -> float:
    """Let a part end after so long; give the pause before it starts again."""
    part.process, part.started_at = Ended(), now - after_s  # type: ignore[assignment]
    boss._note_end(part, now)
    return part.start_at - now


class TestBackOff:
    def test_grows_while_a_part_ends_at_once_and_starts_anew_after_a_quiet_minute(self) -> None:
        part = Part(name="worker", work=int)
        boss = Supervisor([part], say=lambda _line: None)

        growing = [ends(part, boss, after_s=0.1, now=100.0 + at) for at in range(9)]
        anew = [ends(part, boss, after_s=60, now=500.0), ends(part, boss, after_s=0.1, now=501.0)]

        assert growing == [0.5, 1, 2, 4, 8, 16, 30, 30, 30]
        assert anew == [0.25, 0.5]
