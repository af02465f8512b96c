"""What the chain says of repairs: who pays, each line of a quote, what went in, what is guaranteed, what was sent."""

from collections.abc import Iterable

from anxin.core.streams.hashing import digest
from anxin.core.timeline import Witness
from anxin.domain.repairs.models import Guarantee, Picture, Quote, QuoteLine, Repair, UsedPart

SINCE = "customer"
_COVERED = ("cover_checked", "receipt_shown", "device_known", "brand_said", "set_free")
COVERED_BY = tuple(f"repairs.{one}" for one in _COVERED)
"""The facts that say anew who pays."""


def lines_told(lines: Iterable[QuoteLine]) -> str:
    """Return one short text that changes with any line of a quote, its price, or whether it was chosen."""
    told = [
        [one.position, str(one.line_id), one.quantity, one.full_fen, one.amount_fen, one.why, one.optional, one.chosen]
        for one in sorted(lines, key=lambda line: line.position)
    ]
    return digest(b"anxin.repairs.lines", told)


def parts_told(parts: Iterable[UsedPart]) -> str:
    """Return one short text that changes with any part that went in."""
    told = [[str(one.visit_key), str(one.line_id), one.quantity, one.serial] for one in parts]
    return digest(b"anxin.repairs.parts", sorted(told))


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of the rows of repairs."""
    return (_repair(), _quote(), _guarantee(), _picture())


def _repair() -> Witness:
    told = {"covered": "covered", "warranty_why": "cover_why", "reworks": "reworks"}
    same = {one: one for one in ("number", "kind", "channel")} | told
    promise = {one: one for one in ("acknowledge_min", "assign_min", "call_min")}
    wanted = {"wanted_from_at": "wanted_from", "wanted_to_at": "wanted_to"}
    any_step = {"outcome": "outcome", "urgent": "urgent", **wanted}
    begun = {**same, **promise, **any_step, "customer_id": "customer", "brand_id": "brand"}
    return Witness(
        model=Repair,
        row="",
        told={
            "repair.submitted": begun,
            "repair.taken_over": begun,
            **{code: {"covered": "covered", "warranty_why": "why"} for code in COVERED_BY},
            "repairs.window_wanted": wanted,
            "repair.*": told | any_step,
            "repairs.parts_stated": {"parts": "parts"},
        },
        reads={"parts": lambda row: parts_told(row.used_parts.all())},
        beside=("used_parts",),
        kinds={"repair": "id"},
        name=lambda row: str(row.number),
    )


def _quote() -> Witness:
    drawn = {"drawn": "drawn"}
    return Witness(
        model=Quote,
        told={"quote.send": {**drawn, "version": "version"}, "quote.agree": drawn},
        reads={"drawn": lambda row: lines_told(row.lines.all())},
        beside=("lines",),
        kinds={"repair": "repair_id"},
    )


def _guarantee() -> Witness:
    return Witness(
        model=Guarantee,
        row="",
        key="repair_id",
        told={"repairs.guaranteed": {"days": "days", "until_date": "until"}},
        kinds={"repair": "repair_id"},
    )


def _picture() -> Witness:
    told = {"file": "sha256"}
    return Witness(
        model=Picture,
        told={"repairs.picture": told, "repairs.picture_brought": told},
        since=SINCE,
        kinds={"repair": "repair_id"},
    )
