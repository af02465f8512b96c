"""Who may set up, open and shut, and which steps a change of where money goes knows."""

from anxin.core.states import machine, step
from anxin.domain.staff.states import LEADS

ADMINISTERS = "operator"
KEEPS, CONFIRMS = "operator merchant_owner", "operator finance merchant_owner"
"""Who proposes changes of settings, and who confirms them: of the installation, or of his own organisation."""
ANSWERS = f"{ADMINISTERS} {LEADS}"
"""Who answers a change of an account: an administrator, or of a house's own company sign-in its leads."""

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
