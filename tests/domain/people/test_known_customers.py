"""A file of customers says before it is written which rows it will refuse."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import imports, tables

pytestmark = pytest.mark.django_db
HEAD = "name,phone,address,basis,document,since"


def test_a_day_ahead_is_refused_by_the_preview_as_by_the_import(now: datetime, tmp_path: Path) -> None:
    file, ahead = tmp_path / "customers.csv", now + timedelta(days=2)
    rows = ("陈一一,13900001001,,合同,保养-1,2026-01-02", f"陈二二,13900001002,,合同,保养-2,{ahead:%Y-%m-%d}")
    file.write_text("\n".join((HEAD, *rows)), encoding="utf-8")
    known = imports.table("customers")
    report = imports.dry_run(known, tables.read(known.columns, file), now=now)
    assert report.count("new") == 1
    assert [list(one.reasons) for one in report.refused] == [["since"]]
