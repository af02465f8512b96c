"""Which steps a change of somebody's role knows: one asks, another agrees; the machine only while nobody could."""

from anxin.core.states import machine, step

ADMINISTERS = "operator"

ROLE_CHANGE = machine(
    "role_change",
    start="asked",
    ends="agreed refused withdrawn",
    steps=[
        #    step        from     to           who
        step("agree", "asked", "agreed", f"{ADMINISTERS} system"),
        step("refuse", "asked", "refused", ADMINISTERS),
        step("withdraw", "asked", "withdrawn", ADMINISTERS),
    ],
)
