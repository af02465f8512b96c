"""Which steps a request to see plain details after the end knows, and one of a person about his own data."""

from anxin.core.states import machine, step

SECOND = "operator reviewer quality merchant_owner merchant_agent outlet_manager"

REVEAL_REQUEST = machine(
    "reveal_request",
    start="asked",
    ends="agreed refused",
    steps=[
        #    step      from     to         who
        step("agree", "asked", "agreed", SECOND),
        step("refuse", "asked", "refused", SECOND),
    ],
)

HANDLES = "agent quality operator"
"""Who writes down and does what a person wants of his data."""
SECONDS = "operator reviewer quality"
"""Who agrees, as a second person, to what can't be taken back."""
WORKED = ("asked", "identified", "second", "announced", "objected", "waiting")
"""Where a request is open."""

DATA_REQUEST = machine(
    "data_request",
    start="asked",
    ends="done refused lapsed withdrawn",
    steps=[
        #    step           from          to            who
        step("identify", "asked", "identified", HANDLES),
        step("put_forward", "asked", "second", HANDLES),
        step("carry_out", "identified", "done", HANDLES),
        step("hand_over", "identified", "done", HANDLES),
        step("agree", "second", "done", SECONDS),
        step("allow", "second", "identified", SECONDS),
        step("announce", "second", "announced", SECONDS),
        step("wait", "asked", "waiting", "customer_phone"),
        step("wait", "second", "waiting", SECONDS),
        step("withdraw", "waiting", "withdrawn", f"customer_phone {HANDLES}"),
        step("object", "second", "objected", f"customer_phone {HANDLES}"),
        step("object", "announced", "objected", f"customer_phone {HANDLES}"),
        step("fulfil", "announced", "done", "system"),
        step("fulfil", "waiting", "done", "system"),
        step("refuse", "asked", "refused", HANDLES),
        step("refuse", "identified", "refused", HANDLES),
        step("refuse", "second", "refused", SECONDS),
        step("refuse", "announced", "refused", HANDLES),
        step("refuse", "objected", "refused", HANDLES),
        *(step("lapse", one, "lapsed", "system") for one in WORKED),
    ],
)
