"""Which steps an authorisation, a waiting entry, a reported number, its takedowns, leave, a swap, a placement know."""

from anxin.core.states import machine, step

NETWORK = "merchant_owner merchant_agent operator"
"""Who keeps a brand's network: the brand itself, and whoever administers the house for all of them."""

AUTHORISATION = machine(
    "authorisation",
    start="applied",
    ends="refused revoked expired",
    steps=[
        step("check", "applied", "checked", f"{NETWORK} system"),
        step("authorise", "checked", "authorised", "merchant_owner"),
        step("refuse", "applied checked", "refused", f"{NETWORK} system"),
        step("suspend", "authorised", "suspended", "merchant_owner operator system"),
        step("resume", "suspended", "authorised", "merchant_owner"),
        step("revoke", "authorised suspended", "revoked", "merchant_owner system"),
        step("expire", "authorised suspended", "expired", "system"),
    ],
    capabilities={"waits": "applied checked", "sign": "checked"},
)

WAITS = ("waiting", "asked")
"""Somebody waits still: asked whether he does, too, until his time for the answer is over."""
WAITING = machine(
    "waiting",
    start="waiting",
    ends="served dropped lapsed",
    steps=[
        #    step       from              to         who
        step("serve", "waiting asked", "served", "system"),
        step("ask", "waiting", "asked", "system"),
        step("keep", "asked", "waiting", "customer agent dispatcher operator system"),
        step("lapse", "asked", "lapsed", "system"),
        step("withdraw", "waiting asked", "dropped", "customer"),
        step("drop", "waiting asked", "dropped", "agent dispatcher operator system"),
    ],
)

KEEPERS = "operator dispatcher"
"""Who keeps outlets, technicians and their hours at the desk."""

LEADS = f"{KEEPERS} outlet_manager"
"""Who agrees to what technicians wish: they, and the lead of the outlet he works for."""

LEAVE = machine(
    "leave",
    start="asked",
    ends="agreed refused withdrawn lapsed",
    steps=[
        step("agree", "asked", "agreed", LEADS),
        step("refuse", "asked", "refused", LEADS),
        step("withdraw", "asked", "withdrawn", "technician"),
        step("lapse", "asked", "lapsed", "system"),
    ],
)

SWAP = machine(
    "swap",
    start="asked",
    ends="agreed refused withdrawn",
    steps=[
        step("consent", "asked", "consented", "technician"),
        step("agree", "asked consented", "agreed", LEADS),
        step("refuse", "asked consented", "refused", f"{LEADS} technician"),
        step("withdraw", "asked consented", "withdrawn", f"{LEADS} technician"),
    ],
)

PLACEMENT = machine(
    "placement",
    start="asked",
    ends="agreed refused withdrawn",
    steps=[
        step("agree", "asked", "agreed", f"{LEADS} technician"),
        step("refuse", "asked", "refused", f"{LEADS} technician"),
        step("withdraw", "asked", "withdrawn", f"{NETWORK} system"),
    ],
)

CHECKERS = "agent quality operator"
CONCERNED = "merchant_owner merchant_agent"
"""Who speaks for a brand whose name a reported number uses."""

REPORTED_NUMBER = machine(
    "reported_number",
    start="received",
    ends="confirmed cleared",
    steps=[
        #    step           from                            to            who
        step("confirm", "received undecided", "confirmed", CHECKERS),
        step("clear", "received undecided confirmed", "cleared", CHECKERS),
        step("leave_open", "received", "undecided", CHECKERS),
        step("report_again", "undecided cleared", "received", "system"),
    ],
)

TAKEDOWN = machine(
    "takedown",
    start="written",
    ends="taken_down given_up",
    steps=[
        #    step               from                              to            who
        step("send", "written", "sent", CHECKERS),
        step("remind", "sent unanswered refused", "sent", CHECKERS),
        step("fall_due", "sent", "unanswered", "system"),
        step("note_taken_down", "sent unanswered refused", "taken_down", CHECKERS),
        step("note_refused", "sent unanswered", "refused", CHECKERS),
        step("give_up", "written sent unanswered refused", "given_up", CHECKERS),
        step("take_back", "taken_down refused", "sent", CHECKERS),
        step("take_up", "given_up", "written", CHECKERS),
    ],
)
