"""Portraits come in a ZIP: each called as its technician's number, or named by a row; each row says what is wrong."""

import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import files, imports, settings, tables
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.imports import ImportReport, PackedFile
from anxin.core.imports.models import ImportAttachment
from anxin.demo import cast, ground
from anxin.domain.network.models import Authorisation, Technician
from tests.claim_builders import drawn, jpeg

pytestmark = pytest.mark.django_db
OPERATOR = Actor(kind="staff", id="0199", roles=frozenset({"operator"}))
LUO, LU = cast.MASTER_LUO.number, cast.MASTER_LU.number
FACE, OTHER, THIRD = (jpeg(drawn(seed)) for seed in (3, 4, 5))


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)
    Technician.objects.update(portrait="")
    Authorisation.objects.filter(kind="technician").update(state="revoked")  # signed for, another waits: see there


def brought(
    room: Path, contents: dict[str, bytes], now: datetime, rows: str = "", *, partial: bool = True
) -> ImportReport:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in contents.items():
            written.writestr(name, content)
    path, told = room / "faces.zip", room / "rows.csv"
    path.write_bytes(out.getvalue())
    known = imports.table("portraits")
    pack = imports.unpack([PackedFile(name="faces.zip", path=path)], kinds=known.kinds, by=OPERATOR, now=now)
    told.write_bytes(rows.encode() if rows else imports.rows_of(known, pack))
    sheet = imports.attached(known, tables.read(known.columns, told), pack)
    return acting(lambda: imports.apply(known, sheet, by=OPERATOR, now=now, partial=partial))


def faces() -> dict[str, str]:
    return dict(Technician.objects.exclude(portrait="").values_list("number", "portrait"))


def whys(report: ImportReport) -> dict[str, str]:
    return {text: why for row in report.refused for text, why in ((" ".join(row.cells), str(row.reasons)),)}


class TestPortraits:
    def test_are_found_by_the_number_they_are_called_by(self, room: Path, now: datetime) -> None:
        beside = {"__MACOSX/._x.jpg": b"x", ".DS_Store": b"x"}
        report = brought(room, {f"2026/{LUO}.jpg": FACE, f"{LU}.JPG": OTHER, **beside}, now)
        assert report.refused == []
        assert set(faces()) == {LUO, LU}
        assert len(set(faces().values())) == 2

    def test_change_nothing_a_second_time_and_are_taken_back_as_they_were(self, room: Path, now: datetime) -> None:
        first = brought(room, {f"{LUO}.jpg": FACE}, now)
        before = faces()
        assert brought(room, {f"{LUO}.jpg": FACE}, now).batch is None
        second = brought(room, {f"{LUO}.jpg": OTHER}, now)
        assert faces() != before
        for batch, left in ((second.batch, before), (first.batch, {})):
            assert batch is not None
            acting(lambda batch=batch: imports.undo(batch, by=OPERATOR, now=now))
            assert faces() == left

    def test_are_taken_back_without_those_of_before_that_were_destroyed(self, room: Path, now: datetime) -> None:
        brought(room, {f"{LUO}.jpg": FACE}, now)
        (old,) = faces().values()
        batch = brought(room, {f"{LUO}.jpg": OTHER, f"{LU}.jpg": THIRD}, now).batch
        assert batch is not None
        later = now + timedelta(days=settings.get("files.unattached_days", at=now) + 1)
        ImportAttachment.objects.all().delete()
        assert acting(lambda: files.weigh(now=later)).gone == 1
        assert files.holding(old) is None
        assert acting(lambda: imports.undo(batch, by=OPERATOR, now=later)) == 2
        batch.refresh_from_db()
        assert (faces(), batch.lost) == ({}, 1)

    def test_may_be_named_by_rows(self, room: Path, now: datetime) -> None:
        rows = f"工号,照片\n{LUO},甲/正面.jpg\n"
        assert brought(room, {"甲/正面.jpg": FACE}, now, rows).refused == []
        assert set(faces()) == {LUO}

    @pytest.mark.parametrize(
        ("contents", "rows", "said"),
        [
            ({"HY-NOBODY.jpg": FACE}, "", "没有这个工牌号"),
            ({f"{LU}.jpg": FACE, f"{LU}.png": OTHER}, "", "行一样"),
            ({f"{LU}.txt": b"hello"}, "", "不是这里收的文件类型"),
            ({f"{LU}.mp4": b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64}, "", "不是这里收的文件类型"),
            ({f"{LU}.jpg": b"\x00" * (3 << 20)}, "", "远大于"),
            ({f"{LUO}.jpg": FACE}, f"工号,照片\n{LU},无.jpg\n", "没有这个名称的文件"),
        ],
    )
    def test_say_of_each_row_what_is_wrong_and_bring_the_others(
        self, contents: dict[str, bytes], rows: str, said: str, room: Path, now: datetime
    ) -> None:
        beside = {} if rows else {f"{LUO}.jpg": FACE}
        report = brought(room, {**contents, **beside}, now, rows)
        assert len(report.refused) == 1
        assert said in str(whys(report))
        assert LUO in faces() or rows


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return tmp_path
