"""What a row of an orders file says has gone back in the shop, and why it can't be: nothing goes back a second time."""

from anxin.core.money import format_fen
from anxin.core.tables import Value, Values, text_in, whole_in
from anxin.domain.goods.models import PurchaseLine
from anxin.domain.goods.queries.purchases import given_elsewhere, is_refund_kept
from anxin.domain.goods.queries.shop_book import total_of
from anxin.domain.goods.rules import order_states
from anxin.domain.goods.wording import CELLS

STATES = ("state", "back")


def state(written: str) -> str | None:
    """Read how an order, or its refund, stands: its word where money may have gone back, `SENT` where goods left."""
    meant = order_states.meaning(written)
    if meant == order_states.UNPAID:
        raise ValueError(str(CELLS["not_sold"]).format(said=written[:20]))
    if meant != order_states.SOLD:
        return written.strip()
    return order_states.SENT if order_states.says_sent(written) else None


def counted(values: Values) -> Value:
    """Return what a row says has gone back, and nothing where its refund is under way or came to nothing."""
    return values.get("refunded") if _meant(values)[0] in order_states.COUNTED else None


def whole(values: Values) -> Values:
    """Put what stands of a line in place of what its row doesn't say; a refund under way has given nothing back yet.

    One that came to nothing never did, unless a claim stands on what is written. Of a line for which
    claims sent money no more counts than they left of it. Of its states stays whether the goods have gone out.
    """
    told, row = counted(values), _line(values)
    stands = total_of(row.purchase, row.position) if row is not None else 0
    if row is not None and isinstance(told, int) and told > stands:
        most = row.amount_fen + (row.purchase.freight_fen if told > row.amount_fen else 0)
        told = max(min(told, most - given_elsewhere(row.purchase, row.position)), stands)
    elif row is not None and not told and stands:
        undone = _meant(values)[0] == order_states.NOTHING and not is_refund_kept(row.purchase, row.position)
        told = None if undone else stands
    sent = order_states.SENT if order_states.says_sent(text_in(values, "state")) else None
    return {**values, "refunded": told or None, "state": sent, "back": None}


def why_not(values: Values) -> dict[str, str]:
    """Return why a row can't be taken by what it says of money that went back: by column."""
    fen = whole_in(values, "refunded") if values.get("refunded") else 0
    meant, column = _meant(values)
    if meant == order_states.NOTHING or (not fen and meant in (order_states.SOLD, order_states.UNSURE)):
        return {}
    row = _line(values)
    said = {"said": text_in(values, column)[:20]} if column else {}
    if meant == order_states.UNDER_WAY:
        return {} if row else {column: str(CELLS["refund_under_way"]).format(**said)}
    here = total_of(row.purchase, row.position) if row else 0
    if meant == order_states.UNSURE and fen > here:
        return {column: str(CELLS["refund_unsure"]).format(**said)}
    if meant not in (order_states.SOLD, order_states.UNSURE) and not (fen or here):
        return {column: str(CELLS["part_back" if meant == order_states.PART else "over"]).format(**said)}
    most = sum(whole_in(values, one) for one in ("amount", "freight") if values.get(one))
    if fen > most:
        return {"refunded": str(CELLS["back_most"]).format(most=format_fen(most))}
    return {}


def _meant(values: Values) -> tuple[str, str]:
    """Return what the states of a row mean, and which column says so; what says no more than that it failed is last."""
    said = [(order_states.meaning(text_in(values, name)), name) for name in STATES]
    last = (order_states.SOLD, order_states.UNSURE, order_states.NOTHING)
    found = next((one for one in said if one[0] not in last), None)
    return found or max(said, key=lambda one: last.index(one[0]))


def _line(values: Values) -> PurchaseLine | None:
    rows = PurchaseLine.objects.select_related("purchase").filter(position=whole_in(values, "line"))
    return rows.filter(purchase__seller__slug=values["seller"], purchase__order_key=values["order"]).first()
