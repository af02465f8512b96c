"""A row of a file that enters somebody with a brand's word for him, brought by whoever it is said."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from anxin.core import imports, tables
from anxin.core.acting import acting
from anxin.core.imports import ImportReport
from anxin.demo import ground
from tests.domain.network.test_desk import OWNER, somebody

HEADS = {
    "vouched_technicians": "brand,number,name,phone,called,outlet,skills,since,from,to",
    "vouched_outlets": "brand,code,name,division,street,phone,serves,from,to",
    "technicians": "number,name,phone,called,works,skills,since",
    "outlets": "code,name,division,street,phone,serves",
}
MAN = ("禾砚", "HY-9001", "钱二", "13800000667", "", "AX-CD-01", "", "2024-03-01", "2026-11-24", "2027-06-30")
SHOP = (
    "禾砚",
    "HY-CD-77",
    "青羊店",
    "成都市青羊区",
    "长路 1 号",
    "028-00000188",
    "成都市青羊区",
    "2026-11-24",
    "2027-06-30",
)
ROWS = {"vouched_technicians": MAN, "vouched_outlets": SHOP}
type Bring = Callable[..., ImportReport]


def bringer(tmp_path: Path, now: datetime) -> Bring:
    """Lay the cast; bring a row of a file, as another than the owner where it is said."""
    ground.lay(now=now)

    def brought(table: str, who: tuple[str, str] = OWNER, at: datetime = now, /, **other: str) -> ImportReport:
        head = HEADS[table].split(",")
        row = dict(zip(head, ROWS[table], strict=True)) | other if table in ROWS else other
        path = tmp_path / "brought.csv"
        path.write_text(f"{','.join(row)}\n{','.join(row.values())}", encoding="utf-8")
        sheet = tables.read(imports.table(table).columns, path)
        return acting(lambda: imports.apply(imports.table(table), sheet, by=somebody(*who), now=at))

    return brought
