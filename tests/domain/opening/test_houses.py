"""Houses made, called otherwise, retired once nothing hangs on them: and what keeps one in use."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from anxin.core import hosts, row_seals, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.timeline import Entry
from anxin.demo import cast, ground
from anxin.domain.ledger.models import Transfer
from anxin.domain.network import queries as network
from anxin.domain.network.rules import appearance
from anxin.domain.opening import queries
from anxin.domain.opening.commands import BRANDS, HOUSES
from anxin.domain.opening.queries import HouseFilter
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.actions import programs
from anxin.domain.people.models import Organisation, Role
from anxin.domain.people.queries import imports
from anxin.domain.staff import queries as staff
from tests import builders, claim_builders

pytestmark = pytest.mark.django_db
ADMIN = Actor(kind="staff", id="0199", roles=frozenset({"operator"}))
NEW = {"kind": "brand", "name": "青禾", "slug": "qinghe", "licence": "9101", "site": "qinghe.example", "pages_at": ""}


@pytest.fixture(autouse=True)
def _ground(now: datetime, settings, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    settings.DATA = tmp_path
    ground.lay(now=now)


def give(command: str, row: Organisation, now: datetime, by: Actor = ADMIN, **fields: object) -> None:
    acting(lambda: HOUSES.give(command, row=row, by=by, now=now, fields=fields))
    row.refresh_from_db()


def make(now: datetime, **told: object) -> Organisation:
    give("making", people_queries.operator(), now, **{**NEW, **told})
    return people_queries.organisation(str({**NEW, **told}["slug"]))


class TestMaking:
    def test_a_brand_stays_shut_and_has_its_pages_under_its_own_name(self, now: datetime, tmp_path: Path) -> None:
        made = make(now, pages_at="https://Fix.Qinghe.example/")
        assert (made.kind, made.name, made.licence, made.site) == ("brand", "青禾", "9101", "qinghe.example")
        assert made.pages_at == "https://fix.qinghe.example"
        assert list(hosts.Hosts([], tmp_path)) == ["fix.qinghe.example"]
        assert not queries.is_open(made)
        assert row_seals.verifies(made)

    def test_a_brand_without_a_network_ticks_nothing_about_it(self, now: datetime) -> None:
        make(now)
        codes = {one.code for one in queries.checks(now=now) if one.brand == "qinghe"}
        assert {"outlets", "technicians"} <= codes
        assert not {"gaps", "entered"} & codes

    def test_a_merchant_lets_its_people_in(self, now: datetime) -> None:
        make(now, kind="merchant", slug="dian")
        assert ("dian", "青禾") in staff.houses(ADMIN)

    @pytest.mark.parametrize(
        ("told", "field"),
        [
            ({"slug": cast.HEYAN.slug}, "slug"),
            ({"slug": "Qing He"}, "slug"),
            ({"kind": "operator"}, "kind"),
            ({"kind": "outlet"}, "kind"),
            ({"kind": "merchant", "pages_at": "https://a.example"}, "pages_at"),
            ({"pages_at": "a.example/b"}, "pages_at"),
            ({"name": ""}, "name"),
        ],
    )
    def test_says_which_field_is_wrong(self, told: dict[str, object], field: str, now: datetime) -> None:
        before = Organisation.objects.count()
        with pytest.raises(Invalid) as refused:
            make(now, **told)
        assert refused.value.field == field
        assert Organisation.objects.count() == before

    def test_is_an_administrators(self, now: datetime) -> None:
        lead = Actor(kind="staff", id="0199", roles=frozenset({"merchant_owner"}))
        with pytest.raises(Forbidden):
            give("making", people_queries.operator(), now, by=lead, **NEW)


class TestCorrecting:
    def test_shows_the_new_name_everywhere_and_signatures_go_on_to_hold(self, now: datetime) -> None:
        made = make(now)
        give("correction", made, now, name="青禾家电", licence="", site="", pages_at="")
        assert network.appearance_of(made, now=now).name == "青禾家电"
        heyan = people_queries.organisation(cast.HEYAN.slug)
        give("correction", heyan, now, name="禾砚智能", licence="", site="", pages_at="")
        card = network.genuine_card(kind="hotline", code=cast.HOTLINE, now=now)
        assert (card.status, [one.brand for one in card.vouched_by][:1]) == ("genuine", ["禾砚智能"])

    def test_leaves_a_name_that_pages_were_given_apart(self, now: datetime) -> None:
        made = make(now)
        look = {"name": "QINGHE"}
        acting(
            lambda: settings.propose(
                name=appearance.SETTING, value=look, valid_from=now, by=SYSTEM, now=now, organisation=str(made.pk)
            )
        )
        give("correction", made, now, name="青禾家电", licence="", site="", pages_at="")
        assert network.appearance_of(made, now=now).name == "QINGHE"

    def test_refuses_the_name_of_another_brands_pages_and_keeps_its_own(self, now: datetime) -> None:
        first, second = make(now, pages_at="https://a.example"), make(now, slug="other", pages_at="https://b.example")
        given = {"name": "青禾", "licence": "", "site": ""}
        give("correction", first, now, **given, pages_at="https://a.example")
        with pytest.raises(Invalid) as refused:
            give("correction", second, now, **given, pages_at="https://a.example")
        assert refused.value.field == "pages_at"

    def test_is_not_of_the_house_that_runs_all(self, now: datetime) -> None:
        with pytest.raises(WrongState):
            give("correction", people_queries.operator(), now, name="别的", licence="", site="", pages_at="")


class TestRetiring:
    def test_waits_for_everything_that_hangs_on_a_house(self, now: datetime) -> None:
        heyan = people_queries.organisation(cast.HEYAN.slug)
        builders.a_repair(now=now, at="accepted")
        hangs = queries.house_row(heyan, now=now).hangs
        for one in ("people", "cases", "authorisations", "technicians", "areas", "public"):
            assert hangs[one], one
        with pytest.raises(WrongState) as refused:
            give("retirement", heyan, now, why="停止合作")
        assert refused.value.code == "opening.house_used"
        wuhou = queries.house_row(people_queries.organisation(cast.OUTLET_WUHOU.slug), now=now).hangs
        for one in ("people", "authorisations", "technicians", "areas"):
            assert wuhou[one], one
        assert (wuhou["public"], wuhou["shops"]) == (0, 0)

    def test_waits_for_repairs_and_claims_each_by_their_name(self, now: datetime) -> None:
        claim_builders.a_claim(now=now)
        shop = queries.house_row(people_queries.organisation(cast.MERCHANT.slug), now=now).hangs
        assert (shop["cases"], shop["claims"]) == (0, 1)

    def test_ends_what_a_house_could_begin_and_keeps_what_was(self, now: datetime, tmp_path: Path) -> None:
        made = make(now, pages_at="https://fix.qinghe.example")
        give("retirement", made, now, why="合同到期")
        assert made.retired_at == now
        assert not list(hosts.Hosts([], tmp_path))
        assert [one.slug for one in queries.houses(HouseFilter(retired=True), now=now)] == ["qinghe"]
        assert "qinghe" not in {one.slug for one in queries.houses(HouseFilter(kind="brand"), now=now)}
        assert "qinghe" not in dict(staff.houses(ADMIN))
        account = people_queries.account(cast.XIAO_CHEN.username)
        assert account is not None
        with pytest.raises(people.Retired):
            acting(lambda: people.grant(account=account, organisation=made, role="merchant_owner", now=now))
        told = {"name": "ERP", "scopes": ["claims.read"], "by": ADMIN, "now": now}
        with pytest.raises(people.Retired):
            acting(lambda: programs.issue_token(organisation=made, **told))  # type: ignore[arg-type]
        with pytest.raises(WrongState):
            acting(lambda: BRANDS.give("opening", row=made, by=ADMIN, now=now, fields={}))
        with pytest.raises(ValueError, match="品牌"):
            imports.organisation_of("brand")("qinghe")
        private = Entry.objects.get(code="opening.house_retired")
        assert private.facts == {"house": "qinghe"}

    def test_is_taken_back(self, now: datetime) -> None:
        made = make(now)
        give("retirement", made, now, why="合同到期")
        with pytest.raises(WrongState):
            give("correction", made, now, name="别的", licence="", site="", pages_at="")
        give("return", made, now)
        assert made.retired_at is None
        assert imports.organisation_of("brand")("qinghe") == "qinghe"
        assert [one for _at, one in queries.house_record(made)] == [
            "这家机构重新启用",
            "这家机构已停用",
            "新建了这家机构",
        ]

    def test_waits_for_money_on_its_way(self, now: datetime) -> None:
        made = make(now, kind="merchant", slug="dian")
        told = {"amount_fen": 100, "state": "pending", "reason": "refund", "created_at": now}
        Transfer.objects.create(debit=f"organisation:{made.pk}", credit="customer:1", key="t", **told)
        with pytest.raises(WrongState):
            give("retirement", made, now, why="关店")
        Transfer.objects.update(state="void")
        give("retirement", made, now, why="关店")

    def test_waits_for_the_last_who_signs_in(self, now: datetime) -> None:
        made = make(now, kind="merchant", slug="dian")
        account = people_queries.account(cast.XIAO_CHEN.username)
        assert account is not None
        seat = acting(lambda: people.grant(account=account, organisation=made, role="merchant_owner", now=now))
        with pytest.raises(WrongState):
            give("retirement", made, now, why="关店")
        Role.objects.filter(pk=seat.pk).update(to_at=now)
        give("retirement", made, now + timedelta(minutes=1), why="关店")
