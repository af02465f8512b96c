"""What a report has to say before it is taken, and how long what it says may be."""

from collections.abc import Collection, Mapping

LONGEST: Mapping[str, int] = {
    "name": 64,
    "phone": 40,
    "address": 300,
    "told": 2000,
    "serial": 40,
    "outlet": 32,
    "helper_name": 64,
    "helper_phone": 40,
    "consent_version": 40,
    "full_why": 200,
}
"""So many characters each text of a report may have, whoever sends it."""
MOST_SYMPTOMS = 20
FAULTS = frozenset({"repair", "inspect"})
"""Kinds of service that are about a fault."""
PERSONS = frozenset({"page", "phone"})
"""Ways in on which a person can be asked; what programs send says by its schema that both may stay away."""


def lacks_fault(*, kind: str, channel: str, symptoms: Collection[str], told: str) -> bool:
    """Return whether somebody who can be asked has said nothing of what is wrong, neither tapped nor written."""
    return kind in FAULTS and channel in PERSONS and not symptoms and not told.strip()
