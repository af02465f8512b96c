"""The tables of parts that files are imported into: what people call the columns, and how a cell is read."""

from anxin.core.imports import ImportTable
from anxin.core.tables import between, columns, handle, list_of, up_to
from anxin.domain.goods.actions.tables import BRAND, CATEGORY
from anxin.domain.parts import rules, wording
from anxin.domain.parts.actions import imports
from anxin.domain.parts.queries import imports as known
from anxin.domain.parts.queries import places

TABLES = (
    ImportTable(
        name="parts",
        title=wording.PARTS,
        columns=columns(
            wording.PART_COLUMNS,
            needed="brand number name category",
            also=wording.PART_ALSO,
            reads={
                "brand": BRAND,
                "number": handle(40),
                "name": up_to(80),
                "category": CATEGORY,
                "models": list_of(up_to(40)),
                "unit": up_to(8),
                "name_en": up_to(80),
            },
        ),
        key=("brand", "number"),
        find=known.imported_part,
        every=known.every_part,
        apply=imports.import_part,
        remove=imports.remove_part,
        check=known.why_no_part,
        complete=known.whole_part,
        plain=tuple(wording.PART_COLUMNS),
    ),
    ImportTable(
        name="stock",
        title=wording.STOCK,
        columns=columns(
            wording.STOCK_COLUMNS,
            needed="place brand number quantity",
            judged="quantity",
            also=wording.STOCK_ALSO,
            reads={
                "place": places.read,
                "brand": BRAND,
                "number": handle(40),
                "name": up_to(80),
                "quantity": between(0, rules.MOST),
                "min": between(0, rules.MOST),
                "max": between(0, rules.MOST),
            },
            rewritten="place",
        ),
        key=("place", "brand", "number"),
        find=known.imported_stock,
        every=known.every_stock,
        apply=imports.import_stock,
        remove=imports.remove_stock,
        check=known.why_no_stock,
        complete=known.whole_stock,
        kept=("quantity", "min", "max"),
        plain=tuple(wording.STOCK_COLUMNS),
    ),
)
