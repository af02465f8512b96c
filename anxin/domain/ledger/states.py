"""Which steps a bill, a payment and a remittance know."""

from anxin.core.states import machine, step

BILL = machine(
    "bill",
    start="drafted",
    ends="waived refunded replaced paid invoiced",
    steps=[
        step("show", "drafted", "shown", "technician agent finance system"),
        step("agree", "shown", "agreed", "customer agent system"),
        step("reduce", "shown agreed", "shown", "agent finance system"),
        step("waive", "drafted shown agreed", "waived", "agent finance system"),
        step("replace", "drafted shown", "replaced", "technician agent finance system"),
        step("replace", "agreed", "replaced", "system"),
        step("settle", "agreed", "paid", "system"),
        step("invoice", "paid", "invoiced", "finance system"),
        step("give_back", "paid invoiced", "refunded", "system"),
        step("regain", "refunded", "paid", "system"),
    ],
    capabilities={"owed": "agreed", "told": "shown agreed paid waived", "invoiced": "paid invoiced"},
)

PAYMENT = machine(
    "payment",
    start="intended",
    ends="succeeded failed",
    steps=[
        step("call", "intended", "called", "system"),
        step("succeed", "intended called unclear", "succeeded", "system finance"),
        step("succeed", "failed", "succeeded", "system"),
        step("come_back", "succeeded", "failed", "finance operator"),
        step("fail", "intended called unclear", "failed", "system finance"),
        step("lose_track", "called", "unclear", "system"),
    ],
)

REMITTANCE = machine(
    "remittance",
    start="noted",
    ends="booked came_back",
    steps=[
        step("propose", "noted", "proposed", "finance"),
        step("book", "proposed", "booked", "finance operator"),
        step("refuse", "proposed", "noted", "finance operator"),
        step("drop", "proposed", "aside", "finance operator system"),
        step("set_aside", "noted", "aside", "finance"),
        step("reopen", "aside", "noted", "finance"),
        step("come_back", "booked", "came_back", "finance operator"),
    ],
)
