"""Which steps a visit, its outlet orders, offers and appointments know."""

from anxin.core.states import machine, step

OUTLET = "outlet_manager outlet_dispatcher"
DESK = "agent dispatcher"
CALLS = f"technician agent dispatcher system {OUTLET}"  # who speaks with a customer about a visit
PROMISED = ("booked", "on_the_way")
"""A technician has the visit, and its customer his word for when he comes."""
BEFORE_THE_DOOR = ("assigned", *PROMISED)
"""A technician has the visit and may still give it back."""
HELD = (*BEFORE_THE_DOOR, "on_site")
"""A technician has the visit."""
STANDS = ("proposed", "confirmed", "kept")
"""A window that wasn't moved, missed or called off."""
OPEN = ("sent", "seen")
"""An offer that a technician may answer still."""
ORDERED = ("offered", "accepted", "technician_named")
"""An outlet is asked about a visit, or has it."""
LIVE = "open offered assigned booked on_the_way on_site"

VISIT = machine(
    "visit",
    start="open",
    ends="finished unfinished cancelled",
    steps=[
        step("offer", "open", "offered", f"dispatcher agent system {OUTLET}"),
        step(
            "reopen",
            "offered assigned booked on_the_way",
            "open",
            f"dispatcher agent system technician customer {OUTLET}",
        ),
        step("assign", "open offered", "assigned", f"technician dispatcher agent {OUTLET} system"),
        step("book", "assigned", "booked", f"technician agent dispatcher customer system {OUTLET}"),
        step("rebook", "booked on_the_way", "assigned", f"technician agent dispatcher customer system {OUTLET}"),
        step("set_out", "booked", "on_the_way", "technician"),
        step("turn_back", "on_the_way", "booked", "technician"),
        step("arrive", "on_the_way booked", "on_site", "technician"),
        step("bench", "open", "on_site", f"technician {OUTLET} system"),
        step("finish", "on_site", "finished", "technician agent system"),
        step("give_up", "on_site on_the_way booked", "unfinished", "technician agent dispatcher"),
        step("cancel", LIVE, "cancelled", "customer agent dispatcher system"),
    ],
    capabilities={
        "seek": "open offered",
        "promised": " ".join(PROMISED),
        "billed": "finished",
        "called_off": "cancelled",
    },
)

OUTLET_ORDER = machine(
    "outlet_order",
    start="offered",
    ends="technician_named refused returned timed_out",
    steps=[
        step("accept", "offered", "accepted", OUTLET),
        step("refuse", "offered", "refused", OUTLET),
        step("name_technician", "accepted", "technician_named", OUTLET),
        step("unname", "technician_named", "accepted", f"technician dispatcher system {OUTLET}"),
        step("give_back", "accepted technician_named", "returned", f"{OUTLET} dispatcher agent system"),
        step("time_out", "offered accepted", "timed_out", "system"),
    ],
    capabilities={"answer": "offered accepted", "taken": "accepted technician_named", "no": "refused returned"},
)

OFFER = machine(
    "offer",
    start="sent",
    ends="accepted declined expired lapsed withdrawn",
    steps=[
        step("see", "sent", "seen", "technician"),
        step("accept", "sent seen", "accepted", "technician"),
        step("decline", "sent seen", "declined", "technician"),
        step("expire", "seen", "expired", "system"),
        step("lapse", "sent", "lapsed", "system"),
        step("withdraw", "sent seen accepted", "withdrawn", f"system dispatcher agent technician customer {OUTLET}"),
    ],
)

APPOINTMENT = machine(
    "appointment",
    start="proposed",
    ends="kept rescheduled missed_by_customer missed_by_technician cancelled",
    steps=[
        step("confirm", "proposed", "confirmed", f"customer agent technician dispatcher system {OUTLET}"),
        step("keep", "confirmed", "kept", "technician customer system"),
        step("deny", "kept", "confirmed", "customer"),
        step("reschedule", "proposed confirmed", "rescheduled", f"customer agent technician dispatcher {OUTLET}"),
        step("miss_by_customer", "confirmed kept", "missed_by_customer", "technician agent dispatcher"),
        step("miss_by_technician", "confirmed", "missed_by_technician", "customer agent dispatcher system"),
        step("cancel", "proposed confirmed", "cancelled", f"customer agent dispatcher technician system {OUTLET}"),
    ],
)
