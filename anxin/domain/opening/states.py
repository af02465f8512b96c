"""Who may set up, open and shut, and which steps a change of where money goes knows."""

from anxin.core.states import machine, step

ADMINISTERS = "operator"
KEEPS, CONFIRMS = "operator merchant_owner", "operator finance merchant_owner"
"""Who proposes changes of settings, and who confirms them: of the installation, or of his own organisation."""

PROVIDER_CHANGE = machine(
    "provider_change",
    start="asked",
    ends="agreed refused withdrawn",
    steps=[
        #    step        from     to           who
        step("agree", "asked", "agreed", ADMINISTERS),
        step("refuse", "asked", "refused", ADMINISTERS),
        step("withdraw", "asked", "withdrawn", ADMINISTERS),
    ],
)
