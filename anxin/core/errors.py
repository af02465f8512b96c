"""The errors of the house.

AnxinError
├── Missing       there is no such thing, or not for you
├── Forbidden     it is there, but not yours to do
├── WrongState    not now
├── Invalid       a value is not what is expected
└── Unavailable   something outside, or a part of this installation, does not answer

A concrete error stands beside the action that raises it, with a stable `code` and plain `facts`; its sentence
stands in the app's `wording.py`. HTTP numbers appear once, in the faces.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import ClassVar


class AnxinError(Exception):
    """The root: whatever a person may be told in one sentence."""

    code: ClassVar[str] = "core.error"

    def __init__(
        self, facts: Mapping[str, object] | None = None, *, survives: tuple[Callable[[], object], ...] = ()
    ) -> None:
        """Take plain facts for the sentence, and what must be written although the work is rolled back."""
        self.facts: dict[str, object] = dict(facts or {})
        self.survives = survives
        super().__init__(self.code, self.facts)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code}({told})"


class Missing(AnxinError):
    """There is no such thing, or not for you."""

    code = "core.missing"


class Forbidden(AnxinError):
    """It is there, but not yours to do."""

    code = "core.forbidden"


class WrongState(AnxinError):
    """Not now."""

    code = "core.wrong_state"


class Invalid(AnxinError):
    """A value is not what is expected."""

    code = "core.invalid"

    def __init__(
        self,
        field: str,
        *,
        expected: object = "",
        got: object = "",
        facts: Mapping[str, object] | None = None,
        survives: tuple[Callable[[], object], ...] = (),
    ) -> None:
        """Name the field, what was expected there and what came; `beside` are faults of other fields."""
        self.field = field
        self.beside: tuple[Invalid, ...] = ()
        super().__init__({"field": field, "expected": expected, "got": got, **(facts or {})}, survives=survives)


def refuse(faults: Sequence[Invalid]) -> None:
    """Raise the first of several faults, the others beside it; nothing where there is none."""
    if faults:
        first, *more = faults
        first.beside = tuple(more)
        raise first


class Unavailable(AnxinError):
    """Something outside, or a part of this installation, does not answer."""

    code = "core.unavailable"
