"""What can be done with a house of this installation."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class UnitSituation:
    """A house before whoever administers all of them: its kind, retired or not, and whether anything hangs on it."""

    kind: str
    retired: bool
    used: bool

    @property
    def states(self) -> Mapping[str, str]:
        """Return the states by machine: a house walks none."""
        return {}


def runs_all(case: UnitSituation) -> bool:
    """Return whether this is the house that runs the installation: it makes the others."""
    return case.kind == "operator"


def may_correct(case: UnitSituation) -> bool:
    """Return whether a house can be called otherwise; who runs all of it stands in the imprint."""
    return not case.retired and not runs_all(case)


def may_retire(case: UnitSituation) -> bool:
    """Return whether a house can be retired: nobody and nothing hangs on it any more."""
    return may_correct(case) and not case.used


def is_retired(case: UnitSituation) -> bool:
    """Return whether a house is retired."""
    return case.retired
