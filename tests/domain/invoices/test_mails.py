"""An invoice written by hand is mailed to who asked for mail: once, with its file, where a mail server is set up."""

from datetime import datetime, timedelta
from email import message_from_bytes, policy
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from anxin.core import files, later
from anxin.core.acting import acting
from anxin.core.errors import WrongState
from anxin.core.outbox import Message
from anxin.core.timeline import Entry
from anxin.demo import cast
from anxin.domain.invoices import actions, queries
from anxin.domain.invoices.commands import INVOICES
from anxin.domain.invoices.commands.fields import SpecialWish
from anxin.domain.invoices.models import Invoice
from anxin.domain.invoices.queries import Buyer
from anxin.domain.ledger import queries as money
from anxin.domain.notices.models import Notice
from anxin.domain.people.queries import actors
from tests import builders
from tests.domain.invoices.scenes import ANNA, FIRM
from tests.standins.mail import MailServer, self_signed

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4 invoice"


def filed(now: datetime, buyer: Buyer) -> Invoice:
    """Have it asked for, written by hand, and its file put on the customer's page, twice."""
    walk = builders.a_repair(now=now, at="closed")
    bill = money.latest(walk.repair.stream())
    assert bill is not None
    finance = walk.by(cast.QIAN)
    row = acting(lambda: actions.ask_for(bill=bill, buyer=buyer, by=walk.customer, now=walk.now))
    acting(lambda: actions.issue(invoice=row, official="2" * 20, at=walk.now, by=finance, now=walk.now))
    kept = acting(lambda: files.receive([PDF], length=len(PDF), allowed={"application/pdf"}, now=walk.now))
    acting(lambda: INVOICES.give("file", row=row, fields={"files": (kept,)}, by=finance, now=walk.now))
    for _ in range(2):
        later.run_due(walk.now, raising=False)
    row.refresh_from_db()
    return row


def mails() -> list[Message]:
    return list(Message.objects.filter(template=queries.MAILED))


class TestMail:
    def test_brings_the_file_once_to_the_address_that_was_given(
        self, now: datetime, tmp_path: Path, settings: Any
    ) -> None:
        written = self_signed("localhost", tmp_path)
        with MailServer("smtps", written) as server:
            settings.SMTP, settings.SMTP_CA = server.address(), str(written)
            row = filed(now, ANNA)
        (raw,) = server.letters
        letter = message_from_bytes(raw, policy=policy.default)
        (file,) = letter.iter_attachments()  # type: ignore[attr-defined]
        assert (letter["To"], letter["Subject"]) == (ANNA.mail, f"您的数电票 {row.official}")
        assert (file.get_filename(), file.get_content_type()) == (f"{row.official}.pdf", "application/pdf")
        assert file.get_content() == PDF
        mail = queries.mailed(row)
        assert mail is not None
        assert (row.state, mail.sent_at is not None, mail.on_its_way) == ("delivered", True, False)
        assert ANNA.mail not in str([(one.ids, one.audience, one.key) for one in mails()])

    @pytest.mark.parametrize(("server", "buyer"), [("", ANNA), ("smtp://localhost:1", FIRM)])
    def test_is_none_where_no_server_is_set_up_or_no_mail_was_asked_for(
        self, server: str, buyer: Buyer, now: datetime, settings: Any
    ) -> None:
        settings.SMTP = server
        assert (filed(now, buyer).state, mails()) == ("delivered", [])


class TestWish:
    def test_says_all_that_is_wrong_with_it_at_once(self, now: datetime) -> None:
        wrong = {"title": "上海合宜贸易有限公司", "tax_number": "1", "address": "上海市示例路 1 号", "tel": "65550123"}
        with pytest.raises(ValidationError) as refused:
            SpecialWish.model_validate({**wrong, "bank": "示例上海", "account": "1"})
        said = {str(one.get("ctx", {}).get("field", "") or one["loc"][0]) for one in refused.value.errors()}
        assert said == {"tax_number", "tel", "bank", "account", "mail"}


class TestMailThatDoesNotLeave:
    @pytest.fixture
    def lost(self, now: datetime, settings: Any) -> Invoice:
        settings.SMTP = "smtp://localhost:1"
        row = filed(now, ANNA)
        for hour in range(1, 12):
            later.run_due(now + timedelta(days=30, hours=hour), raising=False)
        return row

    def test_is_told_to_finance_with_the_invoice_it_belongs_to(self, lost: Invoice) -> None:
        mail = queries.mailed(lost)
        assert mail is not None
        assert (mail.is_lost, mail.why) == (True, "ConnectionRefusedError")
        told = Notice.objects.get(code="invoice_unmailed")
        assert (told.facts["invoice"], told.account and told.account.username) == (lost.number, cast.QIAN.username)
        assert ANNA.mail not in str(list(Entry.objects.filter(code="invoices.mail_lost").values_list("facts")))

    def test_goes_again_once_the_server_works_because_finance_says_so(
        self, lost: Invoice, now: datetime, tmp_path: Path, settings: Any
    ) -> None:
        finance, later_on = actors.actor_of_account(builders.account(cast.QIAN), now=now), now + timedelta(days=31)
        written = self_signed("localhost", tmp_path)
        with MailServer("smtps", written) as server:
            settings.SMTP, settings.SMTP_CA = server.address(), str(written)
            acting(lambda: INVOICES.give("mailing", row=lost, by=finance, now=later_on, fields={}))
            with pytest.raises(WrongState):
                acting(lambda: INVOICES.give("mailing", row=lost, by=finance, now=later_on, fields={}))
            later.run_due(later_on)
        assert len(server.letters) == 1
        mail = queries.mailed(lost)
        assert mail is not None
        assert not mail.is_lost
