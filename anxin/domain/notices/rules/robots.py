"""What groups may choose to be told by their robots, how often, and how much of it fits."""

from collections.abc import Sequence

KINDS = {
    **dict.fromkeys(("repair_late", "repair_stood_still", "claim_late", "claim_platform_late", "contact_late"), "late"),
    **dict.fromkeys(("number_reported", "number_claimed", "takedown_due"), "numbers"),
    **dict.fromkeys(("visit_by_hand", "visit_came_free", "visit_denied", "opening_suspicious"), "visits"),
    **dict.fromkeys(("repair_disputed", "repair_not_fixed", "repair_bill_wrong", "repair_urged"), "customers"),
    **dict.fromkeys(("money_failed", "payment_unclear", "money_differs", "invoice_failed", "invoice_late"), "money"),
    **dict.fromkeys(
        ("invoice_unfiled", "invoice_unmailed", "refund_by_hand", "claim_refund_by_hand", "refund_refused"), "money"
    ),
    **dict.fromkeys(("gaps",), "gaps"),
    **dict.fromkeys(("words_ending", "papers_ending", "key_ending"), "endings"),
    **dict.fromkeys(("part_failing", "part_working"), "house"),
}
"""Which notices a group may choose to be told, and by which choice; all of them name numbers and nobody."""
HOUSES = {
    **dict.fromkeys(
        ("claim_new", "claim_missed", "claim_answer_half", "claim_answer_due", "claim_platform_due", "claim_look_due"),
        "claims",
    ),
    **dict.fromkeys(("claims_brought", "claims_brought_soon", "claims_brought_open"), "claims"),
    **dict.fromkeys(("claim_yours_late", "claim_goods_late", "claim_platform_late", "claim_not_handed_in"), "claims"),
    **dict.fromkeys(("outlet_order",), "jobs"),
    **dict.fromkeys(("goods_kept_long", "goods_to_decide", "goods_undecided", "goods_home_here"), "goods"),
    **dict.fromkeys(("goods_back_here", "goods_damaged_here", "goods_lost_here", "goods_stuck", "goods_late"), "goods"),
    **dict.fromkeys(("repair_late", "repair_not_fixed", "repair_bill_wrong", "visit_denied"), "trouble"),
    **dict.fromkeys(("opening_suspicious", "shop_failing", "order_not_shipped"), "trouble"),
    **dict.fromkeys(("number_uses_name", "number_was_false", "number_was_genuine"), "names"),
    **dict.fromkeys(("words_ending", "papers_ending", "key_ending"), "endings"),
}
"""Which notices the group of a brand, merchant or outlet may choose; all of them name numbers and nobody."""
INBOX = "/notices/"
LINKS = {
    "repair": "/desk/repairs/{number}/",
    "claim": "/desk/claims/{number}/",
    "contact": "/desk/contacts/{number}/",
    "reported_number": "/desk/numbers/{number}/",
    "takedown": "/desk/takedowns/{number}/",
    "organisation": "/desk/network/{number}/",
    "difference": "/desk/money/",
    "gaps": "/desk/network/gaps/?brand={number}",
}
LINKS_APART = dict.fromkeys(("part_failing", "part_working"), "/desk/opening/")
"""Where a line leads that is not about the page of its organisation."""
PAUSE_S = 10
"""A group is told once in so many seconds at most: six times a minute, of the twenty all platforms take."""
BUSY_S = 600
"""So long one platform shuts out who was too quick."""
TRIES = 8


def pause_s(tries: int, *, busy: bool) -> int:
    """Return how long to wait before a group is told again."""
    return BUSY_S if busy else min(60 * 2**tries, 3600)


def fitting(lines: Sequence[str], *, most_bytes: int, more: str) -> str:
    """Return lines one under another as far as they fit; the rest is counted in a last line."""
    kept: list[str] = []
    for place, line in enumerate(lines):
        rest = more.format(n=len(lines) - place)
        if len("\n".join([*kept, line, rest]).encode()) > most_bytes:
            return "\n".join([*kept, rest])
        kept.append(line)
    return "\n".join(kept)
