"""Hotlines, outlets and technicians of a brand as an imported file, or a form, writes them: with its word for them."""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from anxin.core import imports, tables
from anxin.core.compiled_queries import compiled
from anxin.core.tables import Values
from anxin.domain.goods.wording import SKILLS
from anxin.domain.network.models import Authorisation, Outlet, Technician
from anxin.domain.network.queries import placements, row_bounds, scope_readings, standings
from anxin.domain.network.queries.hotlines import others_hotline
from anxin.domain.network.queries.imports import outlets_and_technicians as known
from anxin.domain.network.queries.public_numbers import public_number
from anxin.domain.network.queries.scans import kept_scans
from anxin.domain.network.rules import identifiers, ownership, papers, scopes
from anxin.domain.network.rules.ownership import Stint
from anxin.domain.network.wording import OUTLET_SCOPE
from anxin.domain.network.wording.tables import CELLS, WORD_FOR_ALL

RUNNING = ("applied", "checked", "authorised", "suspended")
WORD = ("scope", "scope_en", "from", "to")
OUTLET_OWN = ("name", "licence", "division", "street", "phone", "capacity", "opens", "counter", "by_mail", "lng", "lat")
TECHNICIAN_OWN = ("name", "phone", "called", "username", "hours", "since", "lng", "lat")
OUTLET_NEEDED, TECHNICIAN_NEEDED = ("name", "division", "phone"), ("name", "phone", "since")
"""What a row says of somebody new; of whom several brands work with it says none of it, nor anything of his own."""


# -- cells ----------------------------------------------------------------------------------------------------------


def hotline(written: str, brand: str = "") -> str:
    """Read the number of a hotline: a telephone number, and none that is the public's.

    However it is typed it is written in one way; one that a brand's word already stands for, as it stands there.
    """
    number = identifiers.number_in(written)
    if not number.isdigit() or len(number) < 5 or public_number(number):
        raise ValueError(CELLS["hotline"])
    stands = Authorisation.objects.filter(brand__slug=brand, kind="hotline", bare=number, state__in=RUNNING)
    here = stands.order_by("-id").values_list("code", flat=True).first() if brand else None
    return here or tables.up_to(40)(identifiers.hyphened(written))


def number(written: str) -> str:
    """Read a badge number or the code of an outlet: it has to hold a digit, or nobody could look it up."""
    if not re.search(r"\d", written):
        raise ValueError(CELLS["number"])
    return tables.code(32)(written)


def scan_column(paper: str) -> str:
    """Return the column of a file that names the scans of a paper."""
    return f"scan_{paper}"


def scans_named(kind: str, values: Values) -> dict[str, list[str]]:
    """Return the hashes of the scans a row brings along, by paper."""
    cells = {paper: tables.text_in(values, scan_column(paper)) for paper in papers.BROUGHT[kind]}
    return {paper: [imports.hash_of(one)[1] for one in cell.split(", ")] for paper, cell in cells.items() if cell}


def scans_added(kind: str, before: Values, after: Values) -> dict[str, list[str]]:
    """Return the hashes of the scans that stand in a row and didn't before, by paper."""
    lay = scans_named(kind, before)
    return {
        paper: [one for one in some if one not in lay.get(paper, ())]
        for paper, some in scans_named(kind, after).items()
    }


def with_scans(kind: str, values: Values) -> Values:
    """Return a row as it is compared: scans by their hash alone, those that lie here and those it brings along."""
    return {**values, **_scans(kind, values, also=scans_named(kind, values))}


def _scans(kind: str, key: Values, *, also: Mapping[str, Iterable[str]]) -> Values:
    """Return the scans that lie here for somebody, and others, as a file's row is compared: each by its hash."""
    brand, code = str(key["brand"]), str(key["code" if kind == "outlet" else "number"])
    found = {paper: {*also.get(paper, ())} for paper in papers.BROUGHT[kind]}
    for paper, file in kept_scans(brand=brand, kind=kind, code=code):
        if paper in found:
            found[paper].add(file)
    return {scan_column(paper): tables.many(f"={one}" for one in sorted(some)) or None for paper, some in found.items()}


def goods(written: str) -> str:
    """Read goods that a word is for: a skill by its code or as anybody calls its goods, or that it is for all."""
    if written.strip().casefold() in WORD_FOR_ALL:
        return scopes.ANYTHING
    found = scopes.skill_named(written)
    if not found:
        raise ValueError(str(CELLS["goods"]).format(names=scope_readings.goods_said(SKILLS)))
    return found


def home(written: str) -> str:
    """Read the code of an outlet."""
    if known.outlet_of(written) is None:
        raise ValueError(CELLS["outlet"])
    return written


# -- what there is ----------------------------------------------------------------------------------------------------


def word_of(brand: object, kind: str, code: object) -> Authorisation | None:
    """Return a brand's newest authorisation of something that was not refused, taken back or left to end."""
    return next(iter(_words(kind, brand=str(brand), code=str(code))), None)


@compiled
def _words(kind: str, /, *, brand: str, code: str) -> QuerySet[Authorisation]:
    rows = Authorisation.objects.filter(brand__slug=brand, kind=kind, code=code, state__in=RUNNING)
    return rows.select_related("brand", "key").order_by("-id")[:1]


def _word(row: Authorisation | None) -> Values:
    if row is None:
        return dict.fromkeys(WORD)
    told = {"scope": row.scope, "scope_en": row.scope_en or None}
    return {**told, "from": row.from_date.isoformat(), "to": row.to_date.isoformat()}


def vouched_hotline(key: Values) -> Values | None:
    """Return a hotline as a file would write it."""
    row = word_of(key["brand"], "hotline", key["number"])
    told = {**key, **_word(row), **_scans("hotline", key, also={})} if row else None
    return {**told, "hours": row.hours or None, "lines": row.lines} if row and told else None


def vouched_outlet(key: Values) -> Values | None:
    """Return an outlet as a brand's own file would write it: with what it serves for this brand."""
    told, row = known.imported_outlet(key), word_of(key["brand"], "outlet", key["code"])
    serves = _own(told and told["serves"], str(key["brand"]))
    if told is None or (row is None and not serves):
        return None
    told = {**told, **standings.row_waits(row)}
    return {**told, **key, "serves": serves or None, **_word(row), **_scans("outlet", key, also={})}


def vouched_technician(key: Values) -> Values | None:
    """Return a technician as a brand's own file would write him: with the outlets he works at for this brand."""
    told, row = known.imported_technician(key), word_of(key["brand"], "technician", key["number"])
    homes = _homes(told and told["works"], str(key["brand"])) or ""
    his = known.technician_of(key["number"])
    waits = [one.outlet.code for one in placements.asked_of(his, brand=str(key["brand"]))] if his else []
    works = tables.many(sorted({*filter(None, homes.split(", ")), *waits})) or None
    if told is None or (row is None and not works):
        return None
    own = {name: value for name, value in told.items() if name != "works"} | standings.row_waits(row)
    goods = tables.many(row.goods.split()) or None if row else None
    return {**own, **key, "outlet": works, **_word(row), "goods": goods, **_scans("technician", key, also={})}


def _own(written: object, brand: str) -> str:
    pairs = (tables.pair(one) for one in str(written or "").split(", ") if one)
    return tables.many(sorted(right for left, right in pairs if left == brand))


def _homes(written: object, brand: str) -> str | None:
    pairs = (tables.pair(one) for one in str(written or "").split(", ") if one)
    return tables.many(sorted(left for left, right in pairs if right == brand)) or None


def others_of(written: object, brand: str, *, brand_first: bool) -> list[str]:
    """Return the entries of a list of pairs that are other brands' than this."""
    pairs = (one for one in str(written or "").split(", ") if one)
    return [pair for pair in pairs if tables.pair(pair)[0 if brand_first else 1] != brand]


# -- empty cells ------------------------------------------------------------------------------------------------------


def whole_hotline(values: Values) -> Values:
    """Put the scans that lie here beside those a row brings along."""
    return with_scans("hotline", values)


def whole_outlet(values: Values) -> Values:
    """Put what an empty cell stands for in its place: what is known of the outlet, else the usual."""
    waits = standings.row_waits(word_of(values["brand"], "outlet", values["code"]))
    before = known.imported_outlet({"code": values["code"]})
    told = _filled(with_scans("outlet", values), before and {**before, **waits}, OUTLET_OWN)
    return {**known.whole_outlet(told), **_outlet_scope(told)}


def whole_technician(values: Values) -> Values:
    """Fill empty cells with what is known of the technician, else with the defaults."""
    values = with_scans("technician", values)
    before = known.imported_technician({"number": values["number"]})
    word = word_of(values["brand"], "technician", values["number"])
    told = _filled(values, before and {**before, **standings.row_waits(word)}, (*TECHNICIAN_OWN, "skills"))
    others = others_of(before and before["works"], str(values["brand"]), brand_first=False)
    works = tables.many([*(f"{one}:" for one in str(told["outlet"]).split(", ")), *others])
    whole = {**known.whole_technician({**told, "works": works}), **scope_readings.completed(told, word)}
    return {name: value for name, value in whole.items() if name != "works"}


def _filled(values: Values, before: Values | None, names: Iterable[str]) -> Values:
    kept = {name: before[name] for name in names if before and values.get(name) is None}
    return {**values, **kept}


def _outlet_scope(told: Values) -> Values:
    """Return what an outlet is vouched for, in the house's language and in English; the usual where it is empty."""
    if told["scope"]:
        return {"scope": told["scope"], "scope_en": told["scope_en"]}
    with translation.override(settings.LANGUAGE_CODE):
        scope = str(OUTLET_SCOPE)
    with translation.override("en"):
        return {"scope": scope, "scope_en": told["scope_en"] or str(OUTLET_SCOPE)}


# -- faults across cells --------------------------------------------------------------------------------------------


def why_no_hotline(values: Values) -> dict[str, str]:
    """Return why a hotline can't be: another brand's word stands for it, or its days are the wrong way round."""
    other = others_hotline(str(values["number"]), brand=str(values["brand"]))
    theirs = {"number": str(CELLS["others_hotline"]).format(brand=other)} if other else {}
    return {**theirs, **_ordered(values)}


def why_no_outlet(values: Values) -> dict[str, str]:
    """Return why an outlet can't be: as any outlet, or the row says what is for another brand to say."""
    row = known.outlet_of(values["code"])
    if row is not None:
        shared = not ownership.brought_in(str(values["brand"]), served(row))
        return {**(_filled_in(values, OUTLET_OWN) if shared else {}), **_ordered(values)}
    lacking = _lacking(values, OUTLET_NEEDED)
    return {**(lacking or known.why_no_outlet(values)), **_ordered(values)}


def why_no_technician(values: Values) -> dict[str, str]:
    """Return why a technician can't be: as any, or the row says of him what isn't this brand's to say."""
    row, brand = known.technician_of(values["number"]), str(values["brand"])
    if not_theirs := {**row_bounds.foreign_outlets(row, values), **row_bounds.foreign_name(row, values)}:
        return not_theirs
    if row is None:
        return {**known.why_no_technician(values), **_lacking(values, TECHNICIAN_NEEDED), **_ordered(values)}
    shared = not ownership.brought_in(brand, worked(row))
    own = _filled_in(values, (*TECHNICIAN_OWN, "skills")) if shared else known.why_no_technician(values)
    return {**own, **_ordered(values)}


def need_yes(number: str, brand: str, outlets: Iterable[str]) -> list[str]:
    """Return the outlets from which he isn't sent before he, or who leads him, said yes: others engage him."""
    row = known.technician_of(number)
    return placements.need_yes(row, brand=brand, outlets=outlets) if row else []


def served(outlet: Outlet) -> list[Stint]:
    """Return for which brands an outlet serves, or did (one query)."""
    return _stints(outlet.territories.values_list("brand__slug", "from_at", "to_at"))


def worked(technician: Technician) -> list[Stint]:
    """Return for which brands a technician works, or did (one query)."""
    return _stints(technician.engagements.values_list("brand__slug", "from_at", "to_at"))


def _stints(rows: Iterable[tuple[str, datetime, datetime | None]]) -> list[Stint]:
    return [Stint(house, from_at, to_at is not None) for house, from_at, to_at in rows]


def _filled_in(values: Values, names: Iterable[str]) -> dict[str, str]:
    """Refuse every cell that isn't empty, whatever stands in it: what is right there would say what another wrote."""
    return {name: str(CELLS["shared"]) for name in names if values.get(name) is not None}


def _lacking(values: Values, names: Iterable[str]) -> dict[str, str]:
    return {name: str(CELLS["empty"]) for name in names if values.get(name) is None}


def _ordered(values: Values) -> dict[str, str]:
    begins, ends = values.get("from"), values.get("to")
    return {"to": str(CELLS["days"])} if begins and ends and str(ends) < str(begins) else {}
