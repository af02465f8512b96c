"""What lies beside a repair, read once a page: its visit, its bill, and in one statement all that is its own."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils.timezone import localtime

from anxin.core.actors import Actor
from anxin.core.clocks import Clock
from anxin.core.compiled_queries import compiled
from anxin.core.gathered_rows import Gathered
from anxin.core.wording import called, in_language
from anxin.domain.custody import queries as custody
from anxin.domain.custody.models import Custody
from anxin.domain.custody.states import CUSTODY
from anxin.domain.goods.models import Symptom
from anxin.domain.goods.queries.devices import namesakes
from anxin.domain.ledger import queries as ledger
from anxin.domain.ledger.models import Bill
from anxin.domain.network import queries as network
from anxin.domain.people import queries as people
from anxin.domain.people.models import Person
from anxin.domain.people.queries import kept
from anxin.domain.repairs.models import Guarantee, Picture, Quote, QuoteLine, Repair, UsedPart
from anxin.domain.repairs.queries import promises
from anxin.domain.repairs.queries.counts import UNDER_WAY
from anxin.domain.repairs.queries.history import SHOWN_OF_CLOCK
from anxin.domain.repairs.queries.lists import earlier_than
from anxin.domain.repairs.queries.lookup import BILL_WRONG, LOWERED, words_of_bills
from anxin.domain.repairs.states import REPAIR
from anxin.domain.visits import queries as visits
from anxin.domain.visits.models import Visit

WRONG_AT = Case(When(code=BILL_WRONG, then=F("at")), default=None)

type Rows = tuple[dict[str, Any], ...]


@dataclass(frozen=True, kw_only=True)
class OwnRows:
    """The rows of a repair's own; `quote` is the newest version that wasn't replaced, with `quote_lines`.

    `wrong_at` is when its customer said that the bill is wrong, if nobody answered that it is right, `lowered_at` when
    it was lowered last; `near` whether the reader shares a living stream
    with its customer, `party` whether he is a party of it.
    """

    pictures: Rows
    parts: Rows
    quote: Quote | None
    quote_lines: Rows
    chosen: tuple[str, ...]
    symptoms: Rows
    duplicates: Rows
    namesakes: Rows
    earlier: int
    clocks: tuple[Clock, ...]
    near: bool
    party: bool
    guaranteed_until: date | None
    hotlines: tuple[str, ...]
    custody: Custody | None
    custody_photos: Rows
    parcel_claims: Rows
    outlet_closures: Rows
    outlet_words: Rows
    codes_locked: bool
    held_by: str
    wrong_at: datetime | None
    lowered_at: datetime | None

    @property
    def is_disowned(self) -> bool:
        """Return whether the goods are at, or go to, an outlet for which their brand doesn't vouch (today)."""
        if self.custody is None or self.custody.state in CUSTODY.ends:
            return False
        code = self.custody.outlet.code
        return not any(one["code"] == code and network.row_verifies(one) for one in self.outlet_words)

    @property
    def faults(self) -> tuple[str, ...]:
        """Return the faults the customer chose, in his order and the reader's language; an unlisted one by its code."""
        names = {one["code"]: Symptom(name=one["name"], name_en=one["name_en"]).called for one in self.symptoms}
        return tuple(names.get(code, code) for code in self.chosen)

    @property
    def first_aid(self) -> tuple[str, ...]:
        """Return what helps until somebody comes."""
        return tuple(in_language(one["advice"], one["advice_en"]) for one in self.symptoms if one["advice"])


@dataclass(frozen=True, kw_only=True)
class RepairCompanions:
    """A repair's own rows with its newest visit and the bill that counts, both read whole.

    `served` is whether somebody can be sent to its place, where he would have to be sent yet.
    """

    own: OwnRows
    visit: Visit | None
    bill: Bill | None
    served: bool = True


def companions_of(row: Repair, *, actor: Actor, now: datetime) -> RepairCompanions:
    """Read what lies beside a repair (two queries, however much it is; two more while one may be sent after all)."""
    visit = visits.whole_of(row.stream(), on=localtime(now).date())
    if visit is not None and visit.customer_id == row.customer_id:
        row.customer = visit.customer  # read with it
    own, bill = _own(row, actor=actor, now=now)
    needless = row.mode == Repair.Mode.VISIT or row.state not in REPAIR.capabilities["sent_for"]
    served = needless or promises.somebody_goes(row.brand, row.place, now=now)
    return RepairCompanions(own=own, visit=visit, bill=bill, served=served)


def _own(row: Repair, *, actor: Actor, now: datetime) -> tuple[OwnRows, Bill | None]:
    (found,) = _rows(
        key=row.pk,
        stream=row.stream().key,
        created_at=row.created_at,
        customer=row.customer_id,
        phone=row.customer.phone_index,
        product=row.product_id,
        device=row.device_id,
        symptoms=tuple(row.symptoms),
        actor=actor,
        now=now,
        on=localtime(now).date(),
    )
    read = {name.removeprefix("own_"): one for name, one in found.items()}
    bill, clocks = ledger.read_beside(read.pop("bill"), row.stream()), tuple(Clock(**one) for one in read.pop("clocks"))
    quote = Quote(repair=row, **read["quote"][0]) if read["quote"] else None
    of_quote = [one for one in read["quote_lines"] if quote is not None and one.pop("quote") == quote.id]
    lines = {"quote_lines": of_quote, "parts": read["parts"]}
    read |= {"quote": quote, **{name: tuple(map(called, of)) for name, of in lines.items()}}
    kept = read["custody"][0] if read["custody"] else None
    read["custody"] = custody.read_companion(kept) if kept else None
    read["hotlines"] = network.holding(read["hotlines"])
    return OwnRows(**read, chosen=tuple(row.symptoms), clocks=clocks), bill


@compiled
def _rows(
    *,
    key: UUID,
    stream: str,
    created_at: datetime,
    customer: UUID,
    phone: str,
    product: UUID,
    device: UUID | None,
    symptoms: tuple[str, ...],
    actor: Actor,
    now: datetime,
    on: date,
) -> QuerySet[Repair, dict[str, Any]]:
    clocks = Clock.objects.filter(stream_kind="repair", stream_key=stream)
    clocks = clocks.filter(Q(stopped_at=None) | Q(missed_at__isnull=False)).order_by("started_at", "due_at")
    known = Symptom.objects.filter(category=OuterRef("product__category"), code__in=symptoms)
    twins = _duplicates(key=key, customer=customer, phone=phone, device=device, product=product)
    alike = namesakes(
        serial=OuterRef("device__serial"),
        brand=OuterRef("brand"),
        category=OuterRef("product__category"),
        skill=OuterRef("product__skill"),
    )
    before = earlier_than(created_at, customer=customer, device=device, product=product)
    asked: dict[str, Any] = {
        "pictures": Gathered(_of(Picture).order_by("at"), "file", "media", "at"),
        **_priced(),
        "symptoms": Gathered(known.order_by("position", "code"), "code", "name", "name_en", "advice", "advice_en"),
        "duplicates": Gathered(twins, "number", "state", "created_at"),
        "namesakes": Gathered(alike.exclude(pk=OuterRef("device"))[:3], "id"),
        "earlier": Coalesce(Subquery(_number(before)), 0),
        "clocks": Gathered(clocks, *SHOWN_OF_CLOCK),
        "bill": ledger.beside("repair"),
        **custody.companions("repair"),
        "party": Exists(people.parties_of(actor, now=now).filter(stream_kind="repair", stream_key=OuterRef("pk"))),
        "hotlines": network.vouched_hotlines("brand", on=on),
        "outlet_words": network.vouched_outlets(brand="brand", codes=custody.homes("repair"), on=on),
        "held_by": kept.held_by("repair"),
        "wrong_at": Subquery(words_of_bills(stream).values(said=WRONG_AT)[:1]),
        "lowered_at": Subquery(words_of_bills(stream, LOWERED).values("at")[:1]),
        "near": Exists(people.visible_to(actor, now=now).filter(pk=OuterRef("customer"))),
        "guaranteed_until": Subquery(_of(Guarantee).filter(days__gt=0).values("until_date")[:1]),
    }
    rows: Any = Repair.objects.filter(pk=key)
    told: QuerySet[Repair, dict[str, Any]] = rows.values(**{f"own_{name}": one for name, one in asked.items()})
    return told


def _priced() -> dict[str, Any]:
    """Return what asks for the parts that went in, and for the quote that counts with its lines."""
    quotes = Quote.objects.exclude(state="replaced").order_by("-version")
    lines = QuoteLine.objects.exclude(quote__state="replaced").order_by("-quote__version", "position")
    named = {"code": "line__code", "name": "line__name", "name_en": "line__name_en"}
    return {
        "parts": Gathered(_of(UsedPart).order_by("at", "id"), "quantity", "serial", paths=named),
        "quote": Gathered(
            quotes.filter(repair=OuterRef("pk"))[:1], "id", "version", "state", "edition", "created_at", "expires_at"
        ),
        "quote_lines": Gathered(
            lines.filter(quote__repair=OuterRef("pk")),
            *("id", "quantity", "full_fen", "amount_fen", "why", "excluded_sealed", "optional", "chosen"),
            paths={"quote": "quote", **named, "kind": "line__kind"},
        ),
    }


def duplicates_of(row: Repair) -> QuerySet[Repair]:
    """Return the open repairs of the same product by the same customer or of the same device, the newest five."""
    phone = row.customer.phone_index
    return _duplicates(key=row.pk, customer=row.customer_id, phone=phone, device=row.device_id, product=row.product_id)


def _duplicates(*, key: UUID, customer: UUID, phone: str, device: UUID | None, product: UUID) -> QuerySet[Repair]:
    known = Q(pk=customer) | Q(phone_index=phone) if phone else Q(pk=customer)
    found = Repair.objects.filter(customer__in=Person.objects.filter(known).values("pk")).values("pk")
    if device:  # each by an index of its own
        found = found.union(Repair.objects.filter(device=device).values("pk"))
    rows = Repair.objects.filter(pk__in=found, product=product, state__in=UNDER_WAY).exclude(pk=key)
    return rows.order_by("-created_at")[:5]


def _of(model: type[Any]) -> Any:
    return model.objects.filter(repair=OuterRef("pk"))


def _number(rows: QuerySet[Repair]) -> QuerySet[Repair, Any]:
    return rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
