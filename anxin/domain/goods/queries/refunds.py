"""What a row of an orders file says has gone back in the shop, and why it can't be: nothing goes back a second time."""

from anxin.core.money import format_fen
from anxin.core.tables import Values, text_in, whole_in
from anxin.domain.goods.models import PurchaseLine
from anxin.domain.goods.queries.purchases import is_claimed
from anxin.domain.goods.rules import order_states
from anxin.domain.goods.wording import CELLS

STATES = ("state", "back")


def state(written: str) -> str | None:
    """Read how an order, or its refund, stands: its word where money may have gone back, `SENT` where goods left."""
    meant = order_states.meaning(written)
    if meant == order_states.UNPAID:
        raise ValueError(str(CELLS["not_sold"]).format(said=written[:20]))
    if meant != order_states.SOLD:
        return written.strip()[:40]
    return order_states.SENT if order_states.says_sent(written) else None


def whole(values: Values) -> Values:
    """Put what stands of a line in place of what its row doesn't say; a refund under way has given nothing back yet.

    Of its states stays whether the goods have gone out.
    """
    told = values.get("refunded")
    if not told or _meant(values)[0] == order_states.UNDER_WAY:
        row = _line(values)
        told = row.refunded_fen if row else 0
    sent = order_states.SENT if order_states.says_sent(text_in(values, "state")) else None
    return {**values, "refunded": told or None, "state": sent, "back": None}


def why_not(values: Values) -> dict[str, str]:
    """Return why a row can't be taken by what it says of money that went back: by column."""
    fen = whole_in(values, "refunded") if values.get("refunded") else 0
    meant, column = _meant(values)
    if meant == order_states.SOLD and not fen:
        return {}
    row = _line(values)
    said = {"said": text_in(values, column)[:20]} if column else {}
    if meant == order_states.UNDER_WAY:
        return {} if row else {column: str(CELLS["refund_under_way"]).format(**said)}
    here = row.refunded_fen if row else 0
    if meant != order_states.SOLD and not (fen or here):
        return {column: str(CELLS["part_back" if meant == order_states.PART else "over"]).format(**said)}
    most = sum(whole_in(values, one) for one in ("amount", "freight") if values.get(one))
    if fen > most:
        return {"refunded": str(CELLS["back_most"]).format(most=format_fen(most))}
    if row is not None and fen > here and is_claimed(row.purchase):
        return {"refunded": str(CELLS["back_claimed"])}
    return {}


def _meant(values: Values) -> tuple[str, str]:
    """Return what the states of a row mean, and which column says so."""
    for name in STATES:
        if (meant := order_states.meaning(text_in(values, name))) != order_states.SOLD:
            return meant, name
    return order_states.SOLD, ""


def _line(values: Values) -> PurchaseLine | None:
    rows = PurchaseLine.objects.select_related("purchase").filter(position=whole_in(values, "line"))
    return rows.filter(purchase__seller__slug=values["seller"], purchase__order_key=values["order"]).first()
