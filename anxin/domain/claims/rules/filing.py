"""How long what is said with a claim may be, whoever files it; how the order of one is called that has none."""

from collections.abc import Mapping

LONGEST: Mapping[str, int] = {
    "told": 2000,
    "name": 64,
    "phone": 40,
    "address": 300,
    "platform_ref": 64,
    "consent_version": 40,
}
"""So many characters each text of a claim may have: pages and programs ask for no more, the action takes no more."""
AFTER_REPAIR = "repair-"
"""Before a repair's number: the order of an exchange that follows from it, for which nothing was paid here."""
