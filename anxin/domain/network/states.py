"""Which steps an authorisation, an entry of the waiting list, a reported number and a swap of shifts know."""

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
        step("revoke", "authorised suspended", "revoked", "merchant_owner"),
        step("expire", "authorised suspended", "expired", "system"),
    ],
)

WAITING = machine(
    "waiting",
    start="waiting",
    ends="served dropped",
    steps=[
        step("serve", "waiting", "served", "system"),
        step("drop", "waiting", "dropped", "agent dispatcher operator"),
    ],
)

KEEPERS = "operator dispatcher"
"""Who keeps outlets, technicians and their hours at the desk."""

SWAP = machine(
    "swap",
    start="asked",
    ends="agreed refused withdrawn",
    steps=[
        step("agree", "asked", "agreed", KEEPERS),
        step("refuse", "asked", "refused", KEEPERS),
        step("withdraw", "asked", "withdrawn", KEEPERS),
    ],
)

CHECKERS = "agent quality operator"

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
