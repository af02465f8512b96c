"""Who vouches for what: the signed rows of a number, and which of them hold today."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet

from anxin.core.acting import remembered
from anxin.core.gathered_rows import Gathered
from anxin.core.wording import in_language
from anxin.core.zone import SHANGHAI
from anxin.domain.network.models import Authorisation, BrandKey
from anxin.domain.network.rules import signatures
from anxin.domain.network.rules.scopes import Span, WordFor, covers, goods_of, is_for
from anxin.domain.people.models import Organisation

HELD = ("authorised", "suspended")
"""A word in these states is a brand's until its last day."""
NEVER = ("applied", "checked", "refused")
SIGNED = ("number", "kind", "code", "scope", "scope_en", "from_date", "to_date", "subject", "goods")
NOTHING_MORE: Mapping[str, str] = MappingProxyType({})
SIGNATURE_COUNTS = Q(key__lost_at=None) | Q(signed_at__lt=F("key__lost_from"))
"""Of words with a key: it is not lost, or was lost only after it signed them."""
BEST = ("genuine", "suspended", "not_yet", "retired", "expired")

type Spans = Mapping[UUID, Collection[Span]]
"""By brand from when to when its words hold, and what each of them is for."""


@dataclass(frozen=True, kw_only=True)
class Vouched:
    """One brand's word for a number: for what, from when to when, under which authorisation and key."""

    brand: str
    site: str
    scope: str
    from_date: date
    to_date: date
    ended_at: datetime | None
    authorisation: str
    key: str
    signature_holds: bool
    hours: str = ""
    slug: str = ""
    signed: str = ""
    """The goods it was signed with."""
    goods: frozenset[str] = frozenset()
    """The goods it is for."""
    key_lost: bool = False

    @property
    def last_date(self) -> date:
        """Return until which day it is, or was, valid: who ended it before its last day ended it then."""
        return min(self.to_date, self.ended_at.astimezone(SHANGHAI).date()) if self.ended_at else self.to_date


def statement_of(row: Authorisation) -> bytes:
    """Return the bytes a brand signs for an authorisation."""
    return signatures.statement(
        number=row.number,
        brand=row.brand.slug,
        kind=row.kind,
        code=row.code,
        scope=row.scope,
        scope_en=row.scope_en,
        from_date=row.from_date,
        to_date=row.to_date,
        subject=row.subject,
        goods=row.goods,
    )


def goods_for(row: Authorisation) -> frozenset[str]:
    """Return the goods an authorisation is for."""
    return goods_of(row.goods, row.scope)


def what_for(row: Authorisation) -> str:
    """Return the scope of an authorisation in the reader's language, else in Chinese."""
    return in_language(row.scope, row.scope_en)


def ever() -> QuerySet[Authorisation]:
    """Return what was ever authorised, the latest first."""
    rows = Authorisation.objects.exclude(state__in=NEVER).select_related("brand", "key")
    return rows.order_by("-from_date", "-id")


def living(on: date) -> QuerySet[Authorisation]:
    """Return what is in force on a day; whether each signature holds is asked of each."""
    rows = ever().filter(state="authorised", from_date__lte=on, to_date__gte=on)
    return rows.filter(SIGNATURE_COUNTS, key__isnull=False)


def living_keys(brand: Organisation | OuterRef, *, now: datetime) -> QuerySet[BrandKey]:
    """Return the keys a brand signs with now, the newest first."""
    rows = BrandKey.objects.filter(brand=brand, lost_at=None, from_at__lte=now)
    return rows.filter(Q(to_at=None) | Q(to_at__gt=now)).order_by("-from_at", "-id")


def lost_from(key: BrandKey) -> datetime | None:
    """Return from when on what a key signed counts no more; None where it isn't lost."""
    return (key.lost_from or key.from_at) if key.lost_at else None


def may_be_lost(key: BrandKey) -> bool:
    """Return whether a key can be said to be lost, or to have been lost earlier: not all it signed is void yet."""
    since = lost_from(key)
    return since is None or since > key.from_at


def vouched_technician(*, brand: str, number: str, on: date) -> Gathered:
    """Return a brand's words for a technician as what lies beside a row, by its fields; `last_day` weighs them."""
    return beside(living(on).filter(kind="technician", brand=OuterRef(brand), code=OuterRef(number)))


def vouched_outlets(*, brand: str, codes: QuerySet[Any, Any], on: date) -> Gathered:
    """Return a brand's words for outlets of these codes as what lies beside a row, by its fields."""
    return beside(living(on).filter(kind="outlet", brand=OuterRef(brand), code__in=codes))


def beside(rows: QuerySet[Authorisation], paths: Mapping[str, str] = NOTHING_MORE) -> Gathered:
    """Return authorisations as what lies beside a row, with all that a signature is checked by, and `paths` more."""
    read = {"brand": "brand__slug", "public": "key__public", **paths}
    return Gathered(rows, *SIGNED, "signature", paths=read)


def last_day(found: Iterable[Mapping[str, Any]], *, skill: str) -> date | None:
    """Return until when the words that were read beside a row vouch for a skill; None where no signature holds."""
    theirs = (one for one in found if is_for(goods_of(one["goods"], one["scope"]), skill))
    return max((one["to_date"] for one in theirs if row_verifies(one)), default=None)


def row_verifies(one: Mapping[str, Any]) -> bool:
    """Return whether the brand's signature fits an authorisation that was read beside a row."""
    return bool(one["signature"]) and _fits(one["public"], one["signature"], one["brand"], *(one[it] for it in SIGNED))


@lru_cache(maxsize=50_000)
def _fits(public: str, signature: str, brand: str, *said: Any) -> bool:
    """Return whether a signature fits these very words: what was found once holds for good."""
    return signatures.fits(public, signature, signatures.statement(brand=brand, **dict(zip(SIGNED, said, strict=True))))


def vouched_for(
    brand: Organisation, codes: Iterable[str], *, days: Collection[date], kind: str = "technician", skill: str = ""
) -> frozenset[str]:
    """Return whom of a kind a brand vouches for on each of these days: what the public check would say (one query)."""
    return frozenset(one.code for one in all_vouched(brand, {WordFor(kind, code, skill) for code in codes}, days=days))


def all_vouched(brand: Organisation, subjects: Collection[WordFor], *, days: Collection[date]) -> frozenset[WordFor]:
    """Return for which of these a brand vouches on each of these days (one query).

    In a block it is asked once, as long as nobody there writes to an authorisation or a key.
    """
    wanted = frozenset(subjects)

    def read() -> frozenset[WordFor]:
        spans = _spans(brand, wanted, days)
        return frozenset(one for one in wanted if covers(spans.get(one[:2], []), days, one.skill))

    return remembered(("vouched", brand.pk, wanted, frozenset(days)), read, Authorisation, BrandKey)


def vouching(code: str, *, first: date, last: date, kind: str = "technician", brand: str = "") -> Gathered:
    """Return beside a row the words for its technician or outlet that hold between two days, of one brand or each."""
    rows = between(first, last, kind).filter(code=OuterRef(code))
    return beside(rows.filter(brand=OuterRef(brand)) if brand else rows, {"whose": "brand"})


def brands_vouching(found: Iterable[Mapping[str, Any]], *, days: Collection[date]) -> frozenset[UUID]:
    """Return the brands whose words, as they were read beside a row, vouch on each of these days."""
    return brands_covering(spans_beside(found), days=days)


def spans_beside(found: Iterable[Mapping[str, Any]]) -> Spans:
    """Return by brand from when to when its words hold, and for what, as they were read beside a row."""
    spans: dict[UUID, list[Span]] = {}
    for one in found:
        if row_verifies(one):
            goods = goods_of(one["goods"], one["scope"])
            spans.setdefault(one["whose"], []).append((one["from_date"], one["to_date"], goods))
    return spans


def brands_covering(spans: Spans, *, days: Collection[date], skill: str = "") -> frozenset[UUID]:
    """Return the brands whose words hold on each of these days, for a skill or anything."""
    return frozenset(brand for brand, theirs in spans.items() if covers(theirs, days, skill))


def vouched_days(brand: Organisation, subjects: Collection[WordFor], *, days: Collection[date]) -> frozenset[date]:
    """Return on which of these days a brand vouches for all of these (one query)."""
    spans = _spans(brand, subjects, days)
    return frozenset(day for day in days if all(covers(spans.get(one[:2], []), [day], one.skill) for one in subjects))


def between(first: date, last: date, *kinds: str) -> QuerySet[Authorisation]:
    """Return the words for some kinds, or technicians, that hold on some of the days from the first to the last."""
    rows = ever().filter(SIGNATURE_COUNTS, state="authorised", key__isnull=False)
    rows = rows.filter(kind__in=kinds) if len(kinds) > 1 else rows.filter(kind=kinds[0] if kinds else "technician")
    return rows.filter(from_date__lte=last, to_date__gte=first).order_by()


def _spans(
    brand: Organisation, subjects: Collection[WordFor], days: Collection[date]
) -> dict[tuple[str, str], list[Span]]:
    kinds, codes = sorted({one.kind for one in subjects}), {one.code for one in subjects}
    found: dict[tuple[str, str], list[Span]] = {}
    for row in between(min(days), max(days), *kinds).filter(brand=brand, code__in=codes):
        if verifies(row):
            found.setdefault((row.kind, row.code), []).append((row.from_date, row.to_date, goods_for(row)))
    return found


def verifies(row: Authorisation) -> bool:
    """Return whether the brand's signature fits what stands in the row."""
    if row.key is None or not row.signature:
        return False
    return signatures.fits(row.key.public, row.signature, statement_of(row))


def is_key_lost(row: Authorisation) -> bool:
    """Return whether the key behind an authorisation is lost, and was so when it signed it: see `SIGNATURE_COUNTS`."""
    key = row.key
    if key is None or key.lost_at is None:
        return False
    return key.lost_from is None or row.signed_at is None or row.signed_at >= key.lost_from


def state_of(row: Authorisation) -> str:
    """Return the state of an authorisation; one in force is suspended where the key was lost when it signed it."""
    return "suspended" if row.state == "authorised" and is_key_lost(row) else row.state


def status_of(row: Authorisation, on: date) -> str:
    """Return what one authorisation is worth on a day: genuine, not_yet, suspended, expired or retired."""
    if row.state == "revoked" or not verifies(row):
        return "retired"
    if row.state == "expired" or row.to_date < on:
        return "expired"
    if state_of(row) == "suspended":
        return "suspended"
    return "genuine" if row.from_date <= on else "not_yet"


def weighed(
    rows: Iterable[Authorisation], on: date, *, misfits: Collection[UUID] = ()
) -> tuple[str, list[Authorisation]]:
    """Return what several brands' words for one number come to, and the rows that say so; of ended ones the latest.

    Those of `misfits` vouch for nobody now.
    """
    told = [(status_of(row, on), row) for row in rows]
    said = [("suspended" if word in BEST[:3] and row.id in misfits else word, row) for word, row in told]
    for status in BEST[:3]:
        those = [row for word, row in said if word == status]
        if those:
            return status, those
    return said[0][0], [said[0][1]]


def vouched(row: Authorisation) -> Vouched:
    """Show one brand's word."""
    return Vouched(
        brand=row.brand.name,
        site=row.brand.site,
        scope=what_for(row),
        from_date=row.from_date,
        to_date=row.to_date,
        ended_at=row.ended_at,
        authorisation=row.number,
        key=row.key.kid if row.key else "",
        signature_holds=verifies(row),
        hours=row.hours,
        slug=row.brand.slug,
        signed=row.goods,
        goods=goods_for(row),
        key_lost=is_key_lost(row),
    )
