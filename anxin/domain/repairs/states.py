"""Which steps a repair and its quotes know."""

from anxin.core.states import machine, step

DESK = "agent dispatcher operator"  # who read repairs at the desk
WORKS = "agent dispatcher"
TAKES = "operator"  # who take a repair's dossier along, before a court, the police or an authority
BEFORE = "technician outlet_manager outlet_dispatcher"  # before whom a customer answers a quote and signs
HELPING = "helping helped"  # from afar
AFAR = f"{HELPING} waiting_goods"  # nobody goes there
OPEN = (
    f"submitted accepted {HELPING} triaged arranged in_service "
    "waiting_part waiting_customer waiting_brand waiting_goods rework"
)

WAITS = {"part": "wait_for_part", "customer": "wait_for_customer", "brand": "wait_for_brand", "goods": "wait_for_goods"}
"""What a repair may wait for, and the step that says so."""

BILL_ANSWERED_BY = "agent quality operator"
"""Who answers a customer that calls his bill wrong, if he had no part in the case."""
REPAIR = machine(
    "repair",
    start="submitted",
    ends="closed cancelled redirected solved_remotely",
    steps=[
        #    step                  from                          to                  who
        step("accept", "submitted", "accepted", "agent dispatcher system"),
        step("triage", "accepted", "triaged", "agent dispatcher system"),
        step("solve_remotely", "accepted triaged arranged", "solved_remotely", "agent dispatcher technician"),
        step("help", "accepted", "helping", "agent dispatcher"),
        step("say_helped", "helping", "helped", "agent dispatcher"),
        step("confirm_help", "helped", "solved_remotely", "customer agent dispatcher system"),
        step(
            "send_after_all",
            f"accepted {AFAR} solved_remotely",
            "triaged",
            "customer agent dispatcher",
        ),
        step("redirect", f"submitted accepted {HELPING} triaged", "redirected", "agent dispatcher"),
        step("arrange", "triaged", "arranged", "agent dispatcher outlet_manager outlet_dispatcher technician system"),
        step(
            "unarrange",
            "arranged in_service",
            "triaged",
            "agent dispatcher outlet_manager outlet_dispatcher technician customer system",
        ),
        step("await_goods", "accepted", "waiting_goods", "system"),
        step("begin", "arranged triaged", "in_service", "technician system"),
        step("wait_for_part", "in_service arranged triaged", "waiting_part", "technician agent dispatcher system"),
        step(
            "wait_for_customer", "in_service arranged triaged", "waiting_customer", "technician agent dispatcher system"
        ),
        step("wait_for_brand", "in_service triaged", "waiting_brand", "technician agent dispatcher system"),
        step("wait_for_goods", "triaged arranged", "waiting_goods", "agent dispatcher system"),
        step(
            "resume",
            "waiting_part waiting_customer waiting_brand waiting_goods rework",
            "triaged",
            "agent dispatcher customer system",
        ),
        step("finish", "in_service", "done", "technician agent system"),
        step("confirm", "done disputed", "confirmed", "customer agent system"),
        step("dispute", "done confirmed", "disputed", "customer agent"),
        step("answer", "disputed", "done", "agent quality"),
        step("rework", "done confirmed disputed closed", "rework", "customer agent dispatcher quality system"),
        step("close", "confirmed", "closed", "agent finance system"),
        step("cancel", OPEN, "cancelled", "customer agent dispatcher system"),
        step("write_off", "waiting_goods rework done disputed", "cancelled", "system"),
    ],
    capabilities={
        "urge": OPEN,
        "again": "waiting_customer rework",
        "stands_still": "waiting_part waiting_customer waiting_brand waiting_goods",
        "on_a_shelf": "triaged waiting_part waiting_customer waiting_brand waiting_goods",
        "try_together": "submitted accepted helping",
        "sought": "submitted accepted triaged",
        "sent_for": f"accepted {AFAR} solved_remotely",
        "quote": "in_service",
        "check_cover": f"{OPEN} done confirmed disputed closed",
        "reprice": OPEN,
        "waive": "done confirmed disputed",
        "object": "in_service",
        "asks_no_money": "disputed",
        "guarantee": "confirmed closed",
        "review": "confirmed closed",
        "first_aid": "submitted accepted triaged arranged",
        "reschedule": "arranged waiting_customer",
        "see_address": OPEN + " done disputed",
    },
)

QUOTE = machine(
    "quote",
    start="drafted",
    ends="agreed refused replaced",
    steps=[
        step("send", "drafted", "sent", "technician agent"),
        step("agree", "sent", "agreed", f"customer agent system {BEFORE}"),
        step("refuse", "sent", "refused", f"customer agent {BEFORE}"),
        step("replace", "drafted sent agreed refused", "replaced", "technician agent system"),
    ],
    capabilities={"in_force": "sent agreed"},
)
