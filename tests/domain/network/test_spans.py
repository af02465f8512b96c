"""One day away is said as a whole day, several from the first to the last; choices say it as everywhere else."""

from datetime import date, datetime

import pytest
from django.utils.translation import override

from anxin.core import wording
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.commands import OUTLETS, TECHNICIANS
from anxin.domain.network.models import Outlet, Technician

KEEPER = Actor(kind="staff", id="0199", roles=frozenset({"operator"}), via="page")
ONE, TWO = {"from": "2026-11-30", "to": "2026-11-30"}, {"from": "2026-11-30", "to": "2026-12-02"}


@pytest.mark.parametrize(("days", "said"), [(ONE, "2026年11月30日 全天"), (TWO, "2026年11月30日至2026年12月2日")])
def test_reads_so_in_a_history_and_in_a_notice(days: dict[str, str], said: str) -> None:
    assert wording.sentence("network.absent", {"absence": "sick", **days}) == f"病假：{said}"
    assert said in wording.message("notices.member_ill", {"number": "TX-1", **days})


def test_in_english_too() -> None:
    with override("en"):
        assert wording.sentence("network.closed", ONE) == "Closed: 2026-11-30, all day"
        assert wording.sentence("network.closed", TWO) == "Closed: 2026-11-30 to 2026-12-02"


@pytest.mark.django_db
def test_choices_of_closures_and_absences_write_days_as_everywhere_else(now: datetime) -> None:
    ground.lay(now=now)
    luo, outlet = Technician.objects.get(number=cast.MASTER_LUO.number), Outlet.objects.get(code="AX-CD-01")
    day = date(now.year + 1, 1, 5)
    days = {"from_date": day, "to_date": day, "by": KEEPER, "now": now}
    acting(lambda: network.absent(technician=luo, kind="leave", **days))
    acting(lambda: network.close(outlet=outlet, why="盘点", **days))
    closure = OUTLETS.commands["closure-end"].options["closure"](outlet, None, now, KEEPER)
    absence = TECHNICIANS.commands["absence-end"].options["absence"](luo, None, now, KEEPER)
    said = f"{day.year}年1月5日 全天"
    assert [str(text) for _key, text in closure] == [f"{said} · 盘点"]
    assert [said in str(text) for _key, text in absence] == [True]
