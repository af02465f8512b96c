"""A customer asks for the invoice of his repair, and finance issues it by hand: number, file, list, table."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from tests.builders import a_repair, account

pytestmark = pytest.mark.django_db(transaction=True)
WISH = {
    "kind": "company",
    "title": "上海合宜贸易有限公司",
    "tax_number": "91350100m000100y43",
    "mail": "cw@example.com",
}
OFFICIAL = "26310000000000000001"


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


class TestInvoices:
    def test_are_asked_for_issued_by_hand_and_taken_away(self, sits: Callable[[cast.Member], Client]) -> None:
        now = timezone.now()
        finance = sits(cast.QIAN)
        qian, home = account(cast.QIAN), people.operator()
        acting(lambda: people_actions.grant(account=qian, organisation=home, role="finance", now=now))
        walked = a_repair(now=now - timedelta(hours=6), at="closed")
        zhang = Client()
        zhang.get(f"/c/{walked.token}/")
        own = f"/customer/repairs/{walked.repair.number}/"
        there = f"{own}invoice/"
        assert there in zhang.get(own).content.decode()
        assert "申请发票" in text_of(zhang.get(there))

        refused = zhang.post(f"{there}wish/", {**WISH, "tax_number": "91350100M000100Y44", "mail": ""})
        assert (refused.status_code, "税号不对" in text_of(refused)) == (422, True)
        assert WISH["title"] in refused.content.decode()
        assert zhang.post(f"{there}wish/", WISH).status_code == 302
        assert "申请了发票" in text_of(zhang.get(own))
        assert Client().get(there).status_code in (302, 403, 404)

        listed = finance.get("/desk/money/invoices/?only=stuck&q=合宜")
        at = re.search(r'href="(/desk/money/invoices/I-[^"]+/)"', listed.content.decode())
        assert at is not None
        assert "待手工开具" in text_of(listed)
        assert "cw@example.com" not in finance.get(at[1]).content.decode()
        assert "91350100M000100Y43" in text_of(finance.post(f"{at[1]}buyer/"))
        assert "查看了发票" in text_of(zhang.get(f"{own}?all=1"))
        assert finance.post(f"{at[1]}issued/", {"official": "123", "day": f"{now:%Y-%m-%d}"}).status_code == 422
        assert finance.post(f"{at[1]}issued/", {"official": OFFICIAL, "day": f"{now:%Y-%m-%d}"}).status_code == 302

        page = finance.post(f"{at[1]}file/", {"file": SimpleUploadedFile("a.exe", b"MZ\x00\x01")})
        assert page.status_code == 422
        sent = SimpleUploadedFile("a.pdf", b"%PDF-1.4 invoice")
        assert finance.post(f"{at[1]}file/", {"file": sent}).status_code == 302
        found = re.search(rf'href="({there}[^"]+/file/)"', zhang.get(there).content.decode())
        assert found is not None
        assert b"".join(zhang.get(found[1]).streaming_content) == b"%PDF-1.4 invoice"  # type: ignore[attr-defined]
        stranger = Client()
        stranger.get(f"/c/{a_repair(now=now, at='submitted', customer=cast.GRANDMA_LI).token}/")
        assert stranger.get(found[1]).status_code == 404

        table = finance.get("/desk/money/invoices/?colour=blue&as=csv").content.decode("utf-8-sig")
        assert OFFICIAL in table
        assert finance.get("/desk/money/invoices/?colour=red").content.decode().count("/desk/money/invoices/I-") == 0
        assert sits(cast.XIAO_CHEN).get("/desk/money/invoices/").status_code == 403
