"""Goods in our keeping as every page says them: where they are, who has them, their parcels, receipt and claims."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from anxin.core import wording
from anxin.core.wording import joined
from anxin.domain.custody.choices import ACCESSORIES, CARRIERS, CONDITIONS, MOMENTS, PAYERS, WHICH_WAY
from anxin.domain.custody.queries import CustodyView, ParcelClaimView
from anxin.domain.custody.wording import HOLDERS
from anxin.faces.words import day, fen, lately, until

CLOSED_AHEAD_D = 14
"""So long ahead it is said that an outlet is closed for some days."""


@dataclass(frozen=True, kw_only=True)
class ShownParcel:
    """A parcel's way: whose it is, its carrier and waybill, who pays for it."""

    name: str
    carrier: str
    waybill: str
    pays: str


@dataclass(frozen=True, kw_only=True)
class GoodsShot:
    """A picture of the thing; a video is named, not shown."""

    file: str
    name: str
    shown: bool


@dataclass(frozen=True, kw_only=True)
class ShownGoods:
    """A custody in words."""

    state: str
    holder: str
    since: str
    outlet: str
    address: str
    phone: str
    opens: str
    closed: tuple[str, ...]
    when: str
    kept: str
    deposited: str
    shelf: str
    here: bool
    parcels: tuple[ShownParcel, ...]
    receipt: tuple[tuple[str, str], ...]
    shots: tuple[GoodsShot, ...]
    claims: tuple[tuple[str, str], ...]
    disowned: bool
    code: str
    code_says: str = field(default="")


def goods_of(view: CustodyView | None, *, now: object) -> ShownGoods | None:
    """Say a custody in words; None where nothing is kept."""
    if view is None:
        return None
    return ShownGoods(
        state=wording.state("custody", view.state),
        holder=str(HOLDERS[view.holder]),
        since=lately(view.since, now=now),  # type: ignore[arg-type]  # the moment of the request
        outlet=view.outlet,
        address=view.street,
        phone=view.phone,
        opens=view.opens,
        closed=_closed(view, today=localdate(now)),  # type: ignore[arg-type]  # the moment of the request
        when=_when(view),
        kept=_kept(view),
        deposited=" · ".join(filter(None, (view.deposit_office, view.deposit_reference))),
        shelf=view.shelf,
        here=view.holder in ("outlet", "technician"),
        parcels=_parcels(view),
        receipt=_receipt(view),
        shots=tuple(
            GoodsShot(file=one.file, name=str(MOMENTS[one.moment]), shown=one.media.startswith("image/"))
            for one in view.pictures
        ),
        claims=tuple(_claim(one) for one in view.claims),
        disowned=view.disowned,
        code=view.code,
        code_says=_("Read these digits out to sign the receipt. Look at it first.")
        if view.to_sign
        else _("Read these digits out when you have tried it. Whoever has them gets it."),
    )


def _closed(view: CustodyView, *, today: date) -> tuple[str, ...]:
    """Say when the outlet is closed, where that is today or soon, while the thing goes there or lies there."""
    if view.over:
        return ()
    soon = today + timedelta(days=CLOSED_AHEAD_D)
    return tuple(wording.span(first, last) for first, last in view.closures if last >= today and first <= soon)


def _when(view: CustodyView) -> str:
    if not view.awaited or view.from_at is None or view.to_at is None:
        return ""
    if timezone.localdate(view.from_at) == timezone.localdate(view.to_at):
        return until(view.from_at, view.to_at)
    return _("any time in opening hours, by {day}").format(day=day(view.to_at))


def _kept(view: CustodyView) -> str:
    """Say until when a thing that is ready is kept, and what follows then."""
    if view.kept_until is None:
        return ""
    text = _("until {day}; then we decide whether it is sent home freight collect, handed in at a notary's or kept on")
    return text.format(day=wording.written(localdate(view.kept_until)))


def _parcels(view: CustodyView) -> tuple[ShownParcel, ...]:
    ways = (
        (WHICH_WAY["in"], view.carrier_in, view.waybill_in, view.pays_in),
        (WHICH_WAY["back"], view.carrier_back, view.waybill_back, view.pays_back),
    )
    found = view.mode == "mail_in"
    return tuple(
        ShownParcel(name=str(name), carrier=str(CARRIERS.get(carrier, "")), waybill=waybill, pays=str(PAYERS[pays]))
        for name, carrier, waybill, pays in ways
        if found or waybill
    )


def _receipt(view: CustodyView) -> tuple[tuple[str, str], ...]:
    if not view.has_receipt:
        return ()
    lines = (
        (_("What it looks like"), joined(str(CONDITIONS[one]) for one in view.condition)),
        (_("What came with it"), joined(str(ACCESSORIES[one]) for one in view.accessories) or _("nothing else")),
        (_("Serial number"), view.serial),
        (_("Marks and damage"), view.remark),
    )
    return tuple((name, said) for name, said in lines if said)


def _claim(one: ParcelClaimView) -> tuple[str, str]:
    what = _("lost") if one.what == "lost" else _("broken")
    said: Iterable[str] = (
        what,
        one.waybill,
        wording.state("parcel_claim", one.state),
        one.reference,
        fen(one.amount_fen) if one.amount_fen else "",
    )
    return _("Carrier claim"), " · ".join(part for part in said if part)
