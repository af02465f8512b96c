"""The one table of upward flow: fact → reactions, and who knows a carrier's addresses.

A low app writes a fact; what a higher app does because of it stands here and nowhere else.
"""

from anxin.core.facts import Reaction

REACTIONS: dict[str, tuple[Reaction, ...]] = {}

ADDRESSES = {"sms": "anxin.domain.people.queries:phone_of"}
