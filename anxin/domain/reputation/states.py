"""Which steps a counted mark knows."""

from anxin.core.states import machine, step

MARK = machine(
    "mark",
    start="counted",
    ends="corrected expired",
    steps=[
        step("contest", "counted", "contested", "customer merchant_owner merchant_agent"),
        step("uphold", "contested", "upheld", "reviewer quality"),
        step("correct", "counted contested upheld", "corrected", "reviewer quality system"),
        step("expire", "counted contested upheld", "expired", "system"),
    ],
)
