"""Which steps a thing in our keeping knows, and a claim for a parcel that was lost or broken."""

from anxin.core.states import machine, step

OUTLET = "outlet_manager outlet_dispatcher"
KEEPS = f"{OUTLET} technician"
DESK = "agent dispatcher"
HERE = ("received", "arrived", "held", "at_bench", "ready")
"""The thing lies at the outlet."""

CUSTODY = machine(
    "custody",
    start="expected",
    ends="returned lost called_off deposited",
    steps=[
        #    step          from                       to            who
        step("take_in", "expected", "received", OUTLET),
        step("take_back", "received", "expected", OUTLET),
        step("sign", "received", "held", f"customer {OUTLET}"),
        step("send_in", "expected", "sent_in", f"customer {DESK} {OUTLET}"),
        step("forward", "arrived held", "sent_in", f"{DESK} {OUTLET}"),
        step("arrive", "expected sent_in missing", "arrived", OUTLET),
        step("open", "arrived", "held", OUTLET),
        step("to_bench", "held", "at_bench", KEEPS),
        step("from_bench", "at_bench", "held", f"{KEEPS} system"),
        step("make_ready", "held at_bench", "ready", f"customer {DESK} {KEEPS} system"),
        step("keep_on", "ready", "held", f"customer {DESK} {OUTLET} system"),
        step("hand_back", "ready", "returned", OUTLET),
        step("send_back", "ready", "sent_back", OUTLET),
        step("come_back", "sent_back", "ready", f"{DESK} {OUTLET}"),
        step("deposit", "ready", "deposited", DESK),
        step("receive", "sent_back missing", "returned", f"customer {DESK} system"),
        step("miss", "sent_in sent_back", "missing", f"customer {DESK} {OUTLET}"),
        step("write_off", "missing", "lost", DESK),
        step("call_off", "expected", "called_off", f"customer {DESK} system"),
    ],
    capabilities={
        "photographed": "received arrived held at_bench ready",
        "scanned": "expected received ready",
        "collected": "ready",
        "travels": "sent_in sent_back",
        "away": "expected returned lost called_off deposited",
    },
)

PARCEL_CLAIM = machine(
    "parcel_claim",
    start="opened",
    ends="settled dropped",
    steps=[
        step("file", "opened refused", "filed", f"{DESK} finance {OUTLET}"),
        step("settle", "opened filed refused", "settled", f"{DESK} finance"),
        step("refuse", "filed", "refused", f"{DESK} finance {OUTLET}"),
        step("drop", "opened filed refused", "dropped", f"{DESK} finance system"),
    ],
)
