"""What a later file may say of an order that is written down: what was not known yet, and what is the seller's own."""

from anxin.core.tables import Values

LATER = ("sku", "model", "payment", "delivered", "waybill", "refunded")
"""What may become known after an order was written down."""
UNSAID = ("payment", "delivered")
"""Of what an empty cell says nothing: what is written down of it stays."""
OWN = frozenset({"seller", "order", "line", "cost", "name", "phone", "state", "back"})
"""What names a row, what only its seller reads or may put right, and the buyer, whom no file rewrites."""


def rewritten(stands: Values, told: Values) -> tuple[str, ...]:
    """Return the columns in which a row says otherwise than what is written down.

    >>> rewritten({"amount": 26800, "delivered": None}, {"amount": 1, "delivered": "2026-11-12"})
    ('amount',)
    >>> rewritten({"waybill": "SF1"}, {"waybill": "SF2"}), rewritten({"waybill": "SF1"}, {"waybill": None})
    ((), ('waybill',))
    >>> rewritten({"refunded": 3000}, {"refunded": 5000}), rewritten({"refunded": 3000}, {"refunded": 1000})
    ((), ('refunded',))
    >>> rewritten({"payment": "P1"}, {"payment": None}), rewritten({"payment": "P1"}, {"payment": "P2"})
    ((), ('payment',))
    """
    return tuple(
        name
        for name in told
        if name in stands and name not in OWN and not _fits(name, stands[name] or None, told[name] or None)
    )


def _fits(name: str, stands: object, told: object) -> bool:
    if (name in LATER and stands is None) or (name in UNSAID and told is None):
        return True
    if name == "refunded" and isinstance(stands, int):
        return not isinstance(told, int) or told >= stands
    return stands == told or (name == "model" and told is None) or (name == "waybill" and told is not None)
