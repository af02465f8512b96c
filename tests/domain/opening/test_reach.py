"""The checklist says who at work hears of a job or an order only while a page is open."""

from datetime import datetime

import pytest

from anxin.commands import doctor
from anxin.core import providers, vault
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.carriers import sms
from anxin.demo import cast, ground
from anxin.domain.network.models import Outlet, Technician
from anxin.domain.notices.models import PushSubscription, Way
from anxin.domain.notices.queries import technicians
from anxin.domain.opening import queries
from anxin.domain.opening.rules import Check
from anxin.domain.people.models import Account, Organisation, Person
from anxin.domain.staff.actions import invitations
from anxin.domain.staff.models import Mailbox
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def ground_laid(now: datetime) -> None:
    ground.lay(now=now)


def check(code: str, now: datetime) -> Check:
    return next(one for one in queries.house_checks(now=now) if one.code == code)


def texts_leave(now: datetime, *, lacks: str = "") -> None:
    """Keep a provider of text messages with a template for what technicians are told, tried well."""
    lines = "\n".join(f"{one} = SMS_{n}" for n, one in enumerate(technicians.TEXTS) if one != lacks)
    kept = {"kind": sms.KIND, "name": "sms_aliyun", "rank": 1, "values": {"templates": lines}, "secrets": {}}
    acting(lambda: providers.keep(**kept, by=SYSTEM, now=now))  # type: ignore[arg-type]
    acting(lambda: providers.note_trial("sms_aliyun", fault="", now=now))


def subscribed(account: Account, now: datetime) -> None:
    PushSubscription.objects.create(account=account, index=account.username, told_sealed="-", made_at=now)


@pytest.mark.usefixtures("ground_laid")
class TestTechnicians:
    def test_without_texts_are_told_by_a_device_alone(self, now: datetime) -> None:
        alone = check("told", now)
        assert (alone.ok, alone.blocks, alone.says) == (False, False, "textless")
        assert alone.facts["count"] == alone.facts["all"] > 1
        assert "给师傅的短信发不出去" in queries.missing(alone)

        luo = builders.account(cast.MASTER_LUO)
        subscribed(luo, now)
        assert check("told", now).facts["count"] == int(str(alone.facts["count"])) - 1
        Way.objects.create(account=luo, way="text", changed_at=now)
        assert check("told", now).facts["count"] == alone.facts["count"], "he wants no push"

    def test_with_texts_are_told_by_their_phone(self, now: datetime) -> None:
        texts_leave(now)
        assert check("told", now).ok

        luo = builders.account(cast.MASTER_LUO)
        Person.objects.filter(accounts=luo).update(phone_sealed="")
        found = check("told", now)
        assert (found.ok, found.says, found.facts["count"]) == (False, "", 1)
        assert queries.missing(found).endswith(f"：{cast.MASTER_LUO.number}")
        subscribed(luo, now)
        assert check("told", now).ok

    def test_whose_account_is_shut_is_told_nothing_and_who_takes_no_jobs_is_not_counted(self, now: datetime) -> None:
        texts_leave(now)
        Account.objects.filter(username=cast.MASTER_LUO.username).update(is_active=False)
        assert check("told", now).facts["count"] == 1
        Technician.objects.filter(number=cast.MASTER_LUO.number).update(paused_at=now)
        assert check("told", now).ok

    def test_get_no_text_without_a_template_of_theirs(self, now: datetime) -> None:
        texts_leave(now, lacks="notices.offer_new_text")
        assert check("told", now).says == "textless"


@pytest.mark.usefixtures("ground_laid")
class TestOutlets:
    def test_are_told_where_one_who_takes_orders_in_has_a_mail_address(self, now: datetime) -> None:
        alone = check("mailed", now)
        assert (alone.ok, alone.blocks) == (False, False)
        assert alone.facts["count"] == alone.facts["all"] == Outlet.objects.count()
        assert cast.OUTLET_WUHOU.name in queries.missing(alone)

        boss = builders.account(cast.BOSS_HE)
        sealed = vault.seal(invitations.MAIL, boss.pk, "boss@example.com")
        Mailbox.objects.create(account=boss, mail_sealed=sealed)
        assert cast.OUTLET_WUHOU.name not in queries.missing(check("mailed", now))
        Mailbox.objects.update(mail_sealed="")
        assert cast.OUTLET_WUHOU.name in queries.missing(check("mailed", now))

    def test_that_take_no_orders_are_not_asked_for(self, now: datetime) -> None:
        Outlet.objects.update(takes_orders=False)
        assert not [one for one in queries.house_checks(now=now) if one.code == "mailed"]

    def test_stand_in_the_terminal_too(self, now: datetime) -> None:
        found = {one.code: one for one in doctor.findings(now=now)}
        assert (found["mailed"].ok, "登记邮箱" in found["mailed"].do) == (False, True)
        assert (found["told"].ok, "铃铛" in found["told"].do) == (False, True)


def test_an_empty_house_is_asked_for_neither(db: None, now: datetime) -> None:
    assert not Organisation.objects.filter(kind=Organisation.Kind.OUTLET).exists()
    assert not {"told", "mailed"} & {one.code for one in queries.checks(now=now)}
