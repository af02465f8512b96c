"""Scans of the papers behind authorisations: those of one, what is wanted of it, and what has outlived its use."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from anxin.core import settings
from anxin.core.files import SealedFile
from anxin.core.streams.models import Entry
from anxin.domain.network.models import Authorisation, Scan
from anxin.domain.network.rules import papers
from anxin.domain.network.rules.papers import WantedPapers

RELIED = ("authorisation.check", "authorisation.authorise", "authorisation.resume")
"""Steps before which somebody looks at the papers."""
STANDING = ("applied", "checked", "authorised", "suspended")


@dataclass(frozen=True, kw_only=True)
class ScanView:
    """A scan: of which paper, since when, of which kind; `earlier` where it came with an earlier word for the same."""

    key: str
    paper: str
    kind: str
    at: datetime
    earlier: bool


def scans_of(row: Authorisation) -> list[Scan]:
    """Return the scans for whom or what an authorisation is of, those that came with its earlier ones too."""
    same: Mapping[str, Any] = {
        "authorisation__brand": row.brand_id,
        "authorisation__kind": row.kind,
        "authorisation__code": row.code,
    }
    found = Scan.objects.filter(**same).exclude(file="").select_related("authorisation")
    return list(found.order_by("at", "pk"))


def kept_scans(*, brand: str, kind: str, code: str) -> QuerySet[Scan, tuple[str, str]]:
    """Return paper and hash of each scan that lies here for whom or what a brand vouches for."""
    same: Mapping[str, Any] = {
        "authorisation__brand__slug": brand,
        "authorisation__kind": kind,
        "authorisation__code": code,
    }
    return Scan.objects.filter(**same).exclude(file="").values_list("paper", "file")


def relied_on_scans_at(row: Authorisation) -> datetime | None:
    """Return when a word for the same was last checked, signed or resumed: by what lay here then."""
    same = Authorisation.objects.filter(brand=row.brand_id, kind=row.kind, code=row.code).values_list("pk", flat=True)
    keys = [str(one) for one in same]
    facts = Entry.objects.filter(stream__kind="authorisation", stream__key__in=keys, code__in=RELIED)
    return facts.order_by("-at").values_list("at", flat=True).first()


def scan_views(row: Authorisation) -> list[ScanView]:
    """Show the scans of an authorisation (two queries, one where there is none)."""
    found = scans_of(row)
    kinds = (
        dict(SealedFile.objects.filter(sha256__in=[one.file for one in found]).values_list("sha256", "kind"))
        if found
        else {}
    )
    return [
        ScanView(
            key=str(one.pk),
            paper=one.paper,
            kind=kinds.get(one.file, ""),
            at=one.at,
            earlier=one.authorisation_id != row.pk,
        )
        for one in found
    ]


def wanted_papers(row: Authorisation, *, now: datetime) -> WantedPapers:
    """Return which papers its brand wants seen and kept before an authorisation of this kind."""
    seen, kept = (settings.get(name, at=now, organisation=str(row.brand_id)) for name in (papers.SEEN, papers.KEPT))
    return papers.wanted(row.kind, seen=seen, kept=kept)


def outlived_scans(before: datetime) -> "QuerySet[Scan, Scan]":
    """Return the scans of what stands no longer, and ended before a moment."""
    same = Authorisation.objects.filter(
        brand=OuterRef("authorisation__brand"),
        kind=OuterRef("authorisation__kind"),
        code=OuterRef("authorisation__code"),
    )
    rows = Scan.objects.exclude(file="").select_related("authorisation")
    needed = Exists(same.filter(state__in=STANDING)) | Exists(same.filter(updated_at__gte=before))
    return rows.exclude(needed).order_by("at", "pk")
