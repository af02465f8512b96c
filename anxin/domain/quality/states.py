"""Which steps a follow-up and what a technician contests know."""

from anxin.core.states import machine, step

FOLLOW_UP = machine(
    "follow_up",
    start="planned",
    ends="satisfied unreachable redone settled dropped",
    steps=[
        #    step          from                  to              who
        step("fall_due", "planned", "due", "system"),
        step("reach", "due", "reached", "quality agent"),
        step("give_up", "due", "unreachable", "quality agent"),
        step("satisfy", "reached", "satisfied", "quality agent"),
        step("dissatisfy", "reached", "unsatisfied", "quality agent"),
        step("redo", "unsatisfied", "redone", "quality agent"),
        step("settle", "unsatisfied", "settled", "quality agent"),
        step("drop", "planned due reached unsatisfied", "dropped", "system"),
    ],
    capabilities={"call": "due reached unsatisfied"},
    carried={"planned": "clock:quality.wait"},
)

CONTEST = machine(
    "contest",
    start="opened",
    ends="stands set_aside withdrawn",
    steps=[
        step("uphold", "opened", "stands", "quality operator"),
        step("set_aside", "opened", "set_aside", "quality operator"),
        step("withdraw", "opened", "withdrawn", "technician"),
    ],
)
