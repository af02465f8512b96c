"""What is kept of those who do something for the house outside: what takes two to change, and which secrets stay."""

from collections.abc import Mapping
from dataclasses import dataclass

from anxin.domain.opening.rules import ADDRESS, MAIL


@dataclass(frozen=True, kw_only=True)
class Weight:
    """Whether a change of a kind takes two where two administer, and why."""

    two: bool
    why: str


WEIGHTS: Mapping[str, Weight] = {
    "payment": Weight(two=True, why="customers' money goes there, and its word says that a bill is paid"),
    "oidc": Weight(two=True, why="its word lets staff in"),
    "service_account": Weight(two=True, why="its word says which customer somebody inside WeChat is"),
    "sms": Weight(two=True, why="codes by which people come in go there"),
    MAIL: Weight(two=True, why="links by which staff come in go there"),
    ADDRESS: Weight(two=True, why="links lead there"),
    "privacy_numbers": Weight(two=True, why="phones go there, and it says whom a call reaches"),
    "invoices": Weight(two=False, why="it moves no money and lets nobody in"),
    "maps": Weight(two=False, why="it is told an address without a name, and answers where that stands"),
    "stamps": Weight(two=False, why="it is told a digest, and its answer is proved by a certificate"),
    "robots": Weight(two=False, why="it is told numbers and links that open nothing without a sign-in"),
}
TAKES_TWO = frozenset(kind for kind, one in WEIGHTS.items() if one.two)
"""What takes two to change: by what lies there somebody could come in as another, have his codes, or have money."""
SHOWN, HIDDEN = ("gateway", "issuer", "url"), "webhook"
"""The fields that say where a provider is asked; the address of a robot is a secret itself."""


def is_moved(before: Mapping[str, str], after: Mapping[str, str]) -> bool:
    """Return whether a provider is asked elsewhere than before; a secret address that is left empty stays."""
    hidden = after.get(HIDDEN, "")
    shown = any(before.get(one, "") != after.get(one, "") for one in SHOWN)
    return shown or hidden not in ("", before.get(HIDDEN, ""))


def staying(before: Mapping[str, str], after: Mapping[str, str]) -> Mapping[str, str]:
    """Return what was kept before, as far as a field left empty means it: nothing where it would go elsewhere."""
    return {} if is_moved(before, after) else before
