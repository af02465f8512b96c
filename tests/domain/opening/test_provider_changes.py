"""Where customers' money goes, and which way links and codes go, changes only when two administrators say so."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from anxin.commands.admin import change_role
from anxin.core import providers, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import AnxinError, Forbidden, WrongState
from anxin.core.timeline import Entry
from anxin.demo import cast, ground
from anxin.domain.notices.models import Notice
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries
from anxin.domain.opening.actions.installation import put_mail
from anxin.domain.opening.commands import INSTALLATION
from anxin.domain.opening.commands.providers import CHANGES, PROVIDERS
from anxin.domain.opening.models import ProviderChange
from anxin.domain.opening.queries import provider_changes
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.queries import actors
from anxin.domain.staff import actions as staff_actions
from anxin.domain.staff import queries as staff
from anxin.domain.staff import rules as staff_rules
from tests.factor_builders import enrolled
from tests.standins.wechat import WeChat

pytestmark = pytest.mark.django_db
As = Callable[[cast.Member], Actor]


@pytest.fixture
def who(now: datetime, db: None) -> As:
    """Lay the cast with one administrator who can come in; give actors of it."""
    ground.lay(now=now)
    enrolled([cast.ADMIN.username], now=now)

    def actor(member: cast.Member) -> Actor:
        found = people_queries.account(member.username)
        assert found is not None
        return actors.actor_of_account(found, now=now)

    return actor


@pytest.fixture
def second(who: As, now: datetime) -> None:
    """Make a second administrator."""
    qian = people_queries.account(cast.QIAN.username)
    assert qian is not None
    acting(lambda: people.grant(account=qian, organisation=people_queries.operator(), role="operator", now=now))
    enrolled([cast.QIAN.username], now=now)


def keep(by: Actor, now: datetime, **changed: str) -> None:
    with WeChat(now=now) as wechat:
        fields = {**wechat.values, **wechat.secrets, **changed}
    acting(lambda: PROVIDERS.give("wechat", row=people_queries.operator(), by=by, now=now, fields=fields))


def answer(name: str, by: Actor, now: datetime) -> None:
    row = provider_changes.provider_change(str(ProviderChange.objects.get(state="asked").pk), actor=by, now=now)
    acting(lambda: CHANGES.give(name, row=row, by=by, now=now, fields={}))


def merchant() -> str:
    kept = providers.account("wechat")
    return kept.values["merchant"] if kept else ""


class TestAnAccountForPayments:
    def test_counts_at_once_while_there_is_one_administrator(self, who: As, now: datetime) -> None:
        keep(who(cast.ADMIN), now)

        assert merchant() == "1900000109"
        assert not ProviderChange.objects.exists()

    def test_that_is_refused_is_told_to_who_asked_for_it(self, who: As, second: None, now: datetime) -> None:
        set_up("address", who(cast.ADMIN), now, address="https://own.example")
        answer("refusal", who(cast.QIAN), now)
        told = set(Notice.objects.values_list("code", "account__username"))
        assert told == {("change_asked", cast.QIAN.username), ("change_refused", cast.ADMIN.username)}

    def test_stays_what_it_was_until_another_administrator_agrees(self, who: As, second: None, now: datetime) -> None:
        keep(who(cast.ADMIN), now)
        assert merchant() == ""
        answer("agreement", who(cast.QIAN), now)
        assert merchant() == "1900000109"
        secrets = providers.account("wechat")
        assert secrets is not None
        left = {"private_key": "", "api_key": "", "gateway": secrets.values["gateway"]}
        keep(who(cast.QIAN), now, merchant="1666666666", **left)

        (one,) = provider_changes.provider_changes(actor=who(cast.ADMIN), now=now)
        assert [told[1:] for told in one.differences if told[0] == "merchant"] == [("1900000109", "1666666666")]
        assert secrets.values["private_key"] not in str(list(ProviderChange.objects.values()))
        assert merchant() == "1900000109"
        answer("agreement", who(cast.ADMIN), now)
        kept = providers.account("wechat")
        assert kept is not None
        assert (kept.values["merchant"], kept.values["private_key"]) == ("1666666666", secrets.values["private_key"])
        assert providers.health()["wechat"].tried_at is None
        assert set(ProviderChange.objects.values_list("sealed", flat=True)) == {""}

    def test_is_agreed_to_by_nobody_who_asked_and_nobody_who_does_not_administer(
        self, who: As, second: None, now: datetime
    ) -> None:
        keep(who(cast.ADMIN), now)
        change = ProviderChange.objects.get()
        with pytest.raises(AnxinError):
            answer("agreement", who(cast.ADMIN), now)
        with pytest.raises(Forbidden):
            acting(lambda: opening.agree(change=change, by=who(cast.ADMIN), now=now))
        with pytest.raises(AnxinError):
            answer("agreement", who(cast.XIAO_CHEN), now)
        with pytest.raises(IntegrityError), transaction.atomic():
            ProviderChange.objects.update(state="agreed", answered_by=change.asked_by)
        assert merchant() == ""

    @pytest.mark.parametrize(("name", "by"), [("refusal", cast.QIAN), ("withdrawal", cast.ADMIN)], ids=["no", "back"])
    def test_that_is_refused_or_taken_back_leaves_nothing_and_may_be_asked_for_anew(
        self, who: As, second: None, now: datetime, name: str, by: cast.Member
    ) -> None:
        keep(who(cast.ADMIN), now)
        with pytest.raises(WrongState) as waits:
            keep(who(cast.QIAN), now)
        assert waits.value.code == "opening.change_waits"

        answer(name, who(by), now)

        assert (merchant(), ProviderChange.objects.get().sealed) == ("", "")
        keep(who(cast.QIAN), now)
        codes = Entry.objects.filter(code__startswith="provider_change.").values_list("code", flat=True)
        assert "provider_change.asked" in codes

    def test_is_stopped_by_one_at_once_and_every_administrator_is_told(
        self, who: As, second: None, now: datetime
    ) -> None:
        keep(who(cast.ADMIN), now)
        answer("agreement", who(cast.QIAN), now)
        row = people_queries.operator()
        acting(lambda: PROVIDERS.give("stopping", row=row, by=who(cast.ADMIN), now=now, fields={"name": "wechat"}))
        assert merchant() == ""
        told = Notice.objects.filter(code="provider_stopped").values_list("account__username", flat=True)
        assert cast.QIAN.username in told
        assert not Entry.objects.filter(code="staff.way_kept").exists(), "no way by which codes go"

    def test_of_text_messages_that_is_stopped_is_a_hand_in_how_accounts_are_entered(
        self, who: As, second: None, now: datetime
    ) -> None:
        told = {"kind": "sms", "name": "aliyun", "rank": 1, "values": {"hook": "h"}, "secrets": {}}
        acting(lambda: providers.keep(**told, by=who(cast.QIAN), now=now))
        row, by = people_queries.operator(), who(cast.ADMIN)
        acting(lambda: PROVIDERS.give("stopping", row=row, by=by, now=now, fields={"name": "aliyun"}))
        assert Entry.objects.get(code="staff.way_kept").facts == {"way": "aliyun", "asked_by": by.key}
        assert {"provider_stopped", "way_kept"} <= set(
            Notice.objects.filter(account__username=cast.QIAN.username).values_list("code", flat=True)
        )


MAIL = {"host": "mail.boss.example", "kind": "smtps", "port": "465", "user": "boss", "password": "s3cret-of-mail"}


def set_up(step: str, by: Actor, now: datetime, **fields: str) -> None:
    acting(lambda: INSTALLATION.give(step, row=people_queries.operator(), by=by, now=now, fields=fields))


def host() -> str:
    server = queries.mail_server()
    return server.host if server else ""


def helped(member: cast.Member, by: Actor, now: datetime) -> bool:
    row = people_queries.account(member.username)
    assert row is not None
    found = staff.situation(row, by=by, now=now)
    assert staff_rules.may_lose_authenticator(found) is not found.helped
    return found.helped


class TestAWayLinksAndCodesGo:
    def test_counts_at_once_while_there_is_one_administrator(self, who: As, now: datetime) -> None:
        set_up("mail", who(cast.ADMIN), now, **MAIL)
        set_up("address", who(cast.ADMIN), now, address="https://own.example")

        assert (host(), settings.get("notices.address", at=now)) == ("mail.boss.example", "https://own.example")
        assert not ProviderChange.objects.exists()

    @pytest.mark.parametrize("gone", ["role", "account"])
    def test_counts_at_once_and_is_noted_once_the_other_administrator_is_gone_for_good(
        self, who: As, second: None, gone: str, now: datetime
    ) -> None:
        admin, qian = who(cast.ADMIN), people_queries.account(cast.QIAN.username) or pytest.fail("nobody")
        acting(lambda: staff_actions.go(account=qian, deputy="", until=None, by=admin, now=now))
        set_up("mail", admin, now, **MAIL)
        assert host() == "", "on leave is not gone: nobody gets alone by sending another away"

        if gone == "role":  # on the machine: in the browser two would have to agree
            role = f"{people_queries.operator().slug}:operator"
            acting(lambda: change_role(qian.username, role, "withdraw", now))
            now += timedelta(hours=73)
            acting(lambda: staff_actions.count_due(now=now))
        else:
            acting(lambda: staff_actions.disable(account=qian, why="离职", by=SYSTEM, now=now))
        answer("withdrawal", admin, now)
        set_up("mail", admin, now, **MAIL)
        set_up("address", admin, now, address="https://own.example")

        assert (host(), settings.get("notices.address", at=now)) == ("mail.boss.example", "https://own.example")
        told = {str(one.facts["way"]): (one.facts, one.actor_id) for one in Entry.objects.filter(code=staff.WAY_KEPT)}
        asked = {way: (facts["asked_by"], by) for way, (facts, by) in told.items()}
        assert asked == dict.fromkeys(("address", "mail"), (admin.key, admin.id))

    def test_stays_what_it_was_until_another_administrator_agrees_and_all_are_told(
        self, who: As, second: None, now: datetime
    ) -> None:
        set_up("mail", who(cast.ADMIN), now, **MAIL)
        (one,) = provider_changes.provider_changes(actor=who(cast.ADMIN), now=now)
        assert ("host", "", "mail.boss.example") in one.differences
        assert "s3cret" not in str(list(ProviderChange.objects.values()))
        assert host() == ""
        assert set(Notice.objects.values_list("code", "account__username")) == {("change_asked", cast.QIAN.username)}
        with pytest.raises(AnxinError):
            answer("agreement", who(cast.ADMIN), now)

        answer("agreement", who(cast.QIAN), now)

        assert host() == "mail.boss.example"
        assert "s3cret-of-mail" in queries.server_url(queries.mail_server() or pytest.fail("no server"))
        assert ("way_kept", cast.ADMIN.username) in Notice.objects.values_list("code", "account__username")
        fact = Entry.objects.get(code="staff.way_kept")
        assert fact.facts == {"way": "mail", "asked_by": who(cast.ADMIN).key, "first": True}

    def test_so_does_the_public_address_and_who_carries_text_messages(
        self, who: As, second: None, now: datetime
    ) -> None:
        before = settings.get("notices.address", at=now)
        set_up("address", who(cast.ADMIN), now, address="https://Own.example/")
        assert settings.get("notices.address", at=now) == before
        answer("agreement", who(cast.QIAN), now)
        assert settings.get("notices.address", at=now) == "https://own.example"

        fields = {"rank": "1", "key_id": "LTAI5tQnKxGfC2G6", "secret_key": "s3cret!", "sign": "青禾"}
        row, by = people_queries.operator(), who(cast.ADMIN)
        acting(lambda: PROVIDERS.give("aliyun", row=row, by=by, now=now, fields=fields))
        assert providers.account("aliyun") is None
        answer("agreement", who(cast.QIAN), now)
        assert providers.account("aliyun") is not None

    def test_is_a_hand_in_every_account_for_thirty_days_of_who_asked_and_who_agreed(
        self, who: As, second: None, now: datetime
    ) -> None:
        enrolled([cast.LIN.username], now=now)
        acting(lambda: put_mail(**{**MAIL, "host": "mail.first.example"}, by=SYSTEM, now=now))
        assert not helped(cast.LIN, who(cast.ADMIN), now)

        set_up("mail", who(cast.ADMIN), now, **MAIL)
        assert not helped(cast.LIN, who(cast.ADMIN), now), "nothing counts yet"
        answer("agreement", who(cast.QIAN), now)

        assert [helped(cast.LIN, who(one), now) for one in (cast.ADMIN, cast.QIAN)] == [True, True]
        later = now + timedelta(days=31)
        assert [helped(cast.LIN, who(one), later) for one in (cast.ADMIN, cast.QIAN)] == [False, False]
