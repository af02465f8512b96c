"""Parts of the cast's brand at the cast's outlets, as files bring them."""

from datetime import datetime
from pathlib import Path

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.imports import ImportReport
from anxin.domain.parts.models import Stock

PARTS = "brand,number,name,category,models,unit,name_en"
BOARD = "heyan,HY3-PCB-02,前面板主板,lock,,,front panel board"
CONTACTS = "heyan,HY3-BAT-01,电池仓触点,lock,,对,"
STOCK = "place,brand,number,name,quantity,min,max"


def brought(tmp_path: Path, table: str, header: str, *rows: str, now: datetime) -> ImportReport:
    """Bring a file of these rows, the good ones only."""
    path = tmp_path / f"{table}.csv"
    path.write_text("\n".join((header, *rows)), encoding="utf-8")
    known = imports.TABLES[table]
    sheet = tables.read(known.columns, path)
    return acting(lambda: imports.apply(known, sheet, by=SYSTEM, now=now, partial=True))


def stocked(tmp_path: Path, *rows: str, now: datetime) -> list[Stock]:
    """Bring the board and the contacts, and so many of them; return the stocks by place and number."""
    brought(tmp_path, "parts", PARTS, BOARD, CONTACTS, now=now)
    assert brought(tmp_path, "stock", STOCK, *rows, now=now).refused == []
    return list(Stock.objects.order_by("part__number", "id"))
