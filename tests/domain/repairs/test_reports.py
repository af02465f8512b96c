"""What a report has to say is asked by the house, whoever sends it and from where."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from anxin.core.acting import acting
from anxin.core.actors import STRANGER
from anxin.core.errors import Invalid
from anxin.demo import ground, walk
from anxin.domain.goods.models import Device
from anxin.domain.repairs import actions
from anxin.domain.repairs.actions import Report
from anxin.domain.repairs.models import Repair
from anxin.domain.repairs.rules.report import LONGEST

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _laid(now: datetime) -> None:
    ground.lay(now=now)


def a_report(now: datetime, **told: Any) -> Report:
    return replace(walk.a_report(now=now), **told)


def reports(report: Report, now: datetime) -> Repair:
    return acting(lambda: actions.report(report=report, by=STRANGER, now=now)).repair


class TestReport:
    @pytest.mark.parametrize("channel", ["page", "phone"])
    def test_of_a_person_says_what_is_wrong(self, channel: str, now: datetime) -> None:
        silent = a_report(now, symptoms=(), told="  ", channel=channel)
        with pytest.raises(Invalid) as refused:
            reports(silent, now)
        assert refused.value.field == "symptoms"
        assert reports(replace(silent, told="打不开"), now).number

    def test_of_a_program_may_leave_it_to_the_call_as_its_schema_says(self, now: datetime) -> None:
        assert reports(a_report(now, symptoms=(), told="", channel="api"), now).number

    def test_names_faults_that_this_kind_of_goods_knows(self, now: datetime) -> None:
        with pytest.raises(Invalid) as refused:
            reports(a_report(now, symptoms=("no_such_fault",)), now)
        assert refused.value.field == "symptoms"

    @pytest.mark.parametrize("name", ["told", "address", "serial", "helper_name", "outlet", "full_why"])
    def test_is_as_long_as_said_once_and_no_longer(self, name: str, now: datetime) -> None:
        with pytest.raises(Invalid) as refused:
            reports(a_report(now, **{name: "长" * (LONGEST[name] + 1)}), now)
        assert refused.value.field == name

    @pytest.mark.parametrize("serial", ["", "HY3-FUTURE"])
    def test_tells_no_day_of_purchase_that_lies_ahead(self, serial: str, now: datetime) -> None:
        with pytest.raises(Invalid) as refused:
            reports(a_report(now, serial=serial, bought_date=now.date() + timedelta(days=2)), now)
        assert (refused.value.field, Device.objects.filter(serial=serial or "-").count()) == ("bought_date", 0)

    def test_tells_the_right_day_where_one_ahead_was_kept_before(self, now: datetime) -> None:
        day = now.date() - timedelta(days=30)
        first = a_report(now, serial="HY3-AHEAD")
        reports(first, now)
        Device.objects.filter(serial="HY3-AHEAD").update(bought_date=now.date() + timedelta(days=400))
        made = reports(replace(first, bought_date=day, proved=True), now)
        assert (Device.objects.get(serial="HY3-AHEAD").bought_date, made.covered) == (day, True)
