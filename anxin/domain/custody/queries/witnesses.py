"""What the chain says of a thing in our keeping: who has it, its receipt, its pictures, claims for its parcels."""

from anxin.core.streams.hashing import digest
from anxin.core.timeline import Witness
from anxin.domain.custody.models import Custody, CustodyPhoto, ParcelClaim, ParcelPayment

KINDS = ("repair", "claim")
BESIDE = dict.fromkeys(KINDS, "custody__stream_key")


def receipt_told(row: Custody) -> str:
    """Return one short text that changes with anything a receipt says."""
    told = [row.serial, sorted(row.condition), sorted(row.accessories), row.remark]
    return digest(b"anxin.custody.receipt", told)


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of the rows of custody."""
    kinds = dict.fromkeys(KINDS, "stream_key")
    receipt = {"receipt": "receipt"}
    return (
        Witness(
            model=Custody,
            told={
                "custody.*": {"holder": "holder", "with_whom": "with"},
                "custody.take_in": receipt,
                "custody.open": receipt,
            },
            reads={"receipt": receipt_told},
            kinds=kinds,
        ),
        Witness(
            model=CustodyPhoto,
            told={"custody.photo": {"file": "sha256", "moment": "moment", "custody_id": "custody"}},
            beside=("custody",),
            kinds=BESIDE,
        ),
        Witness(
            model=ParcelClaim,
            told={
                "parcel_claim.opened": {"what": "what", "way": "way", "amount_fen": "amount_fen"},
                "parcel_claim.file": {"reference": "reference", "claimed_fen": "claimed_fen"},
                "parcel_claim.settle": {"amount_fen": "amount_fen"},
            },
            beside=("custody",),
            kinds=BESIDE,
        ),
        Witness(
            model=ParcelPayment,
            told={"custody.carrier_paid": {"amount_fen": "amount_fen", "reference": "reference"}},
            beside=("claim__custody",),
            kinds=dict.fromkeys(KINDS, "claim__custody__stream_key"),
        ),
    )
