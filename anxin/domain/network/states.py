"""Which steps an authorisation knows."""

from anxin.core.states import machine, step

AUTHORISATION = machine(
    "authorisation",
    start="applied",
    ends="refused revoked expired",
    steps=[
        step("check", "applied", "checked", "merchant_owner merchant_agent system"),
        step("authorise", "checked", "authorised", "merchant_owner"),
        step("refuse", "applied checked", "refused", "merchant_owner merchant_agent"),
        step("suspend", "authorised", "suspended", "merchant_owner operator system"),
        step("resume", "suspended", "authorised", "merchant_owner"),
        step("revoke", "authorised suspended", "revoked", "merchant_owner"),
        step("expire", "authorised suspended", "expired", "system"),
    ],
)
