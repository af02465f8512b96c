"""Pictures and videos are handed in beside a file of claims, on the page where the file is."""

from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.core import imports, later
from anxin.demo import cast
from anxin.domain.claims.models import Claim
from anxin.domain.evidence.models import Link
from tests.domain.claims.test_takeover_files import HEAD, PICTURE, packed, said
from tests.evidence_builders import CUP, a_purchase
from tests.faces.conftest import DESK, Visitor, posted
from tests.flat import flat

pytestmark = pytest.mark.django_db


class TestThePage:
    HOME = "/desk/imports/claims/"

    def test_takes_zips_and_pictures_and_says_what_is_wrong_with_one(
        self, sits: Callable[[cast.Member], Client]
    ) -> None:
        now, client = timezone.now(), sits(cast.ADMIN)
        a_purchase(now=now, order="YT-1", lines=(CUP,))
        assert 'name="beside"' in flat(client.get(self.HOME))
        assert 'name="beside"' not in flat(client.get("/desk/imports/products/"))
        rows = SimpleUploadedFile("claims.csv", "\n".join([HEAD, said(buyer="a.jpg", merchant="b.jpg")]).encode())
        beside = [SimpleUploadedFile("凭证.zip", packed({"a.jpg": PICTURE[0]}))]

        def sent(*more: SimpleUploadedFile) -> str:
            for one in (rows, *beside):
                one.seek(0)
            answer = client.post(self.HOME, {"file": rows, "beside": [*beside, *more]})
            return str(answer.headers["Location"])

        check = sent()
        page = client.get(check)
        fields = {one: client_value(flat(page), one) for one in ("file", "pack")}
        columns = {
            f"column_{one.name}": header
            for one in imports.table("claims").columns
            if (header := one.among(HEAD.split(",")))
        }
        assert "b.jpg：没有这个名称的文件" in flat(client.post(f"{self.HOME}check/", {**columns, **fields}))
        page = client.get(sent(SimpleUploadedFile("b.jpg", PICTURE[1])))
        fields = {one: client_value(flat(page), one) for one in ("file", "pack")}
        told = flat(client.post(f"{self.HOME}check/", {**columns, **fields}))
        assert "没有这个名称的文件" not in told
        agreed = {"how": "all", "once": client_value(told, "once")}
        done = client.post(f"{self.HOME}check/", {**columns, **fields, **agreed})
        assert done.status_code == 302
        assert sorted(Link.objects.values_list("side", "role")) == [("buyer", "brought"), ("merchant", "brought")]

    def test_names_the_files_that_no_row_names_and_goes_on(self, sits: Callable[[cast.Member], Client]) -> None:
        client = sits(cast.ADMIN)
        a_purchase(now=timezone.now(), order="YT-1", lines=(CUP,))
        rows = SimpleUploadedFile("claims.csv", "\n".join([HEAD, said(buyer="a.jpg")]).encode())
        came = {"a.jpg": PICTURE[0], "旧/b.jpg": PICTURE[1], "c.jpg": PICTURE[1], "__MACOSX/._a.jpg": PICTURE[1]}
        beside = [SimpleUploadedFile("凭证.zip", packed(came))]
        page = client.get(client.post(self.HOME, {"file": rows, "beside": beside}).headers["Location"])
        fields = {one: client_value(flat(page), one) for one in ("file", "pack")}
        columns = {
            f"column_{one.name}": header
            for one in imports.table("claims").columns
            if (header := one.among(HEAD.split(",")))
        }

        told = flat(client.post(f"{self.HOME}check/", {**columns, **fields}))

        assert "2 个文件不属于任何一行，不会导入：c.jpg、旧/b.jpg" in told
        agreed = {"how": "all", "once": client_value(told, "once")}
        assert client.post(f"{self.HOME}check/", {**columns, **fields, **agreed}).status_code == 302
        assert Link.objects.count() == 1

    def test_says_that_a_zip_is_none(self, sits: Callable[[cast.Member], Client]) -> None:
        rows = SimpleUploadedFile("claims.csv", "\n".join([HEAD, said(buyer="a.jpg")]).encode())
        bad = SimpleUploadedFile("坏.zip", b"PK\x03\x04 none")
        answer = sits(cast.ADMIN).post(self.HOME, {"file": rows, "beside": [bad]})
        assert answer.status_code == 422
        assert "坏.zip" in flat(answer)

    def test_takes_nobody_elses_pack(self, sits: Callable[[cast.Member], Client]) -> None:
        rows = SimpleUploadedFile("claims.csv", HEAD.encode() + b"\n")
        client = sits(cast.ADMIN)
        check = client.post(self.HOME, {"file": rows}).headers["Location"]
        fields = {"file": client_value(flat(client.get(check)), "file"), "pack": "forged"}
        columns = {
            f"column_{one.name}": header
            for one in imports.table("claims").columns
            if (header := one.among(HEAD.split(",")))
        }
        assert client.post(f"{self.HOME}check/", {**columns, **fields}).status_code == 422

    @pytest.mark.browser
    @pytest.mark.django_db(transaction=True)
    def test_leads_in_a_browser_from_the_files_to_the_case(
        self, visitor: Callable[..., Visitor], sits: Callable[[cast.Member], Client], tmp_path: Path
    ) -> None:
        now, window = timezone.now(), visitor(DESK).sits_down(sits(cast.ADMIN))
        a_purchase(now=now, order="YT-1", lines=(CUP,))
        rows, beside, bad = tmp_path / "claims.csv", tmp_path / "凭证.zip", tmp_path / "坏.zip"
        good = said(buyer="a.jpg", merchant="b.jpg", date="2026-11-20")
        rows.write_text("\n".join([HEAD, good, said(old="TK-2", buyer="z.jpg")]), encoding="utf-8")
        beside.write_bytes(packed({"a.jpg": PICTURE[0], "b.jpg": PICTURE[1]}))
        bad.write_bytes(b"PK\x03\x04 none")
        page = window.goes(self.HOME)
        window.looks_over("beside")
        for given, name in ((bad, "beside-wrong"), (beside, "beside-columns")):
            page.set_input_files("#file", rows)
            page.set_input_files("#beside", given)
            with posted(page):
                page.click("main form .btn-primary")
            window.looks_over(name)
        for step in ("beside-report", "beside-done"):
            with posted(page):
                page.click("main form .btn-primary")
            window.looks_over(step)
        claim = Claim.objects.get()
        later.run_due(timezone.now())
        window.sits_down(sits(cast.LIN))
        window.goes(f"/desk/claims/{claim.number}/")
        window.looks_over("beside-case")
        assert window.sees("提交日期（据原系统）")


def client_value(page: str, name: str) -> str:
    """Return what a hidden field of a page holds."""
    return page.split(f'name="{name}" value="')[1].split('"')[0]
