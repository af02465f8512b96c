"""A rehearsal: played by the real ways, kept with what one would read, and nothing else of it left."""

from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.apps import apps
from django.utils import timezone

from anxin.core import later, timeline
from anxin.core.acting import acting, refuse_inside
from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.ids import uuid7
from anxin.demo import cast, ground
from anxin.domain.network import actions as network_actions
from anxin.domain.network import queries as network
from anxin.domain.network.models import Authorisation, Outlet, Skill, Technician, Territory
from anxin.domain.network.rules.working_hours import EVEN, Week, weeks_of
from anxin.domain.network.wording import GAPS
from anxin.domain.opening import queries
from anxin.domain.opening.actions import rehearsal_steps
from anxin.domain.opening.actions.rehearsal_steps import PlayedStep
from anxin.domain.opening.commands import BRANDS
from anxin.domain.opening.models import Opening, Rehearsal
from anxin.domain.people import queries as people
from anxin.domain.people.models import Organisation
from anxin.domain.places import gateway as places
from anxin.domain.publications.models import Text
from anxin.domain.visits import gateway
from tests.builders import legal_texts
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db(transaction=True)
ADMIN = Actor(kind="staff", id="0199", roles=frozenset({"operator"}))


@pytest.fixture
def heyan(now: datetime) -> Organisation:
    ground.lay(now=now)
    Opening.objects.all().delete()
    legal_texts(now=now)
    return people.organisation(cast.HEYAN.slug)


def rehearsed(brand: Organisation, now: datetime, **fields: str) -> Rehearsal:
    acting(lambda: BRANDS.give("rehearsal", row=brand, by=ADMIN, now=now, fields=fields))
    later.run_due(now)
    return Rehearsal.objects.get()


def rows() -> dict[str, int]:
    models = (one for one in apps.get_models() if one._meta.managed and one is not Rehearsal)
    return {one._meta.db_table: one._base_manager.count() for one in models}


class TestRehearsal:
    def test_reads_as_the_customer_would_to_the_code_and_the_claim_to_the_money_and_leaves_nothing(
        self, heyan: Organisation, now: datetime
    ) -> None:
        later.run_due(now)
        before = rows()

        one = rehearsed(heyan, now, counties="武侯区、东莞市、海淀区", hours="10:00、22:10")

        told = {
            (case["county"], case["hour"]): {step["code"]: step["reads"] for step in case["steps"]}
            for case in one.cases
        }
        assert one.passed, told
        assert list(told["四川省成都市武侯区", "22:10"]) == [
            *("window", "report", "technician", "check", "booked", "came", "quote", "finished"),
        ]
        assert cast.OUTLET_WUHOU.name in told["四川省成都市武侯区", "10:00"]["technician"]
        assert told["北京市海淀区", "22:10"] == {"reach": "那里还没有师傅：请客户登记候补。"}
        assert list(told["", ""]) == ["claim", "agreed"]
        after = rows()
        changed = {name for name in after if after[name] != before[name]}
        assert changed == {"core_latertask"}  # the rehearsal itself was work for later
        assert timeline.verify() == []

    def test_compiles_what_it_needs_before_it_holds_the_database(
        self, heyan: Organisation, now: datetime, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        done: list[str] = []

        def compiled() -> None:
            refuse_inside()
            done.append("compiled")

        def played(**_: object) -> Iterator[PlayedStep]:
            done.append("played")
            yield PlayedStep(code="reported", ok=True, reads="-")

        monkeypatch.setattr(gateway, "compile_matching", compiled)
        monkeypatch.setattr(rehearsal_steps, "report", played)
        monkeypatch.setattr(rehearsal_steps, "claim", played)
        rehearsed(heyan, now, counties="武侯区", hours="10:00")
        assert done[0] == "compiled"
        assert set(done[1:]) == {"played"}

    def test_chooses_counties_that_somebody_serves_and_one_that_nobody_does(
        self, heyan: Organisation, now: datetime
    ) -> None:
        chosen = queries.rehearsals.counties_of(heyan, now=now)
        reached = [network.service_at(brand=heyan, code=one, outside=False, now=now) for one in chosen]
        assert reached == [*["served"] * (len(chosen) - 1), "uncovered"]
        assert 2 <= len(chosen) <= 6

    def test_says_who_could_take_the_offer_himself_and_who_only_through_the_outlet(
        self, heyan: Organisation, now: datetime
    ) -> None:
        def technician() -> str:
            Rehearsal.objects.all().delete()
            one = rehearsed(heyan, now, counties="武侯区", hours="10:00")
            assert one.passed
            return next(step["reads"] for step in one.cases[0]["steps"] if step["code"] == "technician")

        assert "都还没登录过，要由网点接单派人" in technician()
        enrolled([cast.MASTER_LUO.username], now=now)
        assert "1 位可以自己接单" in technician()

    def test_that_meets_nobody_fails_and_says_at_which_step(self, heyan: Organisation, now: datetime) -> None:
        Skill.objects.all().delete()

        one = rehearsed(heyan, now, counties="武侯区", hours="22:10")

        assert not one.passed
        assert [(step["code"], step["ok"]) for step in one.cases[0]["steps"]] == [("window", False)]
        assert one.cases[0]["steps"][0]["reads"] == str(GAPS["nobody_able"]), "as the gaps say it"

    def test_reads_windows_outside_of_breaks_and_of_weeks_off(self, heyan: Organisation, now: datetime) -> None:
        def first(week: Week) -> str:
            Rehearsal.objects.all().delete()
            for who in Technician.objects.all():
                acting(lambda who=who: network_actions.keep_week(technician=who, week=week, by=ADMIN, now=now))
            return str(rehearsed(heyan, now, counties="武侯区", hours="11:30").cases[0]["steps"][0]["reads"])

        parted = Week.every(dict.fromkeys(range(7), ((480, 720), (960, 1200))))
        none = Week.every({})
        even, monday = timezone.localdate(now) + timedelta(days=1), timezone.localdate(now) + timedelta(days=6)
        assert "16:00–18:00" in first(parted)
        assert weeks_of(even) == weeks_of(monday - timedelta(days=1)) == EVEN != weeks_of(monday)
        assert "16:00–18:00" in first(Week(none.odd, parted.even))
        assert first(Week(parted.odd, none.even)).startswith(f"{monday.month}月{monday.day}日 08:00–10:00")

    def test_that_plays_no_report_to_its_end_fails_and_names_the_counties(
        self, heyan: Organisation, now: datetime
    ) -> None:
        one = rehearsed(heyan, now, counties="海淀区、朝阳区 北京市", hours="10:00")

        assert not one.passed
        [nowhere] = [case for case in one.cases if not all(step["ok"] for step in case["steps"])]
        assert [step["code"] for step in nowhere["steps"]] == ["reach"]
        assert "北京市海淀区" in nowhere["county"]
        assert [step["code"] for step in one.cases[-2]["steps"]] == ["claim", "agreed"]

    def test_draws_nothing_as_served_that_is_left_out_or_closed(self, heyan: Organisation, now: datetime) -> None:
        outlet = Outlet.objects.get(code="AX-CD-01")
        areas = {"outlet": outlet, "brand": heyan, "kind": "apart", "from_at": now}
        apart = [one for one in places.counties("510000") if one.startswith("5101") and one != "510107"]
        Territory.objects.bulk_create(Territory(id=uuid7(), division=one, **areas) for one in apart)
        today = timezone.localdate(now)
        span = {"from_date": today, "to_date": today, "why": "搬家", "by": ADMIN, "now": now}
        acting(lambda: network_actions.close(outlet=Outlet.objects.get(code="AX-DG-01"), **span))

        *served, nobody = queries.rehearsals.counties_of(heyan, now=now)

        assert served == ["510107"]
        assert network.service_at(brand=heyan, code=nobody, outside=False, now=now) == "uncovered"

    def test_without_a_privacy_notice_fails_and_says_so_first(self, heyan: Organisation, now: datetime) -> None:
        Text.objects.filter(document__code="privacy").delete()

        one = rehearsed(heyan, now, counties="武侯区", hours="10:00")

        first = one.cases[0]["steps"][0]
        assert (one.passed, first["code"], first["ok"]) == (False, "legal", False)
        assert "个人信息保护政策" in first["reads"]

    @pytest.mark.parametrize(
        ("fields", "refused"), [({"counties": "火星区"}, "counties"), ({"hours": "25点"}, "hours")]
    )
    def test_refuses_a_county_nobody_knows_and_no_hour(
        self, fields: dict[str, str], refused: str, heyan: Organisation, now: datetime
    ) -> None:
        with pytest.raises(Invalid) as error:
            rehearsed(heyan, now, **fields)
        assert error.value.field == refused


class TestTheSwitch:
    def test_asks_for_one_that_passed_on_what_is_configured_now(self, heyan: Organisation, now: datetime) -> None:
        def lacks() -> bool:
            return any(
                one.code == "rehearsal" and not one.ok for one in queries.checks(now=now) if one.brand == "heyan"
            )

        assert lacks()
        with pytest.raises(WrongState):
            acting(lambda: BRANDS.give("opening", row=heyan, by=ADMIN, now=now, fields={}))
        rehearsed(heyan, now, counties="武侯区", hours="10:00")
        assert not lacks()
        Authorisation.objects.filter(kind="technician").update(to_date=now.date() + timedelta(days=1))
        assert lacks()
