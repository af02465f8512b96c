"""The tables of the network that files are imported into: what people call the columns, and how a cell is read."""

from functools import partial

from anxin.core.file_kinds import PICTURES
from anxin.core.imports import ImportTable, file_names
from anxin.core.tables import Reader, between, code, columns, day, list_of, one_of, up_to
from anxin.domain.goods.wording import YES_NO
from anxin.domain.network.actions import held_changes, vouches
from anxin.domain.network.actions.imports import outlets_and_technicians, portraits
from anxin.domain.network.queries import held_changes as held
from anxin.domain.network.queries import (
    hour_cells,
    place_cells,
    replacements,
    row_bounds,
    scope_readings,
    starts,
    vouch_rows,
)
from anxin.domain.network.queries.imports import outlet_names
from anxin.domain.network.queries.imports import outlets_and_technicians as known
from anxin.domain.network.queries.imports import portraits as faces
from anxin.domain.network.rules import identifiers, papers
from anxin.domain.network.wording import tables
from anxin.domain.people.queries.imports import house_phone, phone, sign_in_name

OUTLET_PLAIN = tuple(tables.OUTLET_COLUMNS)
TECHNICIAN_PLAIN = ("called", "username", "skills", "hours", "since")
WORD_PLAIN = ("scope", "scope_en", "from", "to")
STARTS = ("lng", "lat")
AT_ONCE = 5
"""So many scans of one paper a row may name."""


def _scan_columns(kind: str) -> tuple[str, ...]:
    return tuple(map(vouch_rows.scan_column, papers.BROUGHT[kind]))


def _scan_titles(kind: str) -> dict[str, object]:
    return {vouch_rows.scan_column(one): tables.SCANS[one] for one in papers.BROUGHT[kind]}


def _scans(kind: str) -> dict[str, Reader]:
    return dict.fromkeys(_scan_columns(kind), file_names(AT_ONCE))


TABLES = (
    ImportTable(
        name="outlets",
        title=tables.OUTLETS,
        columns=columns(
            tables.OUTLET_COLUMNS,
            needed="code name division phone serves",
            also=tables.OUTLET_ALSO,
            reads={
                "code": code(32),
                "name": up_to(120),
                "licence": up_to(64),
                "division": place_cells.division,
                "street": up_to(120),
                "phone": house_phone,
                "serves": place_cells.served,
                "capacity": between(0, 10_000),
                "opens": hour_cells.opening,
                "counter": one_of(YES_NO),
                "by_mail": one_of(YES_NO),
                "lng": known.degrees(180),
                "lat": known.degrees(90),
            },
            beside={"serves": ("division", place_cells.served)},
            order={"serves": place_cells.wide_first},
        ),
        key=("code",),
        find=known.imported_outlet,
        every=known.every_outlet,
        apply=held_changes.import_outlet,
        remove=outlets_and_technicians.remove_outlet,
        check=known.why_no_outlet,
        complete=known.whole_outlet,
        plain=OUTLET_PLAIN,
        alike={"code": identifiers.slug_of},
        lists={"serves": replacements.served_said},
        left_out=replacements.outlets_left_out,
        gaps=outlet_names.same_names,
    ),
    ImportTable(
        name="technicians",
        title=tables.TECHNICIANS,
        columns=columns(
            tables.TECHNICIAN_COLUMNS,
            needed="number name phone works since",
            also=tables.TECHNICIAN_ALSO,
            reads={
                "number": code(32),
                "name": up_to(40),
                "phone": phone,
                "called": up_to(40),
                "username": sign_in_name,
                "works": list_of(known.work),
                "skills": list_of(known.skill),
                "hours": hour_cells.hours,
                "since": day,
                "lng": known.degrees(180),
                "lat": known.degrees(90),
            },
        ),
        key=("number",),
        find=known.imported_technician,
        every=known.every_technician,
        persons=True,
        once=("name", "phone"),
        apply=held_changes.import_technician,
        remove=outlets_and_technicians.remove_technician,
        check=known.why_no_technician,
        complete=known.whole_technician,
        plain=(*TECHNICIAN_PLAIN, "works"),
        lists={"works": str, "skills": replacements.skill_said},
        left_out=replacements.technicians_left_out,
        starts=STARTS,
        says_start=starts.said_start,
    ),
    ImportTable(
        name="portraits",
        title=tables.PORTRAITS,
        columns=columns(
            tables.PORTRAIT_COLUMNS,
            needed="number picture",
            also=tables.PORTRAIT_ALSO,
            reads={"number": up_to(32), "picture": file_names(1)},
        ),
        key=("number",),
        find=faces.portrait,
        apply=portraits.import_portrait,
        remove=portraits.remove_portrait,
        restore=portraits.restore_portrait,
        check=faces.why_no_portrait,
        complete=faces.whole_portrait,
        holds=held.portraits_said,
        attached=("picture",),
        kinds=PICTURES,
        named=True,
    ),
    ImportTable(
        name="hotlines",
        title=tables.VOUCHED_HOTLINES,
        columns=columns(
            {**tables.HOTLINE_COLUMNS, **_scan_titles("hotline")},
            needed="brand number scope from to",
            also=tables.WORD_ALSO,
            reads={
                "brand": known.BRAND,
                "number": vouch_rows.hotline,
                "scope": up_to(120),
                "scope_en": up_to(120),
                "hours": hour_cells.hours,
                "lines": between(1, 9_999),
                "from": day,
                "to": day,
                **_scans("hotline"),
            },
            rewritten="number",
            beside={"number": ("brand", vouch_rows.hotline)},
        ),
        key=("brand", "number"),
        find=vouch_rows.vouched_hotline,
        apply=vouches.vouch_hotline,
        remove=vouches.unvouch_hotline,
        restored=vouches.take_scans_back("hotline", "number"),
        attached=_scan_columns("hotline"),
        kinds=papers.KINDS,
        check=vouch_rows.why_no_hotline,
        by_now=row_bounds.why_not_now,
        complete=vouch_rows.whole_hotline,
        holds=held.hotlines_said,
        plain=(*WORD_PLAIN, "hours", "lines"),
    ),
    ImportTable(
        name="vouched_outlets",
        title=tables.VOUCHED_OUTLETS,
        columns=columns(
            {**tables.VOUCHED_OUTLET_COLUMNS, **_scan_titles("outlet")},
            needed="brand code name division phone serves from to",
            judged=" ".join(vouch_rows.OUTLET_NEEDED),
            also={**tables.OUTLET_ALSO, **tables.WORD_ALSO},
            reads={
                "brand": known.BRAND,
                "code": vouch_rows.number,
                "name": up_to(120),
                "licence": up_to(64),
                "division": place_cells.division,
                "street": up_to(120),
                "phone": house_phone,
                "serves": place_cells.areas,
                "capacity": between(0, 10_000),
                "opens": hour_cells.opening,
                "counter": one_of(YES_NO),
                "by_mail": one_of(YES_NO),
                "scope": up_to(120),
                "scope_en": up_to(120),
                "from": day,
                "to": day,
                "lng": known.degrees(180),
                "lat": known.degrees(90),
                **_scans("outlet"),
            },
            beside={"serves": ("division", place_cells.areas)},
            order={"serves": place_cells.wide_first},
        ),
        key=("brand", "code"),
        find=vouch_rows.vouched_outlet,
        apply=vouches.vouch_outlet,
        remove=vouches.unvouch_outlet,
        restored=vouches.take_scans_back("outlet", "code"),
        attached=_scan_columns("outlet"),
        kinds=papers.KINDS,
        check=vouch_rows.why_no_outlet,
        by_now=row_bounds.why_not_now,
        complete=vouch_rows.whole_outlet,
        plain=(*OUTLET_PLAIN, *WORD_PLAIN),
        alike={"code": identifiers.slug_of},
        lists={"serves": replacements.served_said},
        left_out=replacements.outlets_left_out,
        holds=partial(held.held_said, "outlet"),
    ),
    ImportTable(
        name="vouched_technicians",
        title=tables.VOUCHED_TECHNICIANS,
        columns=columns(
            {**tables.VOUCHED_TECHNICIAN_COLUMNS, **_scan_titles("technician")},
            needed="brand number name phone outlet since from to",
            judged=" ".join(vouch_rows.TECHNICIAN_NEEDED),
            also={**tables.TECHNICIAN_ALSO, **tables.WORD_ALSO},
            reads={
                "brand": known.BRAND,
                "number": vouch_rows.number,
                "name": up_to(40),
                "phone": phone,
                "called": up_to(40),
                "username": sign_in_name,
                "outlet": list_of(vouch_rows.home),
                "skills": list_of(known.skill),
                "hours": hour_cells.hours,
                "since": day,
                "goods": list_of(vouch_rows.goods),
                "scope": up_to(120),
                "scope_en": up_to(120),
                "from": day,
                "to": day,
                "lng": known.degrees(180),
                "lat": known.degrees(90),
                **_scans("technician"),
            },
        ),
        key=("brand", "number"),
        find=vouch_rows.vouched_technician,
        apply=vouches.vouch_technician,
        remove=vouches.unvouch_technician,
        restored=vouches.take_scans_back("technician", "number"),
        attached=_scan_columns("technician"),
        kinds=papers.KINDS,
        check=vouch_rows.why_no_technician,
        by_now=row_bounds.why_not_now,
        complete=vouch_rows.whole_technician,
        once=("name", "phone"),
        plain=(*TECHNICIAN_PLAIN, *WORD_PLAIN, "outlet", "goods"),
        lists={"outlet": str, "skills": replacements.skill_said, "goods": scope_readings.goods_said},
        left_out=replacements.technicians_left_out,
        gaps=held.technicians_said,
        holds=partial(held.held_said, "technician"),
        starts=STARTS,
        says_start=starts.said_start,
    ),
)
