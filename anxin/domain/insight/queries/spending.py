"""Figures of money: paid for repairs, given back by a claim or by hand, asked back from platforms and got back."""

from anxin.domain.insight.queries.sums import Sums

MOVED = ("paid", "refunded", "paid_out", "by_hand", "demanded", "recovered")


def money(sums: Sums) -> dict[str, int]:
    """Return what moved for the cases of these days, in fen.

    What a provider sent back of a repair's bill (`refunded`) and of an order by its claims (`paid_out`), and what went
    by transfer, in cash or by finance's own hand (`by_hand`), are together all that the ledger has given back.
    """
    return {name: sums.whole[name] for name in MOVED}
