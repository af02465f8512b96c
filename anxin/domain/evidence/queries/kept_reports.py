"""What a look's report, kept as the engine wrote it, says: the parts that pages read; an older one may lack any."""

from typing import NotRequired, TypedDict


class KeptLabel(TypedDict, total=False):
    """A label that names a tool: where it was found, how strong it is, what it says and by whom."""

    found: bool
    kinds: list[str]
    strength: str
    says: str
    producer: str


KeptMatch = TypedDict(
    "KeptMatch",
    {
        "class": str,
        "reference": str,
        "reference_time": str,
        "inliers": int,
        "changed": list[tuple[int, int, int, int]],
    },
    total=False,
)
"""A picture beside the seller's: how the two lie together, how many points fit, and where they differ."""


class ErrorRate(TypedDict, total=False):
    """How often a check erred where it was measured: on so many of so many genuine photographs."""

    false_alarms: tuple[int, int]


class TraceFacts(TypedDict, total=False):
    """What a weak check saw."""

    seen: object
    resaved: object
    shifted: object
    differs: object
    later: object
    error: ErrorRate


class KeptTrace(TypedDict):
    """A weak check, and what it saw."""

    code: str
    facts: NotRequired[TraceFacts]


class KeptClarity(TypedDict, total=False):
    """How well a picture can be read, and what would help."""

    advice: list[str]


class KeptReport(TypedDict, total=False):
    """A report: sides are in the picture's own pixels, `heat_sha256` is the map of what changed."""

    label: KeptLabel | None
    consistency: KeptMatch | None
    reuse: list[object] | None
    clarity: KeptClarity | None
    traces: list[KeptTrace] | None
    width: int
    height: int
    heat_sha256: str
