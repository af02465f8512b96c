"""Which steps a contact knows: taken by a person, promised a call, answered or let go."""

from anxin.core.states import machine, step

DESK = "agent dispatcher quality operator"

CONTACT = machine(
    "contact",
    start="received",
    ends="answered dropped",
    steps=[
        #    step      from                      to          who
        step("take", "received taken promised", "taken", DESK),
        step("release", "taken promised", "received", f"{DESK} system"),
        step("promise", "received taken promised", "promised", DESK),
        step("answer", "received taken promised", "answered", DESK),
        step("drop", "received taken promised", "dropped", DESK),
    ],
)
