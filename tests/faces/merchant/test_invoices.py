"""A brand reads which invoices were asked for of repairs of its goods, month by month; another brand's never."""

import io
from collections.abc import Callable
from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from anxin.core import files
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import cast
from anxin.domain.invoices import actions as invoices
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.queries import Buyer
from anxin.domain.ledger import rules
from anxin.domain.ledger.models import Bill, Transfer
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors
from tests import builders
from tests.faces.test_claim_statements import statements
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
WAY = "/merchant/invoices/"
FIRM = Buyer(title="上海合宜贸易有限公司", tax_number="91350100M000100Y43", mail="cw@example.com")
ANNA = Buyer(title="张女士", mail="zhang@example.com")
OFFICIAL = "26310000000000000001"
PDF = b"%PDF-1.4 invoice"
Sits = Callable[[cast.Member], Client]


def asked(buyer: Buyer = FIRM, *, issued: bool = True, file: bool = True, hours: int = 6) -> Invoice:
    """Ask for the invoice of a repair of Heyan's lock; have finance issue it with its file."""
    now = timezone.now()
    walked = builders.a_repair(now=now - timedelta(hours=hours), at="closed")
    bill, by = Bill.objects.get(stream_key=walked.repair.id, state="paid"), Actor(kind="customer_link", id="c")
    row = acting(lambda: invoices.ask_for(bill=bill, buyer=buyer, by=by, now=now))
    if issued:
        acting(lambda: invoices.issue(invoice=row, official=OFFICIAL, at=now, by=_finance(now), now=now))
        row = Invoice.objects.select_related("bill", "blue").get(pk=row.pk)
    if file:
        kept = acting(lambda: files.receive([PDF], length=len(PDF), allowed=frozenset({"application/pdf"}), now=now))
        acting(lambda: invoices.add_file(invoice=row, file=kept, by=_finance(now), now=now))
    return Invoice.objects.select_related("bill", "blue").get(pk=row.pk)


def _finance(now: datetime) -> Actor:
    account = people.account(cast.QIAN.username)
    assert account is not None
    return actors.actor_of_account(account, now=now)


class TestInvoices:
    def test_are_listed_for_the_brand_and_for_no_other(self, sits: Sits) -> None:
        row = asked()
        mine = flat(sits(cast.HEYAN_OWNER).get(WAY))
        assert row.number in mine
        assert FIRM.title in mine
        assert OFFICIAL in mine
        for other in (cast.QINGFENG_OWNER, cast.MERCHANT_OWNER):
            client = sits(other)
            assert "这个月没有发票" in flat(client.get(WAY))
            assert row.number not in flat(client.get(f"{WAY}?month=all"))
            assert client.get(f"{WAY}{row.number}/").status_code == 404
            assert client.get(f"{WAY}{row.number}/file/").status_code == 404
        assert sits(cast.XIAO_WU).get(WAY).status_code == 403
        assert sits(cast.BOSS_HE).get(WAY).status_code == 403

    def test_are_narrowed_by_month_state_and_company(self, sits: Sits) -> None:
        row, client = asked(), sits(cast.HEYAN_OWNER)
        for found in ("?only=issued", "?only=delivered", "?q=合宜", f"?q={OFFICIAL}", "?month=all"):
            seen = row.number in flat(client.get(f"{WAY}{found}"))
            assert seen == (f"only={row.state}" in found or "only" not in found), found
        Invoice.objects.update(created_at=timezone.now() - timedelta(days=62))
        assert "这个月没有发票" in flat(client.get(WAY))
        assert row.number in flat(client.get(f"{WAY}?month=all"))
        before = timezone.localtime(timezone.now() - timedelta(days=62))
        assert row.number in flat(client.get(f"{WAY}?month={before:%Y-%m}"))
        assert "没有符合的发票" in flat(client.get(f"{WAY}?month=all&q=没有这家"))

    def test_of_a_company_give_their_document_to_the_owner_alone(self, sits: Sits) -> None:
        row = asked()
        owner, agent = sits(cast.HEYAN_OWNER), sits(cast.XIAO_MEI)
        page = flat(owner.get(f"{WAY}{row.number}/"))
        assert f"{WAY}{row.number}/file/" in page
        sent = owner.get(f"{WAY}{row.number}/file/")
        assert b"".join(sent.streaming_content) == PDF  # type: ignore[attr-defined]
        assert "由店主或品牌负责人下载" in flat(agent.get(f"{WAY}{row.number}/"))
        assert agent.get(f"{WAY}{row.number}/file/").status_code == 403

    def test_of_a_person_show_no_name_and_give_no_document(self, sits: Sits) -> None:
        row, owner = asked(ANNA), sits(cast.HEYAN_OWNER)
        page = flat(owner.get(f"{WAY}{row.number}/"))
        assert "张*" in page
        assert ANNA.title not in page
        assert "抬头是个人" in page
        assert owner.get(f"{WAY}{row.number}/file/").status_code == 404

    def test_are_taken_away_as_excel_with_red_ones_taken_off(self, sits: Sits) -> None:
        row, now = asked(), timezone.now()
        acting(lambda: invoices.correct(invoice=row, why="税号写错", by=_finance(now), now=now))
        red = Invoice.objects.get(blue=row)
        owner = sits(cast.HEYAN_OWNER)
        book = load_workbook(io.BytesIO(owner.get(f"{WAY}?as=xlsx").content))
        cells = {cell.value for line in book.active.iter_rows() for cell in line}  # type: ignore[union-attr]
        assert {row.number, red.number, -row.amount_fen / 100} <= cells
        assert red.number in flat(owner.get(f"{WAY}{row.number}/"))
        assert row.number in flat(owner.get(f"{WAY}{red.number}/"))

    def test_stand_beside_what_the_house_was_charged_movement_by_movement(self, sits: Sits) -> None:
        now, house = timezone.now(), people.organisation(cast.HEYAN.slug)
        bill = Bill.objects.get(stream_key=builders.a_repair(now=now, at="billed").repair.id)
        charge = {"debit": rules.organisation_account(str(house.pk)), "credit": bill.payee, "amount_fen": 3100}
        Transfer.objects.create(
            **charge, bill=bill, state="posted", key="k", reason="borne", settled_at=now, created_at=now
        )
        owner = sits(cast.HEYAN_OWNER)
        assert f"{WAY}charged/" in flat(owner.get(WAY))
        page = flat(owner.get(f"{WAY}charged/"))
        assert "本月收取 ¥31.00，退回或转入 ¥0.00" in page
        assert "¥31.00" not in flat(sits(cast.QINGFENG_OWNER).get(f"{WAY}charged/"))
        assert "本月没有收支" in flat(owner.get(f"{WAY}charged/?month=2020-01"))
        assert owner.get(f"/merchant/statement.xlsx?month={timezone.localtime(now):%Y-%m}").status_code == 200

    def test_cost_few_statements_however_many(self, sits: Sits) -> None:
        asked()
        client = sits(cast.HEYAN_OWNER)
        assert statements(client, WAY) <= 8

    def test_of_before_are_given_their_brand_by_the_upgrade(self, sits: Sits) -> None:
        row = asked()
        Invoice.objects.update(brand=None)
        fill = import_module("anxin.domain.invoices.migrations.0006_fill_brand").fill
        fill(apps, SimpleNamespace(connection=connection))
        assert Invoice.objects.get(pk=row.pk).brand == people.organisation(cast.HEYAN.slug)
