"""What an SMS provider is asked, and how a refusal is told apart from silence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from anxin.core.carriers.carriers import Parcel


@dataclass(frozen=True, kw_only=True)
class SmsReceipt:
    """What became of a message on its way: by the provider's number of it, or by our key."""

    number: str
    key: str = ""
    arrived: bool
    why: str = ""


class SmsProvider(Protocol):
    """An SMS provider."""

    def send(self, parcel: Parcel, template: str) -> str:
        """Send by a template and return the provider's number of it; raise `Refused`, `NotSent` or `Unclear`."""

    def lacking(self, templates: Mapping[str, str], *, now: datetime) -> str:
        """Return what isn't granted of signature and templates, or ""; raise `NotReached` or `NoAnswer`."""


def parts_of(text: str) -> int:
    """Return as how many messages a text is charged: 70 characters, or 67 each where there are more."""
    return 1 if len(text) <= 70 else -(-len(text) // 67)
