"""Badges on paper: only for whom a brand vouches, one at a time, and the public check knows a withdrawn one."""

from datetime import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core.acting import acting
from anxin.core.commands import ChangedMeanwhile, marks
from anxin.core.errors import AnxinError
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network import queries
from anxin.domain.network.commands import TECHNICIANS
from anxin.domain.network.models import Technician
from anxin.domain.network.queries import badges, sentences
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def luo(now: datetime) -> Technician:
    ground.lay(now=now)
    Technician.objects.filter(number=cast.MASTER_LUO.number).update(portrait="a" * 64)
    return Technician.objects.get(number=cast.MASTER_LUO.number)


def give(name: str, row: Technician, now: datetime, who: cast.Member = cast.BOSS_HE, **fields: str) -> object:
    by = builders.actor(who, now=now)
    return acting(lambda: TECHNICIANS.give(name, row=row, by=by, now=now, fields=fields))


def checked(serial: str, now: datetime) -> queries.GenuineCard:
    return queries.genuine_card(kind="technician", code=cast.MASTER_LUO.number, now=now, token=serial)


class TestBadge:
    def test_scanned_says_that_it_is_his_and_withdrawn_warns(self, luo: Technician, now: datetime) -> None:
        serial = str(give("badge", luo, now))
        assert (checked(serial, now).badge, checked(serial, now).danger) == ("printed", False)
        give("badge-end", luo, now, reason="lost")
        card = checked(serial, now)
        assert (card.badge, card.danger) == ("withdrawn", True)
        assert "作废" in sentences.says(card)
        assert badges.to_print([luo], now=now)[0].view is None

    def test_that_was_never_given_out_is_wrong(self, luo: Technician, now: datetime) -> None:
        give("badge", luo, now)
        assert (checked("222222", now).badge, checked("222222", now).danger) == ("wrong", True)

    def test_that_is_new_takes_the_place_of_the_one_before(self, luo: Technician, now: datetime) -> None:
        first, second = str(give("badge", luo, now)), str(give("badge", luo, now))
        assert (checked(first, now).badge, checked(second, now).badge) == ("withdrawn", "printed")
        shown = badges.to_print([luo], now=now)[0].view
        assert shown is not None
        assert (shown.serial, shown.until) == (second, min(one.to_date for one in shown.vouchers))

    def test_is_given_out_once_by_two_at_once(self, luo: Technician, now: datetime) -> None:
        by, read = builders.actor(cast.BOSS_HE, now=now), marks(TECHNICIANS.replaced("badge", luo, now=now))
        told = {"row": luo, "by": by, "now": now, "fields": {}, "read": read}
        serial = str(acting(lambda: TECHNICIANS.give("badge", **told)))
        with pytest.raises(ChangedMeanwhile) as refused:
            acting(lambda: TECHNICIANS.give("badge", **told))
        assert serial in str(refused.value.facts["changed"])
        assert checked(serial, now).badge == "printed"

    def test_of_everybody_asks_no_more_than_of_one(self, luo: Technician, now: datetime) -> None:
        for several in ([luo], list(Technician.objects.order_by("number"))):
            with CaptureQueriesContext(connection) as counted:
                assert len(badges.to_print(several, now=now)) == len(several)
            assert len(counted) == 3

    def test_needs_a_portrait_and_somebody_who_vouches(self, luo: Technician, now: datetime) -> None:
        luo.portrait = ""
        luo.save()
        with pytest.raises(network.NoBadge):
            give("badge", luo, now)

    def test_is_given_out_by_his_own_outlet_or_the_network_desk_alone(self, luo: Technician, now: datetime) -> None:
        for stranger in (cast.BOSS_TANG, cast.XIAO_CHEN, cast.MASTER_LUO):
            with pytest.raises(AnxinError):
                give("badge", luo, now, who=stranger)
        give("badge", luo, now, who=cast.XIAO_DENG)
