"""What the cases of a day count: sums by house and province, worked out from their rows.

Every figure is a sum over the days on which its cases began, so a page adds days up and reads no case.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import batched
from typing import NamedTuple
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from anxin.core import clocks
from anxin.core.actors import SYSTEM
from anxin.core.clocks import Clock
from anxin.core.gathered_rows import Gathered, Looked
from anxin.core.streams import heads
from anxin.core.timeline import Entry, StreamKey
from anxin.domain.claims.models import Claim, Decision, Payout, Recovery
from anxin.domain.claims.queries.lists import WAITS
from anxin.domain.claims.rules.takeovers import way_of
from anxin.domain.evidence.models import Examination
from anxin.domain.insight import rules
from anxin.domain.insight.queries.scope import Scope
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.rules import WAY_BACK, went_by
from anxin.domain.quality.models import FollowUp, Review
from anxin.domain.repairs.choices import is_look
from anxin.domain.repairs.models import Repair
from anxin.domain.visits.models import Visit

AT_ONCE = 500
PROMISED = ("repairs.acknowledged", "repairs.assigned", "repairs.called", "repairs.arrived")
STANDS = ("given", "final")
NOT_DECIDED = (Decision.Kind.AGREED, Decision.Kind.TAKEN_OVER, Decision.Kind.APPEALED, Decision.Kind.CORRECTED)


class Group(NamedTuple):
    """Whose cases are summed: the operator's, of a brand or seller, in a province ("" where none is known)."""

    operator: UUID
    house: UUID
    province: str


class RepairRow(NamedTuple):
    """What is counted of a repair, as it is asked for."""

    key: UUID
    operator: UUID
    brand: UUID
    county: str
    state: str
    reworks: int
    kind: str


type Sums = dict[Group, Counter[str]]


def counted(day: date) -> Sums:
    """Work out what the repairs and claims that began on a day count (eleven queries for each 500 of them)."""
    sums: Sums = defaultdict(Counter)
    scope = Scope(from_date=day, to_date=day)
    began = {"created_at__gte": scope.start, "created_at__lt": scope.end}
    asked = ("id", "operator", "brand", "place__county_code", "state", "reworks", "kind")
    for rows in batched(Repair.objects.filter(**began).values_list(*asked), AT_ONCE, strict=False):
        _repairs([RepairRow(*row) for row in rows], sums)
    for rows in batched(
        Claim.objects.filter(**began).values_list("id", "operator", "seller", "state"), AT_ONCE, strict=False
    ):
        _claims(rows, sums)
    return {group: +counts for group, counts in sums.items()}


def _repairs(rows: Sequence[RepairRow], sums: Sums) -> None:
    groups = {row.key: Group(row.operator, row.brand, row.county[:2]) for row in rows}
    looks = {row.key for row in rows if is_look(row.kind)}
    visits = Counter(
        Visit.objects.filter(stream_kind="repair", stream_key__in=groups).values_list("stream_key", flat=True)
    )
    for row in rows:
        counts, over = sums[groups[row.key]], row.state in rules.OVER
        if row.key in looks:
            counts.update({"looks": 1, "looks_over": int(over)})
            continue
        counts["reported"] += 1
        if over:
            counts["over"] += 1
            counts["at_once"] += rules.put_right_at_once(visits=visits[row.key], reworks=row.reworks)
            counts["redone"] += row.reworks > 0
    told = {str(key): group for key, group in groups.items() if key not in looks}
    promises = Clock.objects.alias(promised=Looked("kind")).filter(promised__in=PROMISED)
    _promises(promises.filter(stream_kind="repair", stream_key__in=list(told)), told, sums)
    _said(groups, sums)


def _said(groups: dict[UUID, Group], sums: Sums) -> None:
    """Count what customers said and paid."""
    given = Review.objects.filter(repair__in=groups, counts=True).values_list("repair", "overall", "stars")
    for key, overall, stars in given:
        sums[groups[key]].update({f"stars.{overall}": 1})
        sums[groups[key]].update({f"aspect.{name}": 1 for name in stars})
        sums[groups[key]].update({f"aspect_sum.{name}": number for name, number in stars.items()})
    answers = FollowUp.objects.filter(repair__in=groups, overall__isnull=False).values_list("repair", "overall")
    for key, answer in answers:
        sums[groups[key]].update({"answered": 1, "content": int((answer or 0) >= rules.CONTENT)})
    moved = _succeeded().filter(bill__stream_kind="repair", bill__stream_key__in=groups)
    hands = _by_hand("repair", groups)
    for row, key, direction, provider, fen in moved.values_list(
        "id", "bill__stream_key", "direction", "provider", "amount_fen"
    ):
        back = "refunded" if went_by(provider, by_hand=str(row) in hands) == WAY_BACK else "by_hand"
        sums[groups[key]]["paid" if direction == Payment.Direction.IN else back] += fen


def _succeeded() -> QuerySet[Payment, Payment]:
    return Payment.objects.alias(stands=Looked("state")).filter(stands="succeeded")


def _by_hand(kind: str, cases: Iterable[UUID]) -> set[str]:
    """Return which payments of some cases a person said to have moved, and no provider."""
    told = Entry.objects.filter(stream__in=heads.ids_of({StreamKey(kind, str(one)) for one in cases}))
    rows = (
        told.alias(told=Looked("code"))
        .filter(told="payment.succeed")
        .exclude(actor_kind=SYSTEM.kind)
        .values_list("facts__row", flat=True)
    )
    return {str(one) for one in rows}


def _promises(rows: QuerySet[Clock], groups: dict[str, Group], sums: Sums) -> None:
    """Count the promises that ended, by kind, and the repairs of which all that ended were kept."""
    whole: dict[str, bool] = {}
    ended = rows.filter(clocks.ENDED).annotate(held=clocks.HELD).values_list("kind", "stream_key", "held")
    for kind, key, held in ended:
        sums[groups[key]].update({f"ended.{kind}": 1, f"kept.{kind}": int(bool(held))})
        whole[key] = whole.get(key, True) and bool(held)
    for key, held in whole.items():
        sums[groups[key]].update({"whole": 1, "whole_kept": int(held)})


def _claims(rows: Sequence[tuple[UUID, UUID, UUID, str]], sums: Sums) -> None:
    groups = {key: Group(operator, seller, "") for key, operator, seller, _state in rows}
    remedies: dict[UUID, str] = {}
    given = Decision.objects.filter(claim__in=groups, state__in=[*STANDS, "replaced"]).order_by("created_at", "id")
    asked = ("claim", "kind", "state", "remedy", "amount_fen", "replaces__remedy", "replaces__amount_fen")
    for one in given.values(*asked):
        counts = sums[groups[one["claim"]]]
        counts["decided"] += one["kind"] not in NOT_DECIDED
        if one["state"] not in STANDS:
            continue
        remedies[one["claim"]] = one["remedy"]
        if one["kind"] == Decision.Kind.APPEALED:
            changed = rules.overturned(
                remedy=one["remedy"],
                amount_fen=one["amount_fen"],
                was=one["replaces__remedy"],
                was_fen=one["replaces__amount_fen"],
            )
            counts.update({"appealed": 1, "overturned": int(changed)})
    bands = _bands(groups)
    for key, _operator, _seller, state in rows:
        outcome = rules.outcome_of(state=state, remedy=remedies.get(key, ""), over=state in WAITS["over"])
        sums[groups[key]].update({"claimed": 1, f"outcome.{rules.band_of(bands.get(key, []))}.{outcome}": 1})
    for key, name, fen in _money(groups):
        sums[groups[key]][name] += fen


def _bands(claims: Iterable[UUID]) -> dict[UUID, list[str]]:
    """Return how early a person should look at each picture of claims, from each one's own originals to their looks."""
    looks = Examination.objects.alias(stands=Looked("state")).filter(stands="done")
    looks = looks.filter(link__stream_kind="claim", link__stream_key=OuterRef("pk"))
    rows = Claim.objects.filter(pk__in=claims).values_list("pk", Gathered(looks, "attention"))
    return {key: [one["attention"] for one in several] for key, several in rows}


def _money(claims: Iterable[UUID]) -> Iterator[tuple[UUID, str, int]]:
    """Return what went back and came back for claims, in fen.

    What no provider sent counts apart: by transfer, in cash, or by finance's own hand where it was paid. What of it is
    no claim's counts with the first claim on that order, and once.
    """
    sent = Payout.objects.alias(stands=Looked("payment__state")).filter(claim__in=claims, stands="succeeded")
    hands = _by_hand("purchase", sent.values_list("claim__purchase", flat=True))
    rows = sent.values_list("claim", "payment_id", "payment__provider", "payment__key", "amount_fen")
    for key, row, provider, of_order, fen in rows:
        by_provider = way_of(provider=provider, key=of_order) == WAY_BACK and str(row) not in hands
        yield key, "paid_out" if by_provider else "by_hand", fen
    for key, asked, got in Recovery.objects.filter(claim__in=claims).values_list("claim", "demanded_fen", "repaid_fen"):
        yield key, "demanded", asked or 0
        yield key, "recovered", got or 0
    orders = Claim.objects.filter(pk__in=claims).values("purchase")
    told = Claim.objects.filter(purchase__in=orders).order_by("-created_at", "-id")
    first = dict(told.values_list("purchase", "id"))
    by_hand = _succeeded().filter(direction=Payment.Direction.BACK)
    by_hand = by_hand.filter(bill__stream_kind="purchase", bill__stream_key__in=list(first))
    known = set(claims)
    of_claims = Exists(Payout.objects.filter(payment=OuterRef("pk")))
    for order, fen in by_hand.exclude(of_claims).values_list("bill__stream_key", "amount_fen"):
        if first[order] in known:
            yield first[order], "by_hand", fen
