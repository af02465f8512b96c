"""The plain values the engine answers with: findings, the label, the match, the report."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal

Strength = Literal["strong", "moderate", "weak"]
Says = Literal["generated", "possibly", "suspected", "edited", "captured", "none"]
Attention = Literal["none", "low", "medium", "high"]
Box = tuple[int, int, int, int]
Tier = Literal["exact", "pdq", "local", "copy"]

SAYS_ORDER: tuple[Says, ...] = ("generated", "possibly", "suspected", "edited", "captured", "none")
STRENGTH_ORDER: tuple[Strength, ...] = ("strong", "moderate", "weak")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing seen: a stable code, the family it belongs to, how much it weighs, and plain facts."""

    code: str
    family: str
    strength: Strength
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Assertion:
    """What one label in the file says about the file (never about the damage).

    kind : tc260, c2pa, iptc, generator, visible, editor or camera.
    place : where it stood, as ``png.iTXt`` or ``jpeg.APP1``.
    """

    kind: str
    says: Says
    strength: Strength
    producer: str = ""
    place: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Label:
    """All assertions of one file, summed up: the weightiest statement first."""

    found: bool
    says: Says
    strength: Strength | None
    kinds: tuple[str, ...]
    producer: str
    details: tuple[Assertion, ...]


@dataclass(frozen=True, slots=True)
class Trace:
    """A weak sign in the pixels or tables of a file, and whether it can be read here at all."""

    code: str
    applicable: bool
    strength: Strength = "weak"
    region: Box | None = None
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Hit:
    """One earlier picture that this one was found to share pixels with."""

    of: str
    tier: Tier
    distance: int | None
    inliers: int | None
    automatic: bool
    facts: Mapping[str, Any] = field(default_factory=dict)


def plain(value: Any) -> Any:
    """Turn dataclasses and tuples into JSON values, with floats rounded so that equal inputs print equal bytes."""
    if hasattr(value, "__dataclass_fields__"):
        return plain(asdict(value))
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    if isinstance(value, float):
        return round(value, 4)
    if hasattr(value, "item"):
        return plain(value.item())
    return value
