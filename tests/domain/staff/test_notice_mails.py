"""Outlets and merchants hear by mail of what can't wait for a look at the bell."""

from datetime import datetime, timedelta

import pytest

from anxin.core import vault
from anxin.core.acting import acting
from anxin.core.outbox import Message, carried
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.demo.walk import STEPS
from anxin.domain.notices import actions as notices
from anxin.domain.notices.models import Notice
from anxin.domain.staff.actions import invitations, notice_mails
from anxin.domain.staff.models import Mailbox
from tests import builders, claim_builders

pytestmark = pytest.mark.django_db
PERSONAL = (cast.BUYER.name, cast.BUYER.phone, cast.MS_ZHANG.name, cast.MS_ZHANG.phone, "银杏里")


def reachable(member: cast.Member) -> str:
    """Give somebody a mail address."""
    row = builders.account(member)
    sealed = vault.seal(invitations.MAIL, row.pk, f"{member.username}@example.com")
    Mailbox.objects.update_or_create(account=row, defaults={"mail_sealed": sealed})
    return f"account:{row.pk}"


def mailed(now: datetime) -> list[Message]:
    acting(lambda: notice_mails.send(now=now))
    return list(Message.objects.filter(template=notice_mails.TEMPLATE).order_by("id"))


class TestOutlet:
    def test_hears_of_an_order_at_once_at_night_too(self, now: datetime) -> None:
        one = builders.a_repair(now=now.replace(hour=15, minute=30), at="triaged")  # 23:30 in Shanghai
        boss = reachable(cast.BOSS_HE)
        STEPS["ordered"](one)
        (mail,) = mailed(one.now)
        text = carried(mail)
        assert mail.audience == boss
        assert (one.repair.number in text, text.endswith("/notices/")) == (True, True)
        assert not [word for word in PERSONAL if word in text]

    def test_without_an_address_has_the_bell(self, now: datetime) -> None:
        one = builders.a_repair(now=now, at="ordered")
        assert mailed(one.now) == []
        assert not Notice.objects.exclude(mail_at=None).exists()
        assert Notice.objects.filter(code="outlet_order").exists()


class TestMerchant:
    def test_hears_of_a_new_claim_and_of_half_its_time(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now)
        reachable(cast.MERCHANT_OWNER)
        assert [one.claim.number in carried(mail) for mail in mailed(one.now)] == [True]
        for hours, count in ((23, 1), (25, 2), (26, 2), (43, 3)):
            at = now + timedelta(hours=hours)
            acting(lambda at=at: notices.remind(now=at))
            assert len(mailed(at + timedelta(hours=12))) == count

    def test_is_not_woken_at_night(self, now: datetime) -> None:
        one = claim_builders.a_claim(now=now.replace(hour=15, minute=30))
        reachable(cast.MERCHANT_OWNER)
        assert mailed(one.now) == []
        waits = Notice.objects.filter(code="claim_new").latest("at").mail_at
        assert waits is not None
        assert waits.astimezone(SHANGHAI).strftime("%H:%M") == "08:00"
        for at in (waits, waits + timedelta(hours=1)):
            assert len(mailed(at)) == 1
