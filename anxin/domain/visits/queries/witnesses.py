"""What the chain says of visits: the hash of each picture taken on site, and for which slot."""

from anxin.core.timeline import Witness
from anxin.domain.visits.models import FieldPhoto

SINCE = "customer"


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of the rows of visits."""
    return (
        Witness(
            model=FieldPhoto,
            told={"visits.photo": {"file": "sha256", "slot": "slot", "visit_id": "visit"}},
            since=SINCE,
            beside=("visit",),
            kinds=dict.fromkeys(("repair", "claim"), "visit__stream_key"),
        ),
    )
