"""Where customers' money goes changes only when two administrators say so."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction

from anxin.core import providers
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import AnxinError, Forbidden, WrongState
from anxin.core.timeline import Entry
from anxin.demo import cast, ground
from anxin.domain.opening import actions as opening
from anxin.domain.opening.commands.providers import CHANGES, PROVIDERS
from anxin.domain.opening.models import ProviderChange
from anxin.domain.opening.queries import provider_changes
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.queries import actors
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
    row = provider_changes.provider_change(str(ProviderChange.objects.get(state="asked").pk), actor=by)
    acting(lambda: CHANGES.give(name, row=row, by=by, now=now, fields={}))


def merchant() -> str:
    kept = providers.account("wechat")
    return kept.values["merchant"] if kept else ""


class TestAnAccountForPayments:
    def test_counts_at_once_while_there_is_one_administrator(self, who: As, now: datetime) -> None:
        keep(who(cast.ADMIN), now)

        assert merchant() == "1900000109"
        assert not ProviderChange.objects.exists()

    def test_stays_what_it_was_until_another_administrator_agrees(self, who: As, second: None, now: datetime) -> None:
        keep(who(cast.ADMIN), now)
        assert merchant() == ""
        answer("agreement", who(cast.QIAN), now)
        assert merchant() == "1900000109"
        secrets = providers.account("wechat")
        keep(who(cast.QIAN), now, merchant="1666666666", private_key="", api_key="")

        (one,) = provider_changes.provider_changes()
        assert [told[1:] for told in one.differences if told[0] == "merchant"] == [("1900000109", "1666666666")]
        assert secrets is not None
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

    def test_is_stopped_by_one_at_once(self, who: As, second: None, now: datetime) -> None:
        keep(who(cast.ADMIN), now)
        answer("agreement", who(cast.QIAN), now)
        row = people_queries.operator()
        acting(lambda: PROVIDERS.give("stopping", row=row, by=who(cast.ADMIN), now=now, fields={"name": "wechat"}))
        assert merchant() == ""
