"""Pictures and videos that come beside claims from another system: each linked to its side, or said why it isn't."""

import contextlib
import io
import struct
import warnings
import zipfile
import zlib
from collections.abc import Callable
from copy import copy
from datetime import datetime
from pathlib import Path
from uuid import UUID

import pytest
from django.utils import timezone

from anxin.commands import imports as command
from anxin.core import files, imports, later, tables, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.files import SealedFile
from anxin.core.imports import BadPack, ImportReport, ImportRun, PackedFile, file_work, packs
from anxin.core.imports.models import ImportAttachment
from anxin.demo import cast
from anxin.domain.claims.models import Claim
from anxin.domain.evidence.models import Link
from anxin.domain.people.models import Role
from tests.builders import actor
from tests.domain.claims.test_takeovers import CELLS, line
from tests.evidence_builders import CUP, a_purchase, drawn, jpeg

pytestmark = pytest.mark.django_db
HEAD = ",".join([*CELLS, "买家凭证", "商家凭证", "凭证日期"])
MP4 = b"\x00\x00\x00\x18ftypisom" + bytes(400)
PICTURE = [jpeg(drawn(seed)) for seed in (31, 32, 33)]


def huge(width: int, height: int) -> bytes:
    """Write a PNG of few bytes that says it is very large."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(9))) + chunk(b"IEND", b"")


class InGbk(zipfile.ZipInfo):
    """An entry as Chinese Windows names it: in GBK, without a word about it."""

    def _encodeFilenameFlags(self) -> tuple[bytes, int]:
        return self.filename.encode("gb18030"), 0


def packed(
    entries: dict[str, bytes] | list[tuple[str | zipfile.ZipInfo, bytes]], *, method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", method) as pack:
        warnings.simplefilter("ignore")  # the same name twice
        for name, content in entries.items() if isinstance(entries, dict) else entries:
            pack.writestr(name, content, compress_type=method)
    return out.getvalue()


def link_to(target: str) -> list[tuple[str | zipfile.ZipInfo, bytes]]:
    entry = zipfile.ZipInfo("a.jpg")
    entry.external_attr = 0o120777 << 16
    return [(entry, target.encode())]


def locked(content: bytes) -> bytes:
    """Say of every entry that a password is needed."""
    out = bytearray(content)
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = out.find(mark)
        while place >= 0:
            out[place + at] |= 1
            place = out.find(mark, place + 4)
    return bytes(out)


def torn(content: bytes) -> bytes:
    """Change a byte of what is packed."""
    return content[:200] + bytes([content[200] ^ 255]) + content[201:]


def said(state: str = "merchant_answer", *, buyer: str = "", merchant: str = "", date: str = "", **cells: str) -> str:
    return f'{line(state, **cells)},"{buyer}","{merchant}",{date}'


@pytest.fixture
def order(now: datetime) -> None:
    a_purchase(now=now, order="YT-1", lines=(CUP,))


@pytest.fixture
def room(tmp_path: Path) -> Path:
    return tmp_path


def handed(room: Path, now: datetime, *contents: bytes, names: tuple[str, ...] = ()) -> UUID:
    given = []
    for number, content in enumerate(contents):
        path = room / f"beside-{number}"
        path.write_bytes(content)
        given.append(PackedFile(name=names[number] if names else f"{number}.zip", path=path))
    return imports.unpack(given, by=SYSTEM, now=now)


def brought(room: Path, *lines: str, pack: UUID | None, now: datetime) -> ImportReport:
    file = room / "claims.csv"
    file.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    known = imports.table("claims")
    sheet = imports.attached(known, tables.read(known.columns, file), pack)
    return acting(lambda: imports.apply(known, sheet, by=SYSTEM, now=now, partial=True))


def whys(report: ImportReport) -> dict[str, str]:
    return {name: why for row in report.refused for name, why in row.reasons.items()}


@pytest.mark.usefixtures("order")
class TestFiles:
    def test_become_sealed_evidence_of_the_side_named_with_the_date_given(self, now: datetime, room: Path) -> None:
        contents = {"证据/IMG_1.jpg": PICTURE[0], "证据/开箱.mp4": MP4, "seller/p.jpg": PICTURE[1], "Thumbs.db": b"x"}
        pack = handed(room, now, packed(contents))
        row = said(buyer="IMG_1.jpg、证据/开箱.mp4", merchant="P.JPG", date="2026-11-20")

        report = brought(room, row, pack=pack, now=now)

        assert whys(report) == {}
        claim = Claim.objects.get()
        links = Link.objects.filter(stream_kind="claim", stream_key=claim.pk).select_related("file").order_by("label")
        told = [(one.label, one.side, one.role, b"".join(files.open_(one.file))) for one in links]
        assert told == [
            ("B1", "buyer", "brought", PICTURE[0]),
            ("B2", "buyer", "brought", MP4),
            ("S1", "merchant", "brought", PICTURE[1]),
        ]
        assert {str(one.handed_in_date) for one in links} == {"2026-11-20"}
        assert {one.shot_at for one in links} == {None}, "when it was taken nobody said"
        assert {one.sealed_at for one in links} == {now}
        assert {one.party_key for one in links} == {f"person:{claim.buyer_id}", f"organisation:{claim.seller_id}"}
        later.run_due(now)
        assert {one.examinations.get().state for one in links if one.file.kind == "image/jpeg"} == {"done"}
        assert timeline.verify() == []

    def test_twice_change_nothing_with_or_without_their_zip(self, now: datetime, room: Path) -> None:
        zipped, row = packed({"a.jpg": PICTURE[0]}), said(buyer="a.jpg")
        brought(room, row, pack=handed(room, now, zipped), now=now)
        count = Link.objects.count()
        for pack in (handed(room, now, zipped), None):
            assert brought(room, row, pack=pack, now=now).count("same") == 1
        assert (Link.objects.count(), Claim.objects.count()) == (count, 1)
        other = brought(room, row, pack=handed(room, now, packed({"a.jpg": PICTURE[1]})), now=now)
        assert set(whys(other)) == {"old_number"}, "it goes on here: no file changes it"

    def test_of_a_claim_that_is_over_are_kept_too(self, now: datetime, room: Path) -> None:
        report = brought(
            room, said("closed", buyer="a.jpg"), pack=handed(room, now, packed({"a.jpg": PICTURE[0]})), now=now
        )
        assert whys(report) == {}
        later.run_due(now)
        assert (Claim.objects.get().state, Link.objects.get().role) == ("closed", "brought")
        assert timeline.verify() == []

    def test_come_one_by_one_and_in_several_zips_too_and_named_in_gbk(self, now: datetime, room: Path) -> None:
        zips = (packed([(InGbk("破损.jpg"), PICTURE[0])]), packed({"b.jpg": PICTURE[1]}), PICTURE[2])
        pack = handed(room, now, *zips, names=("1.zip", "2.zip", "单张.jpg"))
        report = brought(room, said(buyer="破损.jpg，b.jpg，单张.jpg"), pack=pack, now=now)
        assert (whys(report), Link.objects.count()) == ({}, 3)

    @pytest.mark.parametrize(
        ("named", "content", "why"),
        [
            ("b.jpg", packed({"a.jpg": PICTURE[0]}), "没有这个名称的文件一起上传"),
            ("a.jpg", packed({"x/a.jpg": PICTURE[0], "y/a.jpg": PICTURE[1]}), "有几个同名文件"),
            ("a.jpg", packed([("a.jpg", PICTURE[0]), ("a.jpg", PICTURE[1])]), "有几个同名文件"),
            ("a.jpg", packed({"../../a.jpg": PICTURE[0]}), "路径指向压缩包之外"),
            ("a.jpg", packed({"/etc/a.jpg": PICTURE[0]}), "路径指向压缩包之外"),
            ("a.jpg", packed({"C:\\Windows\\a.jpg": PICTURE[0]}), "路径指向压缩包之外"),
            ("a.jpg", packed(link_to("/etc/passwd")), "路径指向压缩包之外"),
            ("a.jpg", locked(packed({"a.jpg": PICTURE[0]})), "有密码"),
            ("a.jpg", packed({"a.jpg": PICTURE[0]}, method=zipfile.ZIP_LZMA), "压缩方式"),
            ("a.jpg", packed({"a.jpg": bytes(30_000_000)}), "解压后远大于"),
            ("a.jpg", packed({"a.jpg": huge(20_000, 10_000)}), "超过 80 百万像素"),
            ("a.jpg", torn(packed({"a.jpg": PICTURE[0]})), "损坏"),
            ("a.jpg", packed({"a.jpg": "说明".encode()}), "不是这里收的文件类型"),
            ("a.jpg", packed({"a.jpg": b"<svg onload=alert(1)>"}), "不是这里收的文件类型"),
            ("a.jpg", packed({"a.jpg": b""}), "不是这里收的文件类型"),
        ],
    )
    def test_that_can_not_be_taken_are_said_in_their_row(
        self, named: str, content: bytes, why: str, now: datetime, room: Path
    ) -> None:
        report = brought(room, said(buyer=named), pack=handed(room, now, content), now=now)
        assert set(whys(report)) == {"buyer_files"}
        assert whys(report)["buyer_files"].startswith(f"{named}：")
        assert why in whys(report)["buyer_files"]
        assert not Claim.objects.exists()

    @pytest.mark.parametrize(
        ("cell", "why"),
        [("a.jpg，a.jpg", "两次"), ("../a.jpg", "文件名"), ("，".join(f"{n}.jpg" for n in range(31)), "30")],
    )
    def test_whose_names_can_not_be_are_said(self, cell: str, why: str, now: datetime, room: Path) -> None:
        report = brought(room, said(buyer=cell), pack=handed(room, now, packed({"a.jpg": PICTURE[0]})), now=now)
        assert why in whys(report)["buyer_files"]

    def test_that_did_not_come_along_and_a_day_ahead_are_said(self, now: datetime, room: Path) -> None:
        assert set(whys(brought(room, said(merchant="a.jpg"), pack=None, now=now))) == {"merchant_files"}
        pack = handed(room, now, packed({"a.jpg": PICTURE[0]}))
        assert set(whys(brought(room, said(buyer="a.jpg", date="2027-01-01"), pack=pack, now=now))) == {"files_date"}
        assert not Claim.objects.exists()

    def test_larger_than_a_picture_may_be_are_said(
        self, now: datetime, room: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("anxin.core.files.intake.settings.get", lambda _name, *, at: 0)
        report = brought(room, said(buyer="a.jpg"), pack=handed(room, now, packed({"a.jpg": PICTURE[0]})), now=now)
        assert "太大" in whys(report)["buyer_files"]


def said_twice(content: bytes, second: str) -> bytes:
    """Have the directory of a ZIP name its only entry once more, under another name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as pack:
        pack.writestr("a.jpg", content)
        again = copy(pack.infolist()[0])
        again.filename = again.orig_filename = second
        pack.filelist.append(again)
    return out.getvalue()


class TestAZip:
    def test_whose_directory_names_one_entry_twice_is_taken_in_but_for_the_lie(self, now: datetime, room: Path) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # two entries in one place
            pack = handed(room, now, said_twice(PICTURE[0], "b.jpg"))
        told = {bool(one.file): one.fault for one in ImportAttachment.objects.filter(pack=pack)}
        assert told == {True: "", False: "damaged"}

    @pytest.mark.parametrize("content", [b"PK\x03\x04 no zip at all", packed({"a.jpg": PICTURE[0]})[:-30]])
    def test_that_is_none_is_refused(self, content: bytes, now: datetime, room: Path) -> None:
        with pytest.raises(BadPack):
            handed(room, now, content)

    @pytest.mark.parametrize(("bound", "most"), [("ENTRIES", 1), ("UNPACKED", 1000)])
    def test_of_too_much_is_refused(
        self, bound: str, most: int, now: datetime, room: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(packs, bound, most)
        with pytest.raises(BadPack):
            handed(room, now, packed({"a.jpg": PICTURE[0], "b.jpg": PICTURE[1]}))
        assert not SealedFile.objects.exists()

    def test_unpacked_again_after_a_kill_seals_nothing_twice(
        self, now: datetime, room: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        content, whole = packed({f"{n}.jpg": one for n, one in enumerate(PICTURE)}), packs._seal

        def dies(*told: object, **named: object) -> None:
            if SealedFile.objects.count() == 2:
                raise KeyboardInterrupt
            whole(*told, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(packs, "_seal", dies)
        with pytest.raises(KeyboardInterrupt):
            handed(room, now, content)
        monkeypatch.setattr(packs, "_seal", whole)
        pack = handed(room, now, content)
        assert (SealedFile.objects.count(), ImportAttachment.objects.filter(pack=pack).count()) == (3, 3)

    def test_whose_reader_is_stopped_half_way_is_refused(
        self, now: datetime, room: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        child = room / "child.py"
        child.write_text('import sys; sys.stdout.write(\'{"at": 0, "na\'); sys.stdout.flush(); sys.exit(1)')
        monkeypatch.setattr(packs, "CHILD", child)
        with pytest.raises(BadPack):
            handed(room, now, packed({"a.jpg": PICTURE[0]}))

    def test_is_read_from_its_beginning_where_a_block_is_repeated(self, now: datetime, room: Path) -> None:
        path = room / "a.zip"
        path.write_bytes(packed({"a.jpg": PICTURE[0]}))

        class Undone(Exception):
            pass

        def undone(work: Callable[[], object]) -> None:
            work()
            raise Undone

        def twice(work: Callable[[], object]) -> object:
            with contextlib.suppress(Undone):
                acting(lambda: undone(work))
            return acting(work)

        pack = imports.unpack([PackedFile(name="a.zip", path=path)], by=SYSTEM, now=now, act=twice)
        (one,) = ImportAttachment.objects.select_related("file").filter(pack=pack)
        assert one.fault == ""
        assert one.file is not None
        assert b"".join(files.open_(one.file)) == PICTURE[0]

    def test_is_forgotten_after_a_day_and_its_names_lie_sealed(self, now: datetime, room: Path) -> None:
        handed(room, now, packed({"张三 13800000001.jpg": PICTURE[0]}))
        assert "13800000001" not in str(list(ImportAttachment.objects.values()))
        imports.sweep(now=now + packs.KEPT / 2)
        assert ImportAttachment.objects.count() == 1
        imports.sweep(now=now + packs.KEPT * 2)
        assert ImportAttachment.objects.count() == 0


@pytest.mark.usefixtures("order")
class TestAWorker:
    def test_that_was_killed_goes_on_without_doubling(
        self, now: datetime, room: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for number in range(2, 5):
            a_purchase(now=now, order=f"YT-{number}", lines=(CUP,))
        pack = handed(room, now, packed({f"{n}.jpg": one for n, one in enumerate(PICTURE)}))
        rows = [said(order=f"YT-{n}", old=f"TK-{n}", buyer="0.jpg，1.jpg", merchant="2.jpg") for n in range(1, 5)]
        content = "\n".join([HEAD, *rows]).encode()
        file = acting(lambda: imports.take_in([content], length=len(content), now=now))
        known = imports.table("claims")
        chosen = {one.name: header for one in known.columns if (header := one.among(HEAD.split(",")))}
        told = {"columns": chosen, "constants": {}, "by": SYSTEM, "language": "zh-hans", "now": now, "pack": pack}
        run = acting(lambda: imports.begin(known, file, **told))  # type: ignore[arg-type]
        imports.carry_out(run.id, now=now)
        run.refresh_from_db()
        acting(lambda: imports.go_on(run, partial=False, now=now))
        monkeypatch.setattr("anxin.core.imports.paces.AT_ONCE", 1)
        monkeypatch.setattr("anxin.core.imports.paces.PAUSE_S", 0)
        whole, blocks = file_work._block, list[object]()

        def dies(*given: object, **named: object) -> object:
            if len(blocks) == 2:
                raise KeyboardInterrupt
            blocks.append(given)
            return whole(*given, **named)  # type: ignore[arg-type]

        monkeypatch.setattr("anxin.core.imports.file_work._block", dies)
        with pytest.raises(KeyboardInterrupt):
            imports.carry_out(run.id, now=now)
        monkeypatch.setattr("anxin.core.imports.file_work._block", whole)
        imports.sweep(now=now + packs.KEPT * 2)
        assert ImportAttachment.objects.count() == 3, "a worker still needs them"
        imports.carry_out(run.id, now=now)
        run.refresh_from_db()
        assert (run.state, Claim.objects.count(), Link.objects.count()) == (ImportRun.State.DONE, 4, 12)
        assert ImportAttachment.objects.count() == 0
        assert timeline.verify() == []

    def test_writes_nothing_once_who_asked_lost_his_role(self, now: datetime, room: Path) -> None:
        content = "\n".join([HEAD, said()]).encode()
        file, by = acting(lambda: imports.take_in([content], length=len(content), now=now)), actor(cast.ADMIN, now=now)
        known = imports.table("claims")
        chosen = {one.name: header for one in known.columns if (header := one.among(HEAD.split(",")))}
        told = {"columns": chosen, "constants": {}, "by": by, "language": "zh-hans", "now": now}
        run = acting(lambda: imports.begin(known, file, **told))  # type: ignore[arg-type]
        imports.carry_out(run.id, now=now)
        run.refresh_from_db()
        acting(lambda: imports.go_on(run, partial=True, now=now))
        Role.objects.filter(account=by.id).update(to_at=now)
        imports.carry_out(run.id, now=now)
        run.refresh_from_db()
        assert (Claim.objects.count(), imports.summary_of(run).refused) == (0, 1)


class TestTheTerminal:
    def test_takes_a_zip_beside_the_file(self, room: Path, capsys: pytest.CaptureFixture[str]) -> None:
        a_purchase(now=timezone.now(), order="YT-1", lines=(CUP,))
        file, zipped = room / "claims.csv", room / "凭证.zip"
        file.write_text("\n".join([HEAD, said(buyer="a.jpg"), said(order="YT-9", old="TK-9")]), encoding="utf-8")
        zipped.write_bytes(packed({"a.jpg": PICTURE[0]}))
        assert command.run(["claims", str(file), "--files", str(zipped), "--partial"]) == 1
        assert "new 1" in capsys.readouterr().out
        assert (Link.objects.get().role, ImportAttachment.objects.count()) == ("brought", 0)

    def test_refuses_a_zip_that_is_none_and_a_table_without_files(self, room: Path) -> None:
        file, zipped = room / "claims.csv", room / "a.zip"
        file.write_text("\n".join([HEAD, said(buyer="a.jpg")]), encoding="utf-8")
        zipped.write_bytes(b"PK\x03\x04 none")
        for name in ("claims", "products"):
            with pytest.raises(SystemExit):
                command.run([name, str(file), "--files", str(zipped)])
