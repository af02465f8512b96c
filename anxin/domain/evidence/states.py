"""Which steps an examination, a capture challenge and the look at its answer know."""

from anxin.core.states import machine, step

EXAMINATION = machine(
    "examination",
    start="asked",
    ends="done not_possible",
    steps=[
        step("finish", "asked", "done", "system"),
        step("give_up", "asked", "not_possible", "system reviewer"),
    ],
)

CHALLENGE = machine(
    "challenge",
    start="sent",
    ends="answered expired withdrawn",
    steps=[
        step("answer", "sent", "answered", "customer technician merchant_owner merchant_agent system"),
        step("expire", "sent", "expired", "system"),
        step("withdraw", "sent", "withdrawn", "reviewer agent system"),
    ],
)

CAPTURE = machine(
    "capture",
    start="asked",
    ends="done not_possible",
    steps=[
        step("finish", "asked", "done", "system"),
        step("give_up", "asked", "not_possible", "system reviewer"),
    ],
)
