"""A seller seals what an order looked like when it was packed, before anybody claims anything."""

from datetime import datetime

from anxin.core.actors import Actor
from anxin.core.errors import Forbidden
from anxin.core.files import SealedFile
from anxin.core.states import lock
from anxin.domain.evidence.actions.intake import receive
from anxin.domain.evidence.models import Link
from anxin.domain.goods.actions.purchases import stream_of
from anxin.domain.goods.models import Purchase


class NotYourSale(Forbidden):
    """Only the seller's own people seal pictures of his orders."""

    code = "evidence.not_your_sale"


def pack(*, purchase: Purchase, file: SealedFile, role: str, by: Actor, now: datetime) -> Link:
    """Seal a picture or video on an order, as the seller: later claims about it find it there, with its time.

    Raises `NotTaken`.
    """
    lock(purchase)
    return receive(
        file=file,
        stream=stream_of(purchase),
        owner_key=str(purchase.seller_id),
        order_key=purchase.order_key,
        party_key=f"organisation:{purchase.seller_id}",
        side="merchant",
        role=role,
        by=by,
        now=now,
    )
