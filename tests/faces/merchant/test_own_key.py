"""A brand's key made in its owner's browser: the private half never comes here, and what it signs is vouched for."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page

from anxin.demo import cast
from anxin.domain.network import queries
from anxin.domain.network.models import Authorisation, BrandKey
from anxin.domain.network.rules import key_files, signatures
from tests.faces.conftest import DESK, PHONE, Visitor, posted

pytestmark = [pytest.mark.django_db, pytest.mark.browser]
type Sits = Callable[[object], Client]
PLACE = "/merchant/authorisations/brands/heyan/"
NUMBER = "400-000-0088"
PASSPHRASE = "四个谁也猜不到的词放一起"


def made(page: Page, folder: Path) -> Path:
    """Make a key in the browser and keep its file."""
    page.get_by_text("在本浏览器里生成密钥").click()
    page.get_by_label("口令，至少 12 个字").fill(PASSPHRASE)
    page.get_by_label("再输一遍口令").fill(PASSPHRASE)
    with page.expect_download() as taken:
        page.get_by_role("button", name="生成密钥并保存文件").click()
    kept = folder / taken.value.suggested_filename
    taken.value.save_as(kept)
    return kept


def a_key_of(folder: Path, brand: str, file: dict[str, object], **changed: object) -> Path:
    path = folder / f"{brand}-{len(list(folder.iterdir()))}.key.json"
    path.write_text(json.dumps({**file, "brand": brand, **changed}))
    return path


def waits(owner: Client, number: str = NUMBER) -> Authorisation:
    told = {"number": number, "scope": "安装", "hours": "24 小时"}
    told["to_date"] = (datetime.now().date() + timedelta(days=300)).isoformat()
    assert owner.post(f"{PLACE}hotline/", told).status_code == 302
    return Authorisation.objects.get(code=number)


class TestKey:
    def test_made_in_the_browser_signs_there_and_the_public_check_vouches(
        self, visitor: Callable[..., Visitor], sits: Sits, live_now: datetime, tmp_path: Path
    ) -> None:
        client = sits(cast.HEYAN_OWNER)
        owner, sent = visitor(DESK).sits_down(client), []
        owner.page.on("request", lambda one: sent.append(one.post_data_buffer or b""))
        page = owner.goes(PLACE)
        kept = made(page, tmp_path)
        owner.looks_over("own-key-made")
        page.get_by_label("现在选刚才保存的文件").set_input_files(kept)
        with posted(page):
            page.get_by_role("button", name="公布公钥").click()
        file = json.loads(kept.read_text())
        key = BrandKey.objects.filter(brand__slug="heyan").latest("from_at")
        assert (key.public, key.private_sealed) == (file["public_key"], "")
        private = key_files.opened(key_files.read(kept.read_text()), PASSPHRASE)
        assert signatures.public_of(private) == key.public

        row = waits(client)
        assert row.state == "checked"
        page = owner.goes(PLACE)
        owner.looks_over("own-key-signing")
        page.get_by_label("密钥文件", exact=True).set_input_files(kept)
        page.get_by_label("它的口令").fill(PASSPHRASE)
        with posted(page):
            page.get_by_role("button", name="在本浏览器里签名").click()
        row.refresh_from_db()
        assert row.state == "authorised"
        assert signatures.fits(key.public, row.signature, queries.statement_of(row))
        assert queries.genuine_card(kind="hotline", code=NUMBER, now=live_now).genuine
        published = json.loads(client.get("/verify/brands/heyan/anxin.json").content)
        assert key.public in {one["public_key"] for one in published["keys"]}
        everything = b"".join(sent)
        assert private.encode() not in everything
        assert PASSPHRASE.encode() not in everything
        assert file["sealed"].encode() not in everything

    def test_says_which_of_passphrase_and_file_is_the_wrong_one_and_sends_nothing(
        self, visitor: Callable[..., Visitor], sits: Sits, tmp_path: Path
    ) -> None:
        client = sits(cast.HEYAN_OWNER)
        owner = visitor(PHONE).sits_down(client)
        page = owner.goes(PLACE)
        kept = made(page, tmp_path)
        file = json.loads(kept.read_text())
        client.post(f"{PLACE}public-key/", {"public": file["public_key"]})
        row = waits(client)
        page, other = owner.goes(PLACE), signatures.fresh()[1]
        nothing = tmp_path / "photo.json"
        nothing.write_text("[]")
        for chosen, words, sentence in (
            (kept, "另外一个口令", "打不开"),
            (nothing, PASSPHRASE, "不是品牌的密钥文件"),
            (a_key_of(tmp_path, "qingfeng", file), PASSPHRASE, "qingfeng"),
            (a_key_of(tmp_path, "heyan", file, public_key=other), PASSPHRASE, other),
            (a_key_of(tmp_path, "heyan", file, sealed=file["salt"]), PASSPHRASE, "打不开"),
        ):
            page.get_by_label("密钥文件", exact=True).set_input_files(chosen)
            page.get_by_label("它的口令").fill(words)
            page.get_by_role("button", name="在本浏览器里签名").click()
            page.locator("[data-key-signer] [role=alert]", has_text=sentence).wait_for()
        row.refresh_from_db()
        assert row.state == "checked"

    def test_signs_nothing_on_a_page_that_shows_less_than_waits_by_now(
        self, visitor: Callable[..., Visitor], sits: Sits, tmp_path: Path
    ) -> None:
        client = sits(cast.HEYAN_OWNER)
        owner = visitor(DESK).sits_down(client)
        kept = made(owner.goes(PLACE), tmp_path)
        client.post(f"{PLACE}public-key/", {"public": json.loads(kept.read_text())["public_key"]})
        shown = waits(client)
        page = owner.goes(PLACE)
        owner.sees("4000000088")
        since = waits(client, "400-000-0099")
        page.get_by_label("密钥文件", exact=True).set_input_files(kept)
        page.get_by_label("它的口令").fill(PASSPHRASE)
        page.get_by_role("button", name="在本浏览器里签名").click()
        page.locator("[data-key-signer] [role=alert]", has_text="页面打开以后").wait_for()
        for row in (shown, since):
            row.refresh_from_db()
            assert row.state == "checked"
        page = owner.goes(PLACE)
        owner.sees("4000000099")
        owner.looks_over("own-key-two-to-sign")
        page.get_by_label("密钥文件", exact=True).set_input_files(kept)
        page.get_by_label("它的口令").fill(PASSPHRASE)
        with posted(page):
            page.get_by_role("button", name="在本浏览器里签名").click()
        since.refresh_from_db()
        assert since.state == "authorised"

    def test_is_made_only_with_a_passphrase_typed_twice_and_a_file_that_opens(
        self, visitor: Callable[..., Visitor], sits: Sits, tmp_path: Path
    ) -> None:
        owner = visitor(PHONE).sits_down(sits(cast.HEYAN_OWNER))
        page = owner.goes(PLACE)
        before = BrandKey.objects.count()
        page.get_by_text("在本浏览器里生成密钥").click()
        page.get_by_label("口令，至少 12 个字").fill("短")
        page.get_by_role("button", name="生成密钥并保存文件").click()
        owner.sees("至少 12 个字；")
        page.get_by_label("口令，至少 12 个字").fill(PASSPHRASE)
        page.get_by_role("button", name="生成密钥并保存文件").click()
        owner.sees("两次输入的口令不一样")
        page.get_by_text("在本浏览器里生成密钥").click()
        kept = made(page, tmp_path)
        second = a_key_of(tmp_path, "heyan", json.loads(kept.read_text()), public_key=signatures.fresh()[1])
        page.get_by_label("现在选刚才保存的文件").set_input_files(second)
        page.get_by_role("button", name="公布公钥").click()
        owner.sees("不是这里要用的那一把")
        assert BrandKey.objects.count() == before

    def test_is_not_offered_by_a_browser_that_cannot(self, visitor: Callable[..., Visitor], sits: Sits) -> None:
        owner = visitor(PHONE).sits_down(sits(cast.HEYAN_OWNER))
        owner.page.add_init_script("crypto.subtle.generateKey = () => Promise.reject(new DOMException('no'))")
        page = owner.goes(PLACE)
        page.get_by_text("在本浏览器里生成密钥").click()
        owner.sees("anxin sign --new")
        assert not page.get_by_label("口令，至少 12 个字").is_visible()
