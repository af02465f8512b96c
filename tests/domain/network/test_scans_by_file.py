"""Scans of papers that come along with a file of authorisations: found by the name a row says, sealed, once."""

import hashlib
import io
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from anxin.core import imports, tables, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.files import SealedFile
from anxin.core.imports import ImportReport, PackedFile
from anxin.core.imports.models import ImportAttachment
from anxin.demo import ground
from anxin.domain.network import actions, queries
from anxin.domain.network.models import Authorisation, Scan
from anxin.domain.network.rules import papers
from tests.claim_builders import drawn, jpeg
from tests.domain.network.test_desk import OPERATOR, OWNER, somebody

pytestmark = pytest.mark.django_db
PDF, OTHER, PHOTO = b"%PDF-1.7\n%a contract", b"%PDF-1.7\n%a licence", jpeg(drawn(5))
HEAD = "brand,number,name,phone,outlet,since,from,to,扫描件：身份证,扫描件：合同"
OUTLET_HEAD = "brand,code,name,division,street,phone,serves,from,to,scan_licence,scan_visited"
OUTLET = "禾砚,HY-CD-2,青羊店,成都市青羊区,长路 1 号,028-00000188,510107,2026-11-24,2027-06-30,{licence},{visited}"


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return tmp_path


def technician(identity: str, contract: str, number: str = "HY-1", until: str = "2027-06-30") -> str:
    phone = f"1380000008{number[-1]}"
    return f"禾砚,{number},欧阳修远,{phone},AX-CD-01,2024-03-01,2026-11-24,{until},{identity},{contract}"


def packed(contents: dict[str, bytes], method: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as written:
        for name, content in contents.items():
            written.writestr(name, content)
    return out.getvalue()


def sent(room: Path, contents: dict[str, bytes], now: datetime, *, by: Actor, table: str) -> UUID:
    path = room / "scans.zip"
    path.write_bytes(packed(contents, zipfile.ZIP_DEFLATED))
    given = [PackedFile(name="scans.zip", path=path)]
    return imports.unpack(given, kinds=imports.table(table).kinds, by=by, now=now)


def brought(
    room: Path,
    *lines: str,
    now: datetime,
    contents: dict[str, bytes] | None = None,
    head: str = HEAD,
    table: str = "vouched_technicians",
    by: Actor | None = None,
) -> ImportReport:
    who, known = by or somebody(*OWNER), imports.table(table)
    pack = sent(room, contents, now, by=who, table=table) if contents is not None else None
    file = room / "rows.csv"
    file.write_text("\n".join([head, *lines]), encoding="utf-8")
    sheet = imports.attached(known, tables.read(known.columns, file), pack)
    return acting(lambda: imports.apply(known, sheet, by=who, now=now, partial=True))


def whys(report: ImportReport) -> dict[str, str]:
    return {name: why for row in report.refused for name, why in row.reasons.items()}


def kept(code: str = "HY-1") -> list[tuple[str, str]]:
    row = Authorisation.objects.filter(code=code).order_by("-id")[0]
    return sorted((one.paper, one.kind) for one in queries.scan_views(row))


class TestScans:
    def test_come_along_in_a_zip_named_in_their_columns(self, room: Path, now: datetime) -> None:
        contents = {"扫描/身份证.jpg": PHOTO, "合同.pdf": PDF, "合同-2.pdf": OTHER}
        line = technician("身份证.jpg", "合同.pdf、合同-2.pdf")
        report = brought(room, line, contents=contents, now=now)
        assert whys(report) == {}
        assert kept() == [("contract", "application/pdf"), ("contract", "application/pdf"), ("identity", "image/jpeg")]
        assert Authorisation.objects.get(code="HY-1").state == "authorised"

    def test_of_an_administrator_wait_with_what_he_enters(self, room: Path, now: datetime) -> None:
        report = brought(room, technician("a.jpg", ""), contents={"a.jpg": PHOTO}, now=now, by=somebody(*OPERATOR))
        assert whys(report) == {}
        assert Authorisation.objects.get(code="HY-1").state == "applied"
        assert kept() == [("identity", "image/jpeg")]

    def test_of_an_outlet_come_the_same_way(self, room: Path, now: datetime) -> None:
        line = OUTLET.format(licence="执照.pdf", visited="店.jpg")
        told = {"table": "vouched_outlets", "head": OUTLET_HEAD}
        report = brought(room, line, contents={"执照.pdf": OTHER, "店.jpg": PHOTO}, now=now, **told)  # type: ignore[arg-type]
        assert whys(report) == {}
        assert kept("HY-CD-2") == [("licence", "application/pdf"), ("visited", "image/jpeg")]

    def test_sent_twice_are_kept_once_and_a_row_without_them_leaves_them(self, room: Path, now: datetime) -> None:
        contents, line = {"a.jpg": PHOTO, "b.pdf": PDF}, technician("a.jpg", "b.pdf")
        brought(room, line, contents=contents, now=now)
        later = now + timedelta(hours=1)
        again = brought(room, line, contents=contents, now=later)
        assert (again.count("same"), Scan.objects.count()) == (1, 2)
        bare = brought(room, technician("", ""), now=later)
        assert (bare.count("same"), Scan.objects.count()) == (1, 2)
        longer = brought(room, technician("", "", until="2027-09-30"), now=later)
        assert longer.count("changed") == 1
        assert kept() == [("contract", "application/pdf"), ("identity", "image/jpeg")]

    def test_that_come_later_join_what_is_vouched_for(self, room: Path, now: datetime) -> None:
        brought(room, technician("", ""), now=now)
        report = brought(room, technician("a.jpg", ""), contents={"a.jpg": PHOTO}, now=now + timedelta(hours=1))
        assert report.count("changed") == 1
        assert kept() == [("identity", "image/jpeg")]
        assert Authorisation.objects.filter(code="HY-1").count() == 1

    def test_are_taken_back_with_the_word_they_came_with(self, room: Path, now: datetime) -> None:
        batch = brought(room, technician("a.jpg", ""), contents={"a.jpg": PHOTO}, now=now).batch
        assert batch is not None
        ImportAttachment.objects.all().delete()  # as the counter does once the import is through
        acting(lambda: imports.undo(batch, by=somebody(*OWNER), now=now))
        row = Authorisation.objects.get(code="HY-1")
        assert row.state == "revoked"
        assert kept() == [], "nobody keeps the identity card of somebody who was never to be here"
        assert not SealedFile.objects.filter(sha256=hashlib.sha256(PHOTO).hexdigest(), emptied_at=None).exists()
        assert "network.scan_erased" in [one.code for one in timeline.read(row.stream())]

    def test_that_joined_a_word_that_stood_are_taken_back_and_the_others_stay(self, room: Path, now: datetime) -> None:
        brought(room, technician("", "b.pdf"), contents={"b.pdf": PDF}, now=now)
        later = now + timedelta(hours=1)
        batch = brought(room, technician("a.jpg", ""), contents={"a.jpg": PHOTO}, now=later).batch
        assert batch is not None
        assert [paper for paper, _kind in kept()] == ["contract", "identity"]
        ImportAttachment.objects.all().delete()
        acting(lambda: imports.undo(batch, by=somebody(*OWNER), now=later + timedelta(hours=1)))
        assert [paper for paper, _kind in kept()] == ["contract"]
        assert not SealedFile.objects.filter(sha256=hashlib.sha256(PHOTO).hexdigest(), emptied_at=None).exists()
        row = Authorisation.objects.get(code="HY-1")
        assert row.state == "authorised"
        assert "network.scan_erased" in [one.code for one in timeline.read(row.stream())]

    def test_stay_where_somebody_relied_on_them_since(self, room: Path, now: datetime) -> None:
        brought(room, technician("", ""), now=now)
        batch = brought(room, technician("a.jpg", ""), contents={"a.jpg": PHOTO}, now=now + timedelta(hours=1)).batch
        assert batch is not None
        row, owner = Authorisation.objects.get(code="HY-1"), somebody(*OWNER)
        later = now + timedelta(hours=2)
        acting(lambda: actions.suspend(authorisation=row, why="核对证件", by=owner, now=later))
        acting(lambda: actions.resume(authorisation=row, by=owner, now=later + timedelta(hours=1)))
        ImportAttachment.objects.all().delete()
        acting(lambda: imports.undo(batch, by=owner, now=later + timedelta(hours=2)))
        assert kept() == [("identity", "image/jpeg")], "the brand gave its word again by what lay here then"


class TestARow:
    @pytest.mark.parametrize(
        ("contents", "named", "said"),
        [
            (None, "a.jpg", "没有一起上传"),
            ({"b.jpg": PHOTO}, "a.jpg", "没有这个名称的文件"),
            ({"甲/a.jpg": PHOTO, "乙/a.jpg": jpeg(drawn(6))}, "a.jpg", "几个同名文件"),
            ({"a.jpg": b"\x00" * (3 << 20)}, "a.jpg", "远大于"),
            ({"a.txt": b"hello"}, "a.txt", "不是这里收的文件类型"),
            ({"a.mp4": b"\x00\x00\x00\x18ftypmp42" + b"\x00" * 64}, "a.mp4", "不是这里收的文件类型"),
            ({"a.jpg": PHOTO}, "a.jpg、a.jpg", "两次"),
            ({"a.jpg": PHOTO}, "../a.jpg", "文件"),
            ({}, "、".join(f"{n}.jpg" for n in range(6)), "5"),
        ],
    )
    def test_says_what_is_wrong_with_what_it_names_and_nothing_of_it_is_kept(
        self, contents: dict[str, bytes] | None, named: str, said: str, room: Path, now: datetime
    ) -> None:
        report = brought(room, technician(named, ""), technician("", "", "HY-2"), contents=contents, now=now)
        assert set(whys(report)) == {"scan_identity"}
        assert said in whys(report)["scan_identity"]
        assert not Scan.objects.exists()
        assert list(Authorisation.objects.filter(code__in=["HY-1", "HY-2"]).values_list("code", flat=True)) == ["HY-2"]

    def test_says_when_somebody_has_enough_scans(
        self, room: Path, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(papers, "MOST", 1)
        report = brought(room, technician("a.jpg", "b.pdf"), contents={"a.jpg": PHOTO, "b.pdf": PDF}, now=now)
        assert set(whys(report)) == {"scan_contract"}
        assert not Scan.objects.exists()

    def test_leaves_no_name_of_a_file_in_plain(self, room: Path, now: datetime) -> None:
        brought(room, technician("欧阳.jpg", ""), contents={"欧阳.jpg": PHOTO}, now=now)
        assert all("欧阳" not in one.name_sealed for one in ImportAttachment.objects.all())
