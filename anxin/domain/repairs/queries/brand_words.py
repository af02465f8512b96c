"""What a brand is said to pay for: which reference stands where, and what waits for the brand's yes or no."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from anxin.core import timeline
from anxin.core.actors import Actor
from anxin.core.clocks import Clock, still_open
from anxin.core.timeline import Entry
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.queries.lookup import visible_to
from anxin.domain.repairs.rules import BRAND_SAID, BRAND_WORD
from anxin.domain.repairs.rules.brand_words import word_key
from anxin.domain.repairs.states import REPAIR

SHOWN = 50
SAID_BY = "repairs.brand_said_by"


@dataclass(frozen=True, kw_only=True)
class BrandWordRow:
    """A repair of the brand, as its own people see it beside the word that it pays; nothing of its customer."""

    number: str
    kind: str
    product: str
    reported_at: datetime
    state: str
    covered: bool
    why: str
    source: str
    reference: str
    until: datetime | None = None
    said_by: str = ""
    reason: str = ""

    @property
    def waits(self) -> bool:
        """Return whether the brand can still confirm it or object."""
        return bool(self.reference) and not self.covered and self.state in REPAIR.capabilities["check_cover"]

    @property
    def counts(self) -> bool:
        """Return whether it counts by the brand's word: for good, whoever said it or was silent."""
        return self.covered and self.why == BRAND_SAID


def bears_word(row: Repair, reference: str) -> str:
    """Return the number of another repair of the brand at which its word stands, however written; empty for none."""
    rows = Repair.objects.filter(brand=row.brand_id, word_key=word_key(reference)).exclude(word_key="")
    stands = Q(warranty_why=BRAND_SAID) | ~Q(word_reference="")
    return rows.filter(stands).exclude(pk=row.pk).values_list("number", flat=True).first() or ""


def brand_words(actor: Actor, *, now: datetime) -> tuple[tuple[BrandWordRow, ...], tuple[BrandWordRow, ...]]:
    """Return what waits for the brand, the oldest first, and what counts by its word, the newest first."""
    rows = visible_to(actor, now=now).filter(brand=actor.house).select_related("product")
    waiting = rows.filter(_waits()).order_by("created_at")
    over = rows.filter(warranty_why=BRAND_SAID).order_by("-created_at")
    return tuple(_rows(waiting)), tuple(map(_row, over[:SHOWN]))


def brand_word(row: Repair) -> BrandWordRow:
    """Return how a repair stands for the brand that is said to pay for it (two queries)."""
    return _rows(Repair.objects.filter(pk=row.pk).select_related("product"))[0]


def _waits() -> Q:
    checkable = REPAIR.capabilities["check_cover"]
    return ~Q(word_reference="") & Q(covered=False, state__in=checkable)


def _rows(rows: QuerySet[Repair]) -> list[BrandWordRow]:
    found = list(rows[:SHOWN])
    keys = [str(one.pk) for one in found]
    clocks = Clock.objects.filter(kind=BRAND_WORD, stream_kind="repair", stream_key__in=keys)
    due = {one.stream.key: one.due_at for one in still_open(clocks)}
    facts = Entry.objects.filter(stream__kind="repair", stream__key__in=keys, code=SAID_BY).order_by("position")
    told = timeline.views(facts, opened=("note", "why"))
    said = {one.stream.key: {name: value.text for name, value in one.private.items()} for one in told}
    return [_row(one, until=due.get(str(one.pk)), said=said.get(str(one.pk), {})) for one in found]


def _row(row: Repair, *, until: datetime | None = None, said: Mapping[str, str] | None = None) -> BrandWordRow:
    words = said or {}
    return BrandWordRow(
        number=row.number,
        kind=row.kind,
        product=row.product.called,
        reported_at=row.created_at,
        state=row.state,
        covered=row.covered,
        why=row.warranty_why,
        source=row.warranty_source,
        reference=row.word_reference,
        until=until,
        said_by=words.get("note", ""),
        reason=words.get("why", ""),
    )
