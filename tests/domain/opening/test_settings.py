"""Settings are kept by whom they are for: role, scope and second person are asked whoever calls."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, Invalid, Missing, WrongState
from anxin.core.settings.models import SettingRow
from anxin.demo import cast, ground
from anxin.domain.opening.commands import SETTING_CHANGES, SETTINGS
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors

pytestmark = pytest.mark.django_db
SECOND, OWN = "claims.second_person_fen", "claims.answer_h"


@pytest.fixture(autouse=True)
def _laid(now: datetime) -> None:
    ground.lay(now=now)


def by(member: cast.Member, now: datetime) -> Actor:
    return actors.actor_of_account(people.account(member.username), now=now)


def proposes(
    member: cast.Member, now: datetime, *, name: str = SECOND, value: Any = 50_000, house: Any = None
) -> SettingRow:
    told = {"name": name, "value": value, "valid_from": now + timedelta(days=8), "why": "内控"}
    row = house or people.operator()
    return acting(lambda: SETTINGS.give("change", row=row, by=by(member, now), now=now, fields=told))


def gives(name: str, row: SettingRow, member: cast.Member, now: datetime) -> None:
    acting(lambda: SETTING_CHANGES.give(name, row=row, by=by(member, now), now=now, fields={}))


class TestChange:
    def test_of_the_public_address_is_a_command_of_its_own_that_takes_two(self, now: datetime) -> None:
        with pytest.raises(settings.ByCommand):
            proposes(cast.ADMIN, now, name="notices.address", value="https://own.example")
        assert settings.history("notices.address") == []

    @pytest.mark.parametrize(
        "member", [cast.XIAO_CHEN, cast.LIN, cast.QIAN, cast.XIAO_MEI, cast.XIAO_WU, cast.MASTER_LUO]
    )
    def test_is_proposed_by_nobody_who_keeps_no_settings(self, member: cast.Member, now: datetime) -> None:
        with pytest.raises(Forbidden):
            proposes(member, now)
        assert settings.history(SECOND) == []

    @pytest.mark.parametrize("name", [OWN, "claims.answer_suspect_h", "claims.replacement_d"])
    def test_by_a_merchant_shortens_his_own_time_and_never_lengthens_it(self, name: str, now: datetime) -> None:
        house, most = people.organisation(cast.MERCHANT.slug), settings.get(name, at=now)
        with pytest.raises(Invalid):
            proposes(cast.MERCHANT_OWNER, now, name=name, value=most + 1, house=house)
        proposes(cast.MERCHANT_OWNER, now, name=name, value=most - 1, house=house)
        after = now + timedelta(days=9)
        assert settings.get(name, at=after, organisation=str(house.id)) == most - 1
        proposes(cast.ADMIN, after, name=name, value=most - 2)  # what falls for all falls for him
        assert settings.get(name, at=after + timedelta(days=9), organisation=str(house.id)) == most - 2

    def test_of_his_own_time_that_was_lengthened_before_the_upgrade_counts_no_more(self, now: datetime) -> None:
        house = str(people.organisation(cast.MERCHANT.slug).id)
        told = {"name": OWN, "value": 120, "valid_from": now, "proposed_by": "x", "proposed_at": now}
        acting(lambda: SettingRow.objects.create(**told, organisation=house, confirmed_at=now))
        assert settings.get(OWN, at=now, organisation=house) == 48
        assert settings.of_houses(OWN, at=now) == {OWN: []}

    def test_of_the_installation_is_no_merchants(self, now: datetime) -> None:
        house = people.organisation(cast.MERCHANT.slug)
        with pytest.raises(WrongState):
            proposes(cast.MERCHANT_OWNER, now, name=OWN, value=24)
        with pytest.raises(Missing):
            proposes(cast.MERCHANT_OWNER, now, house=house)
        assert proposes(cast.MERCHANT_OWNER, now, name=OWN, value=24, house=house).organisation == str(house.pk)

    def test_is_confirmed_by_a_second_person_who_may_and_once(self, now: datetime) -> None:
        row = proposes(cast.ADMIN, now)
        for member in (cast.ADMIN, cast.XIAO_CHEN, cast.XIAO_WU):
            with pytest.raises(Forbidden):
                gives("confirmation", row, member, now)
        with pytest.raises(WrongState):
            gives("confirmation", row, cast.MERCHANT_OWNER, now)
        gives("confirmation", row, cast.QIAN, now)
        row.refresh_from_db()
        assert row.confirmed_by == by(cast.QIAN, now).key
        with pytest.raises(WrongState):
            gives("confirmation", row, cast.QIAN, now)

    def test_is_taken_back_by_who_keeps_settings_and_only_before_it_counts(self, now: datetime) -> None:
        row = proposes(cast.ADMIN, now)
        with pytest.raises(Forbidden):
            gives("withdrawal", row, cast.QIAN, now)
        gives("confirmation", row, cast.QIAN, now)
        with pytest.raises(WrongState):
            gives("withdrawal", row, cast.ADMIN, now + timedelta(days=9))
        gives("withdrawal", row, cast.ADMIN, now)
        row.refresh_from_db()
        assert settings.state_of(row, now=now) == "withdrawn"
