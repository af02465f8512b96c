"""A thing in our keeping as pages show it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anxin.core.actors import Actor
from anxin.domain.custody.models import Custody
from anxin.domain.custody.queries.lookup import address_of, code_for_customer
from anxin.domain.custody.states import CUSTODY


@dataclass(frozen=True, kw_only=True)
class KeptPicture:
    """A picture or video of the thing, by its hash."""

    moment: str
    file: str
    media: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ParcelClaimView:
    """What is claimed for a parcel."""

    state: str
    way: str
    what: str
    carrier: str
    waybill: str
    reference: str
    amount_fen: int
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class CustodyView:
    """Where a thing is, who has it since when, what its receipt says; the code for its customer alone."""

    state: str
    mode: str
    holder: str
    with_whom: str
    since: datetime
    outlet: str
    outlet_code: str
    street: str
    phone: str
    opens: str
    closures: tuple[tuple[date, date], ...]
    shelf: str
    from_at: datetime | None
    to_at: datetime | None
    carrier_in: str
    waybill_in: str
    carrier_back: str
    waybill_back: str
    pays_in: str
    pays_back: str
    serial: str
    condition: tuple[str, ...]
    accessories: tuple[str, ...]
    remark: str
    signed_how: str
    mended: bool | None
    stuck_why: str
    decide_at: datetime | None
    goes_home: bool
    deposit_office: str
    deposit_reference: str
    code: str
    pictures: tuple[KeptPicture, ...]
    claims: tuple[ParcelClaimView, ...]
    disowned: bool = False  # its outlet is vouched for no more

    @property
    def over(self) -> bool:
        """Return whether it was given back, or will not be, so that nothing is kept any more."""
        return self.state in CUSTODY.ends

    @property
    def scanned(self) -> bool:
        """Return whether the counter scans its case, when it is brought or collected."""
        return self.state in CUSTODY.capabilities["scanned"]

    @property
    def to_sign(self) -> bool:
        """Return whether its receipt waits for the customer's signature."""
        return self.state == "received"

    @property
    def has_receipt(self) -> bool:
        """Return whether its receipt counts: one that was given straight back, unsigned, does no more."""
        return bool(self.condition) and self.state != CUSTODY.start

    @property
    def kept_until(self) -> datetime | None:
        """Return until when it is kept for its customer; None where it isn't ready, or is sent to him."""
        return self.decide_at if self.state == "ready" and not self.goes_home else None

    @property
    def awaited(self) -> bool:
        """Return whether the customer has it still, and brings it."""
        return self.state == "expected" and self.from_at is not None


SAME = (
    *("state", "mode", "holder", "with_whom", "shelf", "from_at", "to_at", "carrier_in", "waybill_in"),
    *("carrier_back", "waybill_back", "pays_in", "pays_back", "serial", "remark", "signed_how", "mended"),
    "stuck_why",
    "decide_at",
    "goes_home",
    "deposit_office",
    "deposit_reference",
)


def view_of(
    row: Custody,
    *,
    photos: Iterable[Mapping[str, Any]],
    claims: Iterable[Mapping[str, Any]],
    closures: Iterable[Mapping[str, Any]],
    actor: Actor,
    disowned: bool = False,
) -> CustodyView:
    """Show a custody that was read beside its case (one query more for its customer while a code counts)."""
    return CustodyView(
        **{name: getattr(row, name) for name in SAME},
        since=row.updated_at,
        disowned=disowned,
        outlet=row.outlet.organisation.name,
        outlet_code=row.outlet.code,
        street=address_of(row.outlet),
        phone=row.outlet.phone,
        opens=row.outlet.opens,
        closures=tuple(
            dict.fromkeys((one["from_date"], one["to_date"]) for one in closures if one["code"] == row.outlet.code)
        ),
        condition=tuple(row.condition),
        accessories=tuple(row.accessories),
        code=code_for_customer(row, actor=actor),
        pictures=tuple(KeptPicture(**one) for one in photos),
        claims=tuple(ParcelClaimView(**one) for one in claims),
    )
