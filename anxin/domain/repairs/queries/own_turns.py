"""A customer's own repairs in a list: which of them wait for him, and for what."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery

from anxin.core import settings
from anxin.core.actors import Actor
from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered
from anxin.domain.custody.models import Custody
from anxin.domain.ledger.models import Bill
from anxin.domain.ledger.queries import OPEN
from anxin.domain.repairs.models import Quote, Repair
from anxin.domain.repairs.queries.lists import QueueRow, list_values, newest, queue_row
from anxin.domain.repairs.rules.headline import RepairHeadlineFacts, headline
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits.models import Visit

OF_CODE = {"code": "code__created_at", "used": "code__used_at", "shut": "code__locked_at"}


@dataclass(frozen=True, kw_only=True)
class OwnTurn:
    """A repair of his own; `asks` is what its page would have him do, empty where it isn't his turn."""

    row: QueueRow
    asks: str


def own_turns(actor: Actor, *, now: datetime, limit: int = 50) -> list[OwnTurn]:
    """Return an actor's repairs, ended ones too, newest first, each with what is his to do (two queries)."""
    keys = tuple(newest(actor, now=now).values_list("pk", flat=True)[:limit])
    most: int = settings.get("visits.per_window", at=now)
    known = {one["id"]: one for one in _rows(keys=keys, now=now, most=most)} if keys else {}
    return [OwnTurn(row=queue_row(known[key], now), asks=_asks(known[key], now)) for key in keys]


@compiled
def _rows(*, keys: tuple[UUID, ...], now: datetime, most: int) -> QuerySet[Repair, dict[str, Any]]:
    """Return what lists tell of repairs, with what lies beside them: quote, open bill, goods, the newest visit."""
    of: dict[str, Any] = {"stream_kind": "repair", "stream_key": OuterRef("pk")}
    quotes = Quote.objects.filter(repair=OuterRef("pk")).exclude(state="replaced").order_by("-version")
    goods = Custody.objects.filter(**of).order_by("-created_at", "-id")
    last = Visit.objects.filter(**of).order_by("-created_at", "-id")
    beside: dict[str, Any] = {
        "told": F("outcome"),
        "quote": Subquery(quotes.values("state")[:1]),
        "bill": Gathered(Bill.objects.filter(**of, state__in=OPEN), "state", "total_fen", "paid_fen"),
        "goods": Gathered(goods[:1], "state", "mode", "goes_home", "mended", "stuck_why", "decide_at"),
        "visit": Gathered(last[:1], "state", "outcome", paths=OF_CODE),
    }
    return list_values(Repair.objects.filter(id__in=keys), now=now, most=most, beside=beside)


def _asks(one: Mapping[str, Any], now: datetime) -> str:
    """Return what a repair's page would ask of its customer, by what a list knows of it."""
    if one["state"] in REPAIR.ends:
        return ""
    beside: dict[str, dict[str, Any]] = {name: next(iter(one[name]), {}) for name in ("bill", "goods", "visit")}
    bill, goods, visit = beside["bill"], beside["goods"], beside["visit"]
    given = bool(visit.get("code")) and not visit["used"]
    first = headline(
        RepairHeadlineFacts(
            repair=one["state"],
            mode=one["mode"],
            visit=visit.get("state", ""),
            outcome=one["told"] or visit.get("outcome", ""),
            quote=one["quote"] or "",
            bill=bill.get("state", ""),
            due_fen=bill["total_fen"] - bill["paid_fen"] if bill else 0,
            code=given and not visit["shut"],
            locked=given and bool(visit["shut"]),
            custody=goods.get("state", ""),
            brought=bool(goods) and goods["mode"] == "drop_off" and not goods["goes_home"],
            mended=bool(goods.get("mended")),
            stuck=bool(goods.get("stuck_why")),
            uncollected=bool(goods.get("decide_at")) and goods["decide_at"] <= now,
        )
    )
    return first.main if first.yours else ""
