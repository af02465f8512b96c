"""Rehearsals of a brand: the newest, whether it still counts, and which counties and goods are played."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, Model, OuterRef, QuerySet, StringAgg, Subquery, TextField, Value
from django.db.models.functions import Cast, Coalesce, Concat
from django.utils import timezone

from anxin.domain.goods.models import PriceLine, Product, Purchase, WarrantyTerm
from anxin.domain.network import queries as network
from anxin.domain.network.models import (
    Absence,
    Authorisation,
    BrandKey,
    Closure,
    Engagement,
    Outlet,
    PromiseProfile,
    Shift,
    Skill,
    Technician,
    Territory,
)
from anxin.domain.opening import rules
from anxin.domain.opening.models import Rehearsal
from anxin.domain.opening.rules import Check
from anxin.domain.people.models import Organisation
from anxin.domain.places import gateway as places
from anxin.domain.publications import rules as texts
from anxin.domain.publications.models import Text

GIVEN_UP = timedelta(minutes=15)


def newest(brand: Organisation) -> Rehearsal | None:
    """Return the rehearsal that was asked for last."""
    return Rehearsal.objects.filter(brand=brand).order_by("-asked_at", "-id").first()


def newest_of_all() -> dict[UUID, Rehearsal]:
    """Return the newest rehearsal of each brand, without what was read (one query)."""
    rows = Rehearsal.objects.select_related("brand").defer("cases").order_by("asked_at", "id")
    return {one.brand_id: one for one in rows}


def is_running(row: Rehearsal | None, *, now: datetime) -> bool:
    """Return whether a rehearsal is still played; one that never ended is given up."""
    return row is not None and row.ended_at is None and now - row.asked_at < GIVEN_UP


def still_counts(row: Rehearsal | None) -> bool:
    """Return whether a rehearsal passed on what is configured now."""
    return row is not None and row.passed and row.configuration == configuration(row.brand)


def check(row: Rehearsal | None, *, ok: bool, now: datetime) -> Check:
    """Say how the newest rehearsal stands."""
    says = ""
    if row is not None and not ok and not row.passed:
        says = "playing" if is_running(row, now=now) else "not_passed"
    at = row.asked_at.isoformat(timespec="minutes") if row else ""
    return Check(code="rehearsal", ok=ok, says=says, facts={"at": at})


def configuration(brand: Organisation) -> str:
    """Return one short text that changes with whatever a report to this brand meets (one query).

    Of the house: with whatever a claim on what a shop sold meets.
    """
    if brand.kind == Organisation.Kind.OPERATOR:
        return _digest(brand, (Text.objects.filter(document__code__in=texts.OF_CLAIMS, published_at__isnull=False),))
    mine = {"brand": brand}
    outlets = Territory.objects.filter(**mine).values("outlet")
    technicians = Engagement.objects.filter(**mine).values("technician")
    rows: tuple[QuerySet[Any], ...] = (
        Territory.objects.filter(**mine),
        Outlet.objects.filter(pk__in=outlets),
        Closure.objects.filter(outlet__in=outlets),
        Engagement.objects.filter(**mine),
        Technician.objects.filter(pk__in=technicians).exclude(paused_at=None),
        Skill.objects.filter(technician__in=technicians),
        Shift.objects.filter(technician__in=technicians),
        Absence.objects.filter(technician__in=technicians),
        BrandKey.objects.filter(**mine),
        Authorisation.objects.filter(**mine),
        Product.objects.filter(**mine),
        PriceLine.objects.filter(book__brand=brand),
        WarrantyTerm.objects.filter(**mine),
        PromiseProfile.objects.filter(brand=brand) | PromiseProfile.objects.filter(brand=None),
    )
    return _digest(brand, rows)


def _digest(brand: Organisation, rows: Sequence[QuerySet[Any]]) -> str:
    told = {one.model.__name__: Subquery(_all_written(one)) for one in rows}
    found = Organisation.objects.filter(pk=brand.pk).values_list(*told.values())[0]
    digest = hashlib.sha256()
    for name, text in zip(told, found, strict=True):
        digest.update(f"{name}\n{text}\n".encode())
    return digest.hexdigest()


def _all_written(rows: QuerySet[Any]) -> QuerySet[Any, Any]:
    """Write rows as one text, in the database: of 28,000 shifts none is read."""
    whole = StringAgg(_written(rows.model), delimiter=Value("\n"), order_by="pk")
    told: QuerySet[Any, Any] = rows.order_by().annotate(one=Value(1)).values("one").annotate(all=whole).values("all")
    return told


def _written(model: type[Model]) -> Concat:
    text = TextField()
    nothing, between = Value("–", output_field=text), Value("|", output_field=text)
    columns = [Coalesce(Cast(one.attname, text), nothing) for one in model._meta.concrete_fields]
    return Concat(*(part for one in columns for part in (one, between)), output_field=text)


def counties_of(brand: Organisation, *, now: datetime) -> list[str]:
    """Choose counties that somebody serves for a brand, and one that nobody serves; others on another day."""
    today = timezone.localtime(now).date()
    board, day = network.whole_field(day=today, now=now, at=()), today.isoformat()
    every = [one for province in places.children() for one in places.counties(province.code)]
    served = {one for one in every if board.outlets_for(brand=brand.pk, code=one)}
    chosen = _drawn(served, day)[: rules.COUNTIES]
    provinces = _drawn((one.code for one in places.children()), day)
    others = (one for code in provinces for one in _drawn(places.counties(code), day) if one not in served)
    return [*chosen, *([next(others)] if chosen else [])]


def _drawn(codes: Iterable[str], day: str) -> list[str]:
    return sorted(codes, key=lambda code: hashlib.sha256(f"{day}{code}".encode()).digest())


def selling_shop() -> Organisation | None:
    """Choose on whose order a claim of the house is played: a merchant here that has sold something."""
    shops = Organisation.objects.filter(kind=Organisation.Kind.MERCHANT, retired_at=None)
    return shops.filter(Exists(Purchase.objects.filter(seller=OuterRef("pk")))).order_by("name").first()


def goods_of(brand: Organisation) -> Sequence[Product]:
    """Choose one product of each of a brand's first kinds of goods."""
    found: dict[str, Product] = {}
    for one in Product.objects.filter(brand=brand).select_related("brand").order_by("category", "code"):
        found.setdefault(one.category, one)
    return list(found.values())[: rules.KINDS_PLAYED]
