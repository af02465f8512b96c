"""Where what people are told leads: a customer by message, a technician under his bell."""

LINKS = {
    "repair": "/customer/repairs/{number}/",
    "claim": "/customer/claims/{number}/",
    "contact": "/customer/contacts/{number}/",
    "reported_number": "/verify/",
    "waiting": "/report/",
    "data_request": "/customer/me/",
    "organisation": "/verify/",
    "account": "/desk/staff/{number}/",
    "technician": "/desk/network/technicians/{number}/",
    "purchase": "/merchant/purchases/",
    "difference": "/desk/money/",
    "outlet": "/outlet/house/",
    "authorisation": "/outlet/house/",
}

OWN_LINKS = {"waiting_over": "/brands/{of_brand}/", "waiting_asked": "/customer/waiting/{number}/"}
"""Where a message leads that speaks of something else than its case."""
OPENS = {"waiting_asked": "/c/{token}/?next={page}"}
"""Which messages carry a secret link, so that they are answered without signing in."""

HIS_HOME, HIS_PAGES = "/technician/", {"offer_new": "/technician/offers/"}
"""Where what a technician is told leads."""
