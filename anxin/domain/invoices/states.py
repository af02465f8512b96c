"""Which steps an invoice knows; a red one walks the same way."""

from anxin.core.states import machine, step

FINANCE = "finance operator"
INVOICE = machine(
    "invoice",
    start="requested",
    ends="delivered dropped reversed",
    steps=[
        step("ask", "requested", "asked", "system"),
        step("issue", "requested failed", "issued", "finance system"),
        step("issue", "asked", "issued", "system"),
        step("fail", "asked", "failed", "system"),
        step("renew", "failed", "requested", "customer agent finance system"),
        step("deliver", "issued", "delivered", "finance system"),
        step("drop", "requested failed", "dropped", "customer agent finance system"),
        step("reverse", "issued delivered", "reversed", "system"),
    ],
    capabilities={
        "living": "requested asked failed issued delivered",
        "refused": "failed",
        "official": "issued delivered",
        "by_hand": "requested",
        "open": "requested failed",
    },
    carried={"asked": "anxin.domain.invoices.tasks.ask_provider"},
)
