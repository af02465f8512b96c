"""What every provider of privacy numbers speaks to us in."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, kw_only=True)
class NumberBinding:
    """A number that connects two phones; `pool` and `subs` name it at the provider."""

    number: str
    extension: str = ""
    pool: str = ""
    subs: str


@dataclass(frozen=True, kw_only=True)
class NumberAnswer:
    """What came of a call: done, refused (nothing is bound by it) or unknown (the answer was lost)."""

    outcome: str
    fault: str = ""
    binding: NumberBinding | None = None


@dataclass(frozen=True, kw_only=True)
class CallTold:
    """One call as the provider tells it; `key` its own number of it, `ours` what we called the binding."""

    key: str
    ours: str
    subs: str
    by_customer: bool
    at: datetime
    seconds: int


@dataclass(frozen=True, kw_only=True)
class NumberWork:
    """What a provider is asked for: "bind" two phones (the customer's first), "prolong" or "unbind"."""

    what: str
    provider: str
    ours: str
    until: datetime
    binding: NumberBinding | None = None
    phones: tuple[str, str] = field(default=("", ""), repr=False)


class NumberProvider(Protocol):
    """One account of a provider."""

    def bind(self, *, customer: str, technician: str, until: datetime, ours: str, now: datetime) -> NumberAnswer:
        """Have two phones connected, under our own number for it."""

    def prolong(self, binding: NumberBinding, *, until: datetime, now: datetime) -> NumberAnswer:
        """Have a binding hold until another moment."""

    def unbind(self, binding: NumberBinding, *, until: datetime, now: datetime) -> NumberAnswer:
        """Have a binding end now, whenever it would have."""

    def trial(self, *, now: datetime) -> str:
        """Ask something that changes nothing; return what is wrong, or ""."""
