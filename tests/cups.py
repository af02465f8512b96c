"""Cups in dispute, for pages about claims: a crack drawn on the listing picture, a label in a file, honest ones."""

from datetime import datetime, timedelta

from anxin.engines import evidence as engine
from tests import laid
from tests.claim_builders import Walked, a_claim, a_purchase, as_it_lies, drawn, jpeg, pack

LISTING = jpeg(drawn(7))
CRACKED = jpeg(drawn(7, crack=True))
HONEST = jpeg(drawn(21))
CODE = "001191110102MACQD9K64010001"


def labelled(content: bytes = CRACKED) -> bytes:
    """Write the label of the national standard into a picture, as a platform would."""
    return engine.label(content, says="generated", propagator=CODE).data


def faked(
    *, now: datetime, at: str = "merchant_answer", pictures: tuple[bytes, ...] = (), order: str = "YT-20261118-7730"
) -> Walked:
    """File a claim three hours ago on a cup whose listing and packing pictures were sealed days before.

    The engine itself has looked at them, once for several tests: none of them has it say anything else.
    """
    filed = now - timedelta(hours=3)

    def walk() -> Walked:
        purchase = a_purchase(now=filed, order=order)
        pack(purchase, LISTING, now=filed - timedelta(days=5), role="listing")
        pack(purchase, jpeg(drawn(8)), now=filed - timedelta(days=4))
        one = a_claim(now=filed, purchase=purchase, pictures=pictures or (labelled(), HONEST))
        one.run()
        if at != "merchant_answer":
            one.answer()
            one.run()
        if at == "decided":
            one.propose()
        return one

    return laid.walking_once(("faked", at, pictures, order), filed, walk, as_it_lies)
