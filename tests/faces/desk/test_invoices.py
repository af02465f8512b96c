"""A customer asks for the invoice of his repair, and finance issues it by hand: number, file, list, table."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.demo import cast
from anxin.domain.invoices.models import Invoice
from anxin.faces import shared
from tests.builders import a_repair
from tests.forms import shown as held

pytestmark = pytest.mark.django_db(transaction=True)
WISH = {
    "kind": "company",
    "title": "上海合宜贸易有限公司",
    "tax_number": "91350100m000100y43",
    "mail": "cw@example.com",
}
SPECIAL = {
    **{one: WISH[one] for one in ("title", "tax_number", "mail")},
    **{"address": "上海市示例路 1 号", "tel": "021-65550123", "bank": "示例银行上海分行", "account": "62220000"},
}
OFFICIAL = "26310000000000000001"


def text_of(answer: object) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))  # type: ignore[attr-defined]


def leaves_it_to_finance(client: Client) -> None:
    """Read the money page as somebody who only looks."""
    looks = text_of(client.get("/desk/money/"))
    assert ("有 1 件等财务处理" in looks, "只有财务能办" in looks) == (True, True)


def asks_for_special(there: str, zhang: Client) -> None:
    """Be sent to an ordinary one as a person, then ask as a company; a link opens no title that is kept."""
    person = zhang.post(f"{there}special/", {**SPECIAL, "tax_number": ""})
    assert (person.status_code, "个人请申请普通发票" in text_of(person)) == (422, True)
    assert zhang.post(f"{there}special/", {**SPECIAL, "keep": "on"}).status_code == 302
    shown = text_of(zhang.get(there))
    assert ("财务正在核对" in shown, "我保存的抬头" in shown) == (True, False)


def keeps_title(there: str, person: str, stranger: Client) -> None:
    """Find the title that was kept once the phone is proved, use it, and remove it; nobody else does."""
    signed_in = Client()
    session = signed_in.session
    session.update(shared.proof_of(person))
    session.save()
    kept = signed_in.get(there).content.decode()
    assert "91350100M000100Y43" in kept
    forget = re.search(rf'action="({there}title/[^"]+/)"', kept)
    assert forget is not None
    assert stranger.post(forget[1]).status_code == 404
    assert signed_in.post(forget[1]).status_code == 302
    assert "我保存的抬头" not in text_of(signed_in.get(there))


def is_summed(finance: Client) -> None:
    table = finance.get("/desk/money/invoices/?colour=blue&as=csv").content.decode("utf-8-sig")
    assert OFFICIAL in table
    whole = f"{Invoice.objects.get().amount_fen / 100:g}"
    assert re.search(rf"专票合计,,,,{whole}", table)


class TestInvoices:
    def test_are_summed_for_this_month_unless_days_are_asked_for(self, sits: Callable[[cast.Member], Client]) -> None:
        finance = sits(cast.QIAN)
        assert "本月" in text_of(finance.get("/desk/money/invoices/"))
        assert "本月" not in text_of(finance.get("/desk/money/invoices/?since=2026-11-01"))

    def test_are_asked_for_issued_by_hand_and_taken_away(self, sits: Callable[[cast.Member], Client]) -> None:
        now, finance = timezone.now(), sits(cast.QIAN)
        walked = a_repair(now=now - timedelta(hours=6), at="closed")
        zhang = Client()
        zhang.get(f"/c/{walked.token}/")
        own = f"/customer/repairs/{walked.repair.number}/"
        there = f"{own}invoice/"
        assert there in zhang.get(own).content.decode()
        assert ("申请发票" in text_of(zhang.get(there)), "暂不发邮件" in text_of(zhang.get(there))) == (True, True)

        refused = zhang.post(f"{there}wish/", {**WISH, "tax_number": "91350100M000100Y44", "mail": ""})
        said = text_of(refused)
        assert (refused.status_code, "税号不对" in said, "发到哪里" in said) == (422, True, True)
        assert WISH["title"] in refused.content.decode()
        assert zhang.post(f"{there}wish/", WISH).status_code == 302
        assert "申请了发票" in text_of(zhang.get(own))
        asks_for_special(there, zhang)
        assert Client().get(there).status_code in (302, 403, 404)
        assert "有 1 件等您处理" in text_of(finance.get("/desk/money/"))
        leaves_it_to_finance(sits(cast.ADMIN))
        listed = finance.get("/desk/money/invoices/?only=stuck&q=合宜")
        at = re.search(r'href="(/desk/money/invoices/I-[^"]+/)"', listed.content.decode())
        assert at is not None
        assert "请核对开给谁" in text_of(listed)
        assert finance.post(f"{at[1]}clearance/").status_code == 302
        assert "待手工开具" in text_of(finance.get(at[1]))
        assert "cw@example.com" not in finance.get(at[1]).content.decode()
        assert "示例银行上海分行 62220000" in text_of(finance.post(f"{at[1]}buyer/"))
        assert "查看了发票" in text_of(zhang.get(f"{own}?all=1"))
        read = held(finance, f"{at[1]}?do=issued") | {"day": f"{now:%Y-%m-%d}"}
        assert finance.post(f"{at[1]}issued/", read | {"official": "123"}).status_code == 422
        assert finance.post(f"{at[1]}issued/", {"official": OFFICIAL, "day": f"{now:%Y-%m-%d}"}).status_code == 409
        assert finance.post(f"{at[1]}issued/", read | {"official": OFFICIAL}).status_code == 302

        assert "没有设置邮件服务器" in text_of(finance.get(at[1]))
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
        keeps_title(there, str(walked.repair.customer_id), stranger)

        is_summed(finance)
        assert sits(cast.XIAO_CHEN).get("/desk/money/invoices/").status_code == 403
