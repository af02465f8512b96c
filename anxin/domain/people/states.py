"""Which steps somebody's request to see plain details after the end knows."""

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
