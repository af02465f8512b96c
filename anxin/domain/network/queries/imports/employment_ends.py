"""Employments that end as a file says it: which have ended already, and why a row can't be."""

from collections.abc import Iterable, Sequence

from django.db.models import QuerySet

from anxin.core.imports import Turned
from anxin.core.tables import Values, text_in
from anxin.domain.network.models import Engagement, Technician
from anxin.domain.network.queries import starts
from anxin.domain.network.wording.tables import CELLS, STARTS


def living(values: Values) -> Engagement | None:
    """Return the employment that a row would end."""
    rows = _of(values).filter(to_at=None).select_related("technician__account", "outlet", "brand")
    return rows.first()


def living_in(rows: Iterable[Values]) -> list[Engagement]:
    """Return the employments that rows would end (one query)."""
    named = {tuple(text_in(one, name) for name in ("number", "outlet", "brand")) for one in rows}
    found = Engagement.objects.filter(technician__number__in={number for number, *_where in named}, to_at=None)
    several = found.select_related("technician", "outlet", "brand").order_by("id")
    return [one for one in several if (one.technician.number, one.outlet.code, one.brand.slug) in named]


def ended(values: Values) -> Engagement | None:
    """Return the employment that ended last of those a row names."""
    rows = _of(values).exclude(to_at=None).select_related("technician", "outlet")
    return rows.order_by("-to_at").first()


def moved_starts(rows: Sequence[Turned]) -> dict[int, tuple[str, str]]:
    """Return from where to where rows, or taking them back, move somebody's start: by the last row of each."""
    ends = {str(after["number"]): n for n, before, after in rows if before is None and after is not None}
    gone: dict[str, set[tuple[str, str]]] = {}
    for _number, before, after in rows:
        if before is None and after is not None:
            gone.setdefault(str(after["number"]), set()).add((str(after["outlet"]), str(after["brand"])))
    found = {}
    for row in Technician.objects.filter(number__in=ends).order_by("number"):
        there = starts.start_after(row, gone[row.number])
        if there is not None:
            here = starts.said_point((row.lng, row.lat), starts.outlets_of(row))
            found[ends[row.number]] = (here, str(STARTS["outlet"]).format(code=there.code))
    return found | _moved_back(rows)


def _moved_back(rows: Sequence[Turned]) -> dict[int, tuple[str, str]]:
    found: dict[str, tuple[int, tuple[str, str]]] = {}
    for number, before, after in rows:
        one = ended(before) if before is not None and after is None else None
        former = starts.moved_from(one.technician, at=one.to_at) if one and one.to_at else None
        if one is not None and former is not None:
            row, outlets = one.technician, starts.outlets_of(one.technician)
            here = starts.said_point((row.lng, row.lat), outlets)
            found[row.number] = (number, (here, starts.said_point(former, [*outlets, one.outlet])))
    return dict(found.values())


def imported_end(key: Values) -> Values | None:
    """Return an ended employment as a file would write it; nothing where he works there still, or never did."""
    return dict(key) if living(key) is None and _of(key).exists() else None


def why_no_end(values: Values) -> dict[str, str]:
    """Return why a row ends nothing: he never worked there for the brand."""
    return {} if _of(values).exists() else {"number": str(CELLS["no_employment"])}


def _of(values: Values) -> QuerySet[Engagement]:
    pair = {"outlet__code": values["outlet"], "brand__slug": values["brand"]}
    return Engagement.objects.filter(technician__number=values["number"], **pair)
