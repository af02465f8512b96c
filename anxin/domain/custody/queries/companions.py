"""What lies beside a case of a thing we keep: newest custody, pictures, claims, its outlet's closed days, codes."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from anxin.core.gathered_rows import Gathered
from anxin.domain.custody.models import Custody, CustodyPhoto, HandCode, ParcelClaim
from anxin.domain.custody.states import CUSTODY, PARCEL_CLAIM
from anxin.domain.network.models import Closure, Outlet
from anxin.domain.people.models import Organisation

OWN = (
    *("id", "state", "mode", "holder", "with_whom", "shelf", "from_at", "to_at", "carrier_in", "waybill_in"),
    *("carrier_back", "waybill_back", "pays_in", "pays_back", "serial", "condition", "accessories", "remark"),
    *("signed_how", "mended", "reminded", "created_at", "updated_at", "number", "outlet_id"),
    "stuck_why",
    "decide_at",
    "goes_home",
    "deposit_office",
    "deposit_reference",
)
OUTLET = ("code", "street", "phone", "opens", "division")


def companions(kind: str) -> dict[str, Any]:
    """Return what to read beside a case of a kind, by name: one statement with the case's own."""
    of_case = {"stream_kind": kind, "stream_key": OuterRef("pk")}
    newest = Custody.objects.filter(**of_case).order_by("-created_at", "-id")[:1]
    photos = CustodyPhoto.objects.filter(custody__stream_kind=kind, custody__stream_key=OuterRef("pk"))
    claims = ParcelClaim.objects.filter(custody__stream_kind=kind, custody__stream_key=OuterRef("pk"))
    shut = HandCode.objects.filter(custody__stream_kind=kind, custody__stream_key=OuterRef("pk"), used_at=None)
    shut = shut.filter(locked_at__isnull=False).exclude(custody__state__in=CUSTODY.ends)
    days = Closure.objects.filter(ended_at=None, outlet__custodies__stream_kind=kind)
    days = days.filter(outlet__custodies__stream_key=OuterRef("pk")).order_by("from_date")
    paths = {f"outlet_{name}": f"outlet__{name}" for name in OUTLET} | {"outlet_name": "outlet__organisation__name"}
    return {
        "custody": Gathered(newest, *OWN, paths=paths),
        "custody_photos": Gathered(photos.order_by("at", "id"), "moment", "file", "media", "at"),
        "parcel_claims": Gathered(
            claims.order_by("-created_at"),
            *("state", "way", "what", "carrier", "waybill", "reference", "amount_fen", "created_at"),
        ),
        "outlet_closures": Gathered(days, "from_date", "to_date", paths={"code": "outlet__code"}),
        "codes_locked": Exists(shut),
    }


def homes(kind: str) -> QuerySet[Custody, Any]:
    """Return the codes of the outlets a case's goods came to, for what is read two rows further in."""
    return Custody.objects.filter(stream_kind=kind, stream_key=OuterRef(OuterRef("pk"))).values("outlet__code")


def states_of_claims(claims: Iterable[Mapping[str, Any]]) -> str:
    """Return the states of the claims that are not over, or of the newest: each may be taken further by itself."""
    states = [str(one["state"]) for one in claims]
    return " ".join([one for one in states if one not in PARCEL_CLAIM.ends] or states[:1])


def read_companion(read: dict[str, Any]) -> Custody:
    """Return a custody as it was read beside its case, with its outlet."""
    outlet = Outlet(id=read["outlet_id"], **{name: read.pop(f"outlet_{name}") for name in OUTLET})
    outlet.organisation = Organisation(name=read.pop("outlet_name"))
    row = Custody(**read)
    row.outlet = outlet
    return row
