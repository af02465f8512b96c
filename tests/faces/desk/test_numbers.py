"""Reported numbers at the desk: a queue, a verdict with its reason, and nobody else's eyes."""

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from anxin.core import files
from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.core.files import SealedFile
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.network import actions as network
from anxin.domain.network.models import ReportedNumber
from anxin.domain.people import queries as people
from tests.claim_builders import drawn, jpeg
from tests.faces.conftest import ON_A_DESK, Visitor

pytestmark = pytest.mark.django_db
LIST = "/desk/numbers/"


@pytest.fixture
def chen(sits: Callable[..., Client]) -> Client:
    return sits(cast.XIAO_CHEN)


def reported(now: datetime, code: str = cast.LOOK_ALIKE, note: str = "说是官方，要先转 200") -> ReportedNumber:
    told = network.NumberReport(kind="hotline", code=code, note=note, phone="13800000099")
    return acting(lambda: network.report(told=told, by=STRANGER, now=now))


class TestQueue:
    def test_is_for_the_desk(self, sits: Callable[..., Client], chen: Client, live_now: datetime) -> None:
        row = reported(live_now)
        for path in (LIST, f"{LIST}{row.number}/"):
            assert chen.get(path).status_code == 200
            for member in (cast.BOSS_HE, cast.MERCHANT_OWNER, cast.MASTER_LUO, cast.ZHOU):
                assert sits(member).get(path).status_code == 403, (member.username, path)

    def test_shows_what_was_said_and_the_phone_masked(self, chen: Client, live_now: datetime) -> None:
        row = reported(live_now)
        assert cast.LOOK_ALIKE in chen.get(LIST).content.decode()
        page = chen.get(f"{LIST}{row.number}/").content.decode()
        assert "要先转 200" in page
        assert "138****0099" in page
        assert "13800000099" not in page


class TestVerdict:
    def test_turns_the_check_red_with_day_and_count(self, chen: Client, live_now: datetime) -> None:
        row = reported(live_now)
        assert chen.post(f"{LIST}{row.number}/confirm/", {"why": "回拨：要求先转账"}).status_code == 302
        page = Client().get("/verify/", {"kind": "hotline", "code": cast.LOOK_ALIKE}).content.decode()
        assert "已核实是假冒号码" in page
        assert "人工核实，共 1 人举报" in page
        assert 'data-state="not"' in page

    def test_without_a_reason_keeps_the_page(self, chen: Client, live_now: datetime) -> None:
        row = reported(live_now)
        assert chen.post(f"{LIST}{row.number}/confirm/", {"why": ""}).status_code == 422
        row.refresh_from_db()
        assert row.state == "received"

    def test_never_calls_the_official_number_false(self, chen: Client, live_now: datetime) -> None:
        row = reported(live_now, cast.HOTLINE)
        assert "/confirm/" not in chen.get(f"{LIST}{row.number}/").content.decode()
        page = chen.post(f"{LIST}{row.number}/confirm/", {"why": "x"})
        assert page.status_code == 409
        assert "有品牌为它授权担保" in page.content.decode()


class TestLookAlikes:
    def test_are_shown_beside_the_verdict(self, chen: Client, live_now: datetime) -> None:
        row, other = reported(live_now), reported(live_now, "400-000-0002")
        page = chen.get(f"{LIST}{row.number}/").content.decode()
        assert cast.HOTLINE in page
        assert f"{LIST}{other.number}/" in page
        assert "差一两位" in page


class TestEvidence:
    def test_is_added_shown_to_the_desk_and_named_in_the_letter(
        self, sits: Callable[..., Client], chen: Client, live_now: datetime
    ) -> None:
        row = reported(live_now)
        picture = SimpleUploadedFile("page.jpg", jpeg(drawn(3)), content_type="image/jpeg")
        sent = {"place": "https://www.example.com/s?wd=1", "photo_files": picture}
        assert chen.post(f"{LIST}{row.number}/evidence/", sent).status_code == 302
        kept = row.sightings.get().picture
        page = chen.get(f"{LIST}{row.number}/").content.decode()
        path = f"{LIST}{row.number}/pictures/{kept}.jpg"
        assert kept in page
        assert path in page
        assert chen.get(path)["Content-Type"] == "image/jpeg"
        assert sits(cast.BOSS_HE).get(path).status_code == 403
        assert chen.get(f"{LIST}{reported(live_now, '400-000-0002').number}/pictures/{kept}.jpg").status_code == 404
        chen.post(f"{LIST}{row.number}/confirm/", {"why": "回拨：要求先转账"})
        letter = chen.post(f"{LIST}{row.number}/takedown/", TestTakedown.ASKED)["Location"]
        said = chen.get(f"{letter}letter/").content.decode()
        assert kept in said
        assert f"{letter}originals/" in said
        assert "首次接到举报。累计 1 人次举报。" in said

    def test_named_in_the_letter_is_handed_out_as_it_came_with_its_hash_and_written_down(
        self, sits: Callable[..., Client], chen: Client, live_now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def lost(file: SealedFile) -> Iterator[bytes]:
            raise files.Lost({"sha256": file.sha256[:12]})

        row = reported(live_now)
        pictures = [jpeg(drawn(3)), jpeg(drawn(4))]
        for at, content in enumerate(pictures):
            picture = SimpleUploadedFile("page.jpg", content, content_type="image/jpeg")
            sent = {"place": f"https://www.example.com/s?wd={at}", "photo_files": picture}
            assert chen.post(f"{LIST}{row.number}/evidence/", sent).status_code == 302
        chen.post(f"{LIST}{row.number}/confirm/", {"why": "回拨：要求先转账"})
        letter = chen.post(f"{LIST}{row.number}/takedown/", TestTakedown.ASKED)["Location"]
        assert chen.get(f"{letter}originals/").status_code == 405
        for member in (cast.BOSS_HE, cast.MERCHANT_OWNER, cast.ZHOU):
            assert sits(member).post(f"{letter}originals/").status_code == 403
        enclosed = Entry.objects.filter(code="network.originals_enclosed")
        with monkeypatch.context() as meanwhile:
            meanwhile.setattr(files, "open_", lost)
            assert chen.post(f"{letter}originals/").status_code == 404
        assert not enclosed.exists(), "nobody took anything along"
        answer = chen.post(f"{letter}originals/")
        assert enclosed.count() == 1
        assert answer["Content-Type"] == "application/zip"
        assert "no-store" in answer["Cache-Control"]
        content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        said, named = chen.get(f"{letter}letter/").content.decode(), []
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            for line in pack.read("SHA256SUMS.txt").decode().splitlines():
                digest, name = line.split("  ")
                assert hashlib.sha256(pack.read(name)).hexdigest() == digest
                assert f"SHA-256 {digest}" in said
                named.append(pack.read(name))
            assert len(pack.namelist()) == len(named) + 1
        assert named == pictures
        assert "取走原件，随函附上：2" in chen.get(letter).content.decode()

    def test_is_handed_out_where_a_letter_names_some(self, chen: Client, live_now: datetime) -> None:
        row = reported(live_now)
        chen.post(f"{LIST}{row.number}/confirm/", {"why": "回拨：要求先转账"})
        letter = chen.post(f"{LIST}{row.number}/takedown/", TestTakedown.ASKED)["Location"]
        assert chen.post(f"{letter}originals/").status_code == 404
        assert f"{letter}originals/" not in chen.get(f"{letter}letter/").content.decode()

    def test_without_a_picture_is_asked_for_again(self, chen: Client, live_now: datetime) -> None:
        row = reported(live_now)
        assert chen.post(f"{LIST}{row.number}/evidence/", {"place": "街上"}).status_code == 422
        assert not row.sightings.exists()


class TestTally:
    def test_says_nothing_before_a_number_was_confirmed(self, chen: Client, live_now: datetime) -> None:
        row = reported(live_now)
        shown = ((Client(), "/verify/"), (Client(), f"/brands/{cast.HEYAN.slug}/"), (chen, LIST))
        for reader, path in shown:
            assert "经人工核实的假冒号码" not in reader.get(path).content.decode(), path
        chen.post(f"{LIST}{row.number}/confirm/", {"why": "回拨：要求先转账"})
        for reader, path in shown:
            assert "经人工核实的假冒号码共 1 个" in reader.get(path).content.decode(), path


class TestTakedown:
    ASKED = {"recipient": "search", "addressee": "百度", "place": "https://www.example.com/s?wd=1"}

    @pytest.fixture
    def number(self, chen: Client, live_now: datetime) -> str:
        row = reported(live_now)
        assert chen.post(f"{LIST}{row.number}/confirm/", {"why": "回拨：要求先转账"}).status_code == 302
        return row.number

    def asked(self, chen: Client, number: str) -> str:
        made = chen.post(f"{LIST}{number}/takedown/", self.ASKED)
        assert made.status_code == 302
        return str(made["Location"])

    def test_is_asked_for_sent_and_noted_on_its_page(self, chen: Client, number: str) -> None:
        page = self.asked(chen, number)
        assert "百度" in chen.get(LIST).content.decode()
        assert chen.post(f"{page}sending/", {"reference": "BD-7"}).status_code == 302
        shown = chen.get(page).content.decode()
        assert "BD-7" in shown
        assert "函件已发出" in shown
        assert "对方答复" in shown
        assert chen.post(f"{page}taken-down/", {"why": "搜不到了"}).status_code == 302
        assert "已下架" in chen.get(f"{LIST}{number}/").content.decode()
        assert "共 1 个。其中已推动下架 1 处。" in Client().get("/verify/").content.decode()

    def test_s_letter_is_in_both_languages_and_names_no_reporter(self, chen: Client, number: str) -> None:
        page = self.asked(chen, number)
        chinese = chen.get(f"{page}letter/").content.decode()
        english = chen.get(f"{page}letter/?in=en").content.decode()
        assert "《反不正当竞争法》第七条" in chinese
        assert "Law against Unfair Competition, Article 7" in english
        for said in (chinese, english):
            assert cast.HOTLINE in said
            assert "要先转 200" not in said
            assert "0099" not in said

    def test_is_not_offered_for_what_nobody_found_false(self, chen: Client, live_now: datetime) -> None:
        row = reported(live_now, "400-000-0002")
        assert "?do=takedown" not in chen.get(f"{LIST}{row.number}/").content.decode()
        assert chen.post(f"{LIST}{row.number}/takedown/", self.ASKED).status_code == 409

    def test_without_a_place_keeps_what_was_typed(self, chen: Client, number: str) -> None:
        kept = chen.post(f"{LIST}{number}/takedown/", {**self.ASKED, "place": ""})
        assert kept.status_code == 422
        assert "百度" in kept.content.decode()

    def test_is_for_the_desk(self, sits: Callable[..., Client], chen: Client, number: str) -> None:
        page = self.asked(chen, number)
        for path in (page, f"{page}letter/"):
            for member in (cast.BOSS_HE, cast.MERCHANT_OWNER, cast.ZHOU):
                assert sits(member).get(path).status_code == 403, (member.username, path)


class TestWaiting:
    def test_is_the_desks_list_and_one_is_taken_off_with_a_reason(
        self, sits: Callable[..., Client], chen: Client, live_now: datetime
    ) -> None:
        brand = people.organisation(cast.HEYAN.slug)
        wish = network.WaitlistEntry(brand=brand, name="买买提", phone="13800000077", address="香港九龙弥敦道1号")
        row = acting(lambda: network.wait(wish=wish, by=STRANGER, now=live_now))
        page = chen.get("/desk/waiting/").content.decode()
        assert "香港特别行政区" in page
        assert "138****0077" in page
        assert sits(cast.MERCHANT_OWNER).get("/desk/waiting/").status_code == 403
        assert chen.post(f"/desk/waiting/{row.number}/drop/", {"why": "不用了"}).status_code == 302
        assert row.number not in chen.get("/desk/waiting/").content.decode()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
class TestNumbersInTheBrowser:
    @ON_A_DESK
    def test_looks_right(
        self, size: dict[str, object], visitor: Callable[..., Visitor], sits: Callable[..., Client], live_now: datetime
    ) -> None:
        client = sits(cast.XIAO_CHEN)
        row = reported(live_now)
        reported(live_now, "400-000-0002", "")
        window = visitor(size).sits_down(client)
        brand = people.organisation(cast.HEYAN.slug)
        wish = network.WaitlistEntry(brand=brand, name="买买提", phone="13800000077", address=cast.MAIMAITI.address)
        acting(lambda: network.wait(wish=wish, by=STRANGER, now=live_now))
        client.post(f"{LIST}{row.number}/confirm/", {"why": "回拨：要求先转账"})
        page = str(client.post(f"{LIST}{row.number}/takedown/", TestTakedown.ASKED)["Location"])
        shown = {"numbers": LIST, "number": f"{LIST}{row.number}/", "waiting": "/desk/waiting/"}
        shown |= {"takedown": page, "sending": f"{page}?do=sending", "letter": f"{page}letter/"}
        picture = SimpleUploadedFile("page.jpg", jpeg(drawn(3)), content_type="image/jpeg")
        client.post(f"{LIST}{row.number}/evidence/", {"place": "https://www.example.com/1", "photo_files": picture})
        shown |= {"adding": f"{LIST}{row.number}/?do=evidence"}
        shown |= {"asking": f"{LIST}{row.number}/?do=takedown"}
        for what, path in shown.items():
            window.goes(path)
            window.looks_over(what)
