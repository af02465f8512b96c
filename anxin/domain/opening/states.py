"""Who may set up, open and shut, and which steps a change of where money goes knows."""

from anxin.core.states import machine, step
from anxin.domain.staff.states import LEADS

ADMINISTERS = "operator"
KEEPS, CONFIRMS = "operator merchant_owner", "operator finance merchant_owner"
"""Who proposes changes of settings, and who confirms them: of the installation, or of his own organisation."""
ANSWERS = f"{ADMINISTERS} {LEADS}"
"""Who answers a change of an account: an administrator, or of a house's own company sign-in its leads."""

DEPARTURE = machine(
    "departure",
    start="asked",
    ends="left refused withdrawn undone",
    steps=[
        #    step        from     to           who
        step("agree", "asked", "agreed", f"{ADMINISTERS} system"),
        step("refuse", "asked", "refused", ADMINISTERS),
        step("withdraw", "asked", "withdrawn", ADMINISTERS),
        step("undo", "agreed", "undone", ADMINISTERS),
        step("leave", "agreed", "left", "system"),
    ],
)
"""A brand departs as of a day: asked for by one, agreed to by another, undone until that day."""

PROVIDER_CHANGE = machine(
    "provider_change",
    start="asked",
    ends="agreed refused withdrawn",
    steps=[
        #    step        from     to           who
        step("agree", "asked", "agreed", ANSWERS),
        step("refuse", "asked", "refused", ANSWERS),
        step("withdraw", "asked", "withdrawn", ANSWERS),
    ],
)
