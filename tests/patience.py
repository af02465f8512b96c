"""How long tests wait for what must come: until it is there, as long as the busiest machine needs."""

import time

from hypothesis import HealthCheck, settings
from hypothesis.internal.conjecture import providers

PATIENCE_S = 90.0
"""A deadline and no measure: what must come comes far earlier, and only a fault reaches it."""
UNHURRIED = [HealthCheck.too_slow]
UNSCOPED = [*UNHURRIED, HealthCheck.function_scoped_fixture]
"""What Hypothesis is not asked to find: the speed of a busy machine; that a fixture serves all examples."""


def without_hurry() -> None:
    """Let no example of Hypothesis be too slow, wherever a test says nothing else."""
    settings.register_profile("without hurry", deadline=None, suppress_health_check=UNHURRIED)
    settings.load_profile("without hurry")


def without_constants() -> None:
    """Have Hypothesis draw what strategies say alone, not what stands in the house's source.

    It would read every module of the house once a process (a dozen seconds where it never did), and draw otherwise in
    each process, as other modules are loaded there.
    """
    providers.is_local_module_file = lambda _path: False


def until[T](look, what: str, *, within_s: float = PATIENCE_S) -> T:  # type: ignore[no-untyped-def]
    """Look again until there is something to see."""
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        found = look()
        if found:
            return found
        time.sleep(0.02)
    raise AssertionError(f"waited {within_s:.0f} s in vain for: {what}")
