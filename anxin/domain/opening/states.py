"""Who may set up, open and shut, and which steps a change of where money goes knows."""

from anxin.core.states import machine, step

ADMINISTERS = "operator"

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
