"""When to stop: after so many steps (the same everywhere) or so many seconds of CPU."""

from dataclasses import dataclass

from anxin.engines.dispatch.model import fields


@dataclass(frozen=True, slots=True)
class Iterations:
    """Stop after `count` ruin-and-recreate steps: same seed, same plan on any machine."""

    count: int = 20_000

    def __post_init__(self) -> None:
        fields.whole("iterations", self.count)


@dataclass(frozen=True, slots=True)
class CpuSeconds:
    """Stop after so many CPU seconds of this process, loading of the kernel not counted."""

    seconds: float

    def __post_init__(self) -> None:
        fields.number("seconds", self.seconds, 0.0, 1e6)


type Stop = Iterations | CpuSeconds


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanParams:
    """Knobs of the search; the defaults are tuned on invented worlds that no figure is reported on.

    Attributes
    ----------
    mean_removed, longest_string : int
        Jobs torn out in one step, and from one route at most.
    blind : int
        In how many of 1,000 looks at a route the search doesn't see it.
    strict : int
        In how many of 100 steps only routes are torn whose technician could do the job at the centre.
    focused : int
        In how many of 100 steps of a re-plan the centre is near what changed.
    hot, cold : float
        First and last temperature, in multiples of the mean drive between near jobs.
    cycles, reheat : int, float
        A long search cools this often, from the second time on from the best plan and `reheat` times as hot.
    warm : float
        First temperature of a re-plan, which should not wander.
    gain : int
        A re-plan is published only if it is cheaper by this (seconds) than the old plan with the new jobs put in.
    """

    mean_removed: int = 12
    longest_string: int = 10
    blind: int = 10
    strict: int = 50
    focused: int = 50
    hot: float = 6.0
    cold: float = 0.05
    cycles: int = 3
    reheat: float = 0.3
    warm: float = 0.1
    gain: int = 0

    def __post_init__(self) -> None:
        for name in ("mean_removed", "longest_string"):
            fields.whole(name, getattr(self, name), 1, 1000)
        for name in ("hot", "cold", "warm", "reheat"):
            fields.number(name, getattr(self, name), 1e-9, 1e9)
        fields.whole("blind", self.blind, 0, 999)
        fields.whole("strict", self.strict, 0, 100)
        fields.whole("focused", self.focused, 0, 100)
        fields.whole("cycles", self.cycles, 1, 1000)
        fields.whole("gain", self.gain)
