"""Which steps a change of somebody's role knows: one asks, another agrees; the machine only while nobody could."""

from anxin.core.states import machine, step

ADMINISTERS = "operator"
OWNS = "merchant_owner"
LEADS = f"{OWNS} outlet_manager"
KEEPS = f"{ADMINISTERS} {LEADS}"
"""Who keeps accounts: the operator's administrators all of them, the lead of another house those of his own."""
DEPUTISES = "deputy"
"""Who was named by two to be the second person for changes of roles until a day, and is nothing more by it."""
ANSWERS = f"{KEEPS} {DEPUTISES}"

ROLE_CHANGE = machine(
    "role_change",
    start="asked",
    ends="agreed refused withdrawn",
    steps=[
        #    step        from     to           who
        step("agree", "asked", "agreed", f"{ANSWERS} system"),
        step("refuse", "asked", "refused", f"{ANSWERS} system"),
        step("withdraw", "asked", "withdrawn", KEEPS),
    ],
)
