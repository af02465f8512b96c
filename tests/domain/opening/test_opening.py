"""What stands before the public: read from what is there, and a brand that opens only when nothing is missing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings as django_settings

from anxin.commands import doctor
from anxin.core import hosts, providers, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.hosts import Hosts, keep
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.domain.network import actions as network
from anxin.domain.network.models import Absence, Authorisation, BrandKey, Closure, Outlet, Shift, Skill, Technician
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries, rules
from anxin.domain.opening.commands import BRANDS, ERRANDS
from anxin.domain.opening.models import Errand, Opening, Rehearsal
from anxin.domain.opening.queries import lookup
from anxin.domain.opening.rules import Check
from anxin.domain.people import actions as people
from anxin.domain.people import queries as people_queries
from anxin.domain.people.models import Account, Factor, Organisation, Role
from anxin.domain.publications.models import Text
from anxin.domain.staff import actions as staff_actions
from anxin.domain.staff import queries as staff
from tests.builders import legal_texts
from tests.factor_builders import enrolled

pytestmark = pytest.mark.django_db
ADMIN = Actor(kind="staff", id="0199", roles=frozenset({"operator"}))


@pytest.fixture
def heyan(now: datetime, monkeypatch: pytest.MonkeyPatch) -> Organisation:
    """Lay the cast and shut one of its brands, behind TLS."""
    monkeypatch.setattr(django_settings, "BEHIND_TLS", True)
    ground.lay(now=now)
    Opening.objects.all().delete()
    enrolled([one.username for one in (cast.ADMIN, cast.QIAN, cast.XIAO_CHEN, cast.LIN)], now=now)
    home, qian = people_queries.operator(), people_queries.account(cast.QIAN.username)
    assert qian is not None
    acting(lambda: people.grant(account=qian, organisation=home, role="operator", now=now))
    acting(
        lambda: settings.propose(name="notices.address", value="https://s.example", valid_from=now, by=SYSTEM, now=now)
    )
    legal_texts(now=now)
    return played(people_queries.organisation(cast.HEYAN.slug), now)


def played(brand: Organisation, now: datetime) -> Organisation:
    """Have a rehearsal of a brand passed, as it is configured now."""
    found = queries.rehearsals.configuration(brand)
    Rehearsal.objects.create(brand=brand, asked_at=now, ended_at=now, passed=True, configuration=found)
    return brand


def owner_of(brand: Organisation) -> Actor:
    return Actor(kind="staff", id="0198", roles=frozenset({"merchant_owner"}), organisation=str(brand.pk))


def opens(brand: Organisation, now: datetime) -> None:
    acting(lambda: BRANDS.give("opening", row=brand, by=ADMIN, now=now, fields={}))


def lacking(now: datetime, brand: str = "heyan") -> set[str]:
    return {one.code for one in queries.checks(now=now) if not one.ok and one.brand in ("", brand)}


class TestABrand:
    def test_opens_when_nothing_is_missing_and_shuts_with_a_reason(self, heyan: Organisation, now: datetime) -> None:
        assert not queries.is_open(heyan)
        opens(heyan, now)
        assert queries.is_open(heyan)

        acting(lambda: BRANDS.give("shutting", row=heyan, by=ADMIN, now=now, fields={"why": "搬家"}))
        assert not queries.is_open(heyan)
        assert Opening.objects.get().why == "搬家"

    @pytest.mark.parametrize(
        ("code", "takes_away"),
        [
            ("hotline", lambda: Authorisation.objects.filter(kind="hotline").update(to_date=date(2020, 1, 1))),
            ("hotline", lambda: BrandKey.objects.update(lost_at=datetime(2020, 1, 1, tzinfo=UTC))),
            ("hotline", lambda: Authorisation.objects.filter(kind="hotline").update(signature="AAAA")),
            ("technicians", lambda: Shift.objects.all().delete()),
            ("administrators", lambda: Factor.objects.update(confirmed_at=None)),
            ("agents", lambda: Role.objects.filter(role="agent").delete()),
            ("agents", lambda: Factor.objects.filter(account__username=cast.XIAO_CHEN.username).delete()),
            ("legal", lambda: Text.objects.filter(document__code="privacy").delete()),
        ],
    )
    def test_stays_shut_while_something_is_missing_and_says_what(
        self,
        heyan: Organisation,
        now: datetime,
        code: str,
        takes_away,  # type: ignore[no-untyped-def]
    ) -> None:
        Authorisation.objects.update(from_date=date(2019, 1, 1))
        takes_away()

        assert code in lacking(now)
        with pytest.raises(WrongState) as refused:
            opens(heyan, now)
        assert refused.value.code == "opening.not_ready"

    def test_counts_the_agents_who_are_there_not_those_on_leave(self, heyan: Organisation, now: datetime) -> None:
        chen = Account.objects.get(username=cast.XIAO_CHEN.username)
        lin, today = Account.objects.get(username=cast.LIN.username), now.astimezone(SHANGHAI).date()
        assert staff.days_alone_in("agent", lin, now=now) is None
        assert staff.days_alone_in("agent", chen, now=now) == (today, None)
        leave = acting(lambda: staff_actions.go(account=chen, deputy="", until=None, by=ADMIN, now=now))
        (check,) = (one for one in queries.house_checks(now=now) if one.code == "agents")
        assert (check.ok, check.facts["count"]) == (False, 1)
        assert "今天都在休假" in queries.missing(check)
        assert "agents" in lacking(now)
        acting(lambda: staff_actions.come_back(account=leave.account, by=ADMIN, now=now))
        assert "agents" not in lacking(now)

    def test_says_who_of_its_technicians_has_not_signed_in_and_opens_all_the_same(
        self, heyan: Organisation, now: datetime
    ) -> None:
        def entered() -> Check:
            return next(one for one in queries.checks(now=now) if (one.code, one.brand) == ("entered", heyan.slug))

        alone = entered()
        assert (alone.ok, alone.blocks) == (False, False)
        works = Technician.objects.filter(engagements__brand=heyan, engagements__to_at=None).distinct()
        assert alone.facts["count"] == works.count() > 1
        assert alone.facts["counties"] > 0
        said = queries.missing(alone)
        assert cast.OUTLET_WUHOU.name in said
        assert f"{alone.facts['count']} 位师傅还没登录过" in said

        enrolled([cast.MASTER_LUO.username], now=now)
        assert entered().facts["count"] == alone.facts["count"] - 1
        assert cast.OUTLET_WUHOU.name not in queries.missing(entered())
        assert entered().facts["counties"] < alone.facts["counties"]

        enrolled(works.exclude(number=cast.MASTER_LUO.number).values_list("account__username", flat=True), now=now)
        assert entered().ok
        opens(heyan, now)

    @pytest.mark.parametrize(
        "takes_away",
        [
            lambda: Authorisation.objects.filter(kind="outlet").update(state="suspended"),
            lambda: Authorisation.objects.filter(kind="outlet").update(signature="AAAA"),
            lambda: Authorisation.objects.filter(kind="outlet").delete(),
            lambda: Outlet.objects.update(takes_orders=False),
        ],
    )
    def test_counts_the_outlets_that_would_be_asked(
        self,
        heyan: Organisation,
        now: datetime,
        takes_away,  # type: ignore[no-untyped-def]
    ) -> None:
        assert "outlets" not in lacking(now)
        takes_away()
        assert "outlets" in lacking(now)

    def test_that_is_new_lacks_everything_but_what_the_installation_has(
        self, heyan: Organisation, now: datetime
    ) -> None:
        acting(lambda: opening.add_brand(name="青禾", slug="qinghe", mark="", accent="", hotline="", by=ADMIN, now=now))

        assert {"key", "hotline", "products", "prices", "outlets", "technicians"} <= lacking(now, "qinghe")
        assert not queries.is_open(people_queries.organisation("qinghe"))


class TestTheLine:
    def at(self, address: str, now: datetime) -> Check:
        acting(lambda: settings.propose(name="notices.address", value=address, valid_from=now, by=SYSTEM, now=now))
        return next(one for one in queries.house_checks(now=now) if one.code == "tls")

    @pytest.mark.parametrize("address", ["http://service.example.com", "http://8.8.8.8:8000"])
    def test_that_is_open_to_everybody_keeps_a_brand_shut_but_lets_it_rehearse(
        self, heyan: Organisation, now: datetime, address: str
    ) -> None:
        assert self.at(address, now).says == "open"
        assert BRANDS.allowed(queries.brand_situation(heyan, by=ADMIN, now=now), ADMIN).why_not["opening"]
        with pytest.raises(WrongState) as refused:
            opens(heyan, now)
        assert refused.value.code == "opening.not_ready"
        assert rules.may_rehearse(queries.brand_situation(heyan, by=ADMIN, now=now))
        assert not queries.is_open(heyan)

    @pytest.mark.parametrize(("fault", "says"), [(None, "unseen"), ("", "overruled"), ("refused", "refused")])
    def test_that_nobody_saw_encrypted_keeps_a_brand_shut(
        self, heyan: Organisation, now: datetime, monkeypatch: pytest.MonkeyPatch, fault: str | None, says: str
    ) -> None:
        monkeypatch.setattr(django_settings, "BEHIND_TLS", False)
        address = "https://service.example.com"
        if fault is not None:
            told = {"address": address, "ends": ""}
            kept = {"kind": lookup.ADDRESS, "name": lookup.ADDRESS, "rank": 1, "values": told, "secrets": {}}
            acting(lambda: providers.keep(**kept, by=SYSTEM, now=now))  # type: ignore[arg-type]
            acting(lambda: providers.note_trial(lookup.ADDRESS, fault=fault, now=now))
        check = self.at(address, now)
        assert (check.says, check.ok, check.blocks) == (says, False, True)
        assert address in queries.says(check)
        with pytest.raises(WrongState) as refused:
            opens(heyan, now)
        assert refused.value.code == "opening.not_ready"

    def test_whose_certificate_ends_soon_still_holds(self, heyan: Organisation, now: datetime) -> None:
        address = "https://service.example.com"
        told = {"address": address, "ends": (now + timedelta(days=6)).isoformat()}
        kept = {"kind": lookup.ADDRESS, "name": lookup.ADDRESS, "rank": 1, "values": told, "secrets": {}}
        acting(lambda: providers.keep(**kept, by=SYSTEM, now=now))  # type: ignore[arg-type]
        acting(lambda: providers.note_trial(lookup.ADDRESS, fault="", now=now))
        assert self.at(address, now).says == "ends"
        opens(heyan, now)
        assert queries.is_open(heyan)

    @pytest.mark.parametrize("address", ["http://127.0.0.1:8000", "http://192.168.1.20", "http://anxin:8000"])
    def test_inside_the_house_is_for_trying_and_says_so(self, heyan: Organisation, now: datetime, address: str) -> None:
        check = self.at(address, now)
        assert check.ok
        assert address in queries.says(check)
        assert "试用" in queries.says(check)
        opens(heyan, now)
        assert queries.is_open(heyan)


class TestTheKey:
    def lose(self, brand: Organisation, now: datetime) -> None:
        acting(lambda: network.lose_key(brand=brand, why="电脑被偷", by=owner_of(brand), now=now))

    def test_with_a_last_day_ahead_is_one_until_that_day(self, heyan: Organisation, now: datetime) -> None:
        assert "key" not in lacking(now)
        BrandKey.objects.filter(brand=heyan).update(to_at=now + timedelta(days=90))
        assert "key" not in lacking(now)
        assert "key" in lacking(now + timedelta(days=90))

    def test_that_is_lost_takes_the_hotlines_with_it_until_another_signs_them(
        self, heyan: Organisation, now: datetime
    ) -> None:
        self.lose(heyan, now)
        assert {"key", "hotline"} <= lacking(now)
        acting(lambda: network.make_key(brand=heyan, by=owner_of(heyan), now=now))
        assert "key" not in lacking(now)
        assert "hotline" in lacking(now)
        for row in Authorisation.objects.filter(brand=heyan, kind="hotline", state="authorised"):
            acting(lambda row=row: network.sign_again(authorisation=row, by=owner_of(heyan), now=now))  # type: ignore[misc]
        assert "hotline" not in lacking(now)

    def test_that_is_lost_asks_for_a_new_rehearsal(self, heyan: Organisation, now: datetime) -> None:
        assert "rehearsal" not in lacking(now)
        self.lose(heyan, now)
        assert "rehearsal" in lacking(now)


class TestARehearsalThatPassed:
    @pytest.mark.parametrize(
        "change",
        [
            lambda now: Skill.objects.all().delete(),
            lambda now: Skill.objects.update(until_date=now.date()),
            lambda now: Outlet.objects.update(takes_orders=False),
            lambda now: Closure.objects.create(
                outlet=Outlet.objects.first(), from_date=now.date(), to_date=now.date(), why="盘点"
            ),
            lambda now: Absence.objects.create(
                technician=Technician.objects.first(), kind="sick", from_date=now.date(), to_date=now.date()
            ),
            lambda now: Technician.objects.update(paused_at=now),
        ],
        ids=["no skill", "a certificate's end", "no orders taken", "a closure", "an absence", "paused"],
    )
    def test_counts_no_more_once_another_would_be_met(
        self, heyan: Organisation, now: datetime, change: Callable[[datetime], object]
    ) -> None:
        assert "rehearsal" not in lacking(now)
        change(now)
        assert "rehearsal" in lacking(now)


class TestTheChecks:
    def test_keep_a_brand_shut_whose_buyers_claims_nobody_could_decide(
        self, heyan: Organisation, now: datetime
    ) -> None:
        Role.objects.filter(role="reviewer").delete()
        assert "deciders" in lacking(now)
        with pytest.raises(WrongState) as refused:
            opens(heyan, now)
        assert refused.value.code == "opening.not_ready"
        found = {one.code: one for one in doctor.findings(now=now)}
        assert not found["deciders"].ok
        assert "还没有审核员登录过" in found["deciders"].says

    def test_say_plainly_that_there_is_nothing_yet(self, db: None, now: datetime) -> None:
        said = {one.code: queries.missing(one) for one in queries.checks(now=now) if not one.ok}
        assert said["messages"] == said["payment"] == "还没有设置服务商"
        assert said["mail"] == "还没填邮件服务器"

    def test_ask_for_as_many_reviewers_as_one_claim_and_its_appeal_may_take(self, now: datetime) -> None:
        ground.lay(now=now)
        assert {"reviewers", "deciders"} & lacking(now) == {"deciders"}, "none at all stands in the way"
        enrolled([one.username for one in (cast.LIN, cast.QIAO, cast.CHENG)], now=now)
        assert {"reviewers", "deciders"} & lacking(now) == {"reviewers"}
        enrolled([cast.YAN.username], now=now)
        assert "reviewers" not in lacking(now)

    def test_name_a_way_that_is_ticked_for_goods_and_that_no_outlet_takes_them_in_by(
        self, heyan: Organisation, now: datetime
    ) -> None:
        assert not {"mail_in", "drop_off"} & lacking(now)
        Outlet.objects.update(by_mail=False)
        assert {"mail_in", "drop_off"} & lacking(now) == {"mail_in"}
        check = next(one for one in queries.checks(now=now) if (one.code, one.brand) == ("mail_in", heyan.slug))
        assert not check.blocks
        assert "智能锁" in queries.missing(check)

        only = {"": {"repair": ["visit"]}}
        acting(lambda: settings.propose(name="goods.services", value=only, valid_from=now, by=SYSTEM, now=now))
        assert not {"mail_in", "drop_off"} & {one.code for one in queries.checks(now=now)}

    def test_call_a_backup_of_the_day_before_yesterday_none(self, heyan: Organisation, now: datetime) -> None:
        acting(lambda: opening.note_backup(path="/safe/a.tar", size=1, fault="", now=now - timedelta(hours=48)))
        assert "backup" in lacking(now)

        acting(lambda: opening.note_backup(path="/safe/b.tar", size=1, fault="", now=now - timedelta(hours=25)))
        assert "backup" not in lacking(now)

    def test_cost_the_same_for_one_brand_and_for_twenty(
        self, heyan: Organisation, now: datetime, django_assert_max_num_queries
    ) -> None:  # type: ignore[no-untyped-def]
        for n in range(20):
            Organisation.objects.create(kind="brand", slug=f"b{n}", name=f"品牌{n}", created_at=now)

        # Nine ask who could go and when, seven what the privacy notice tells and two what the other texts tell, two who
        # has come in, three who is told, two how much room strangers' uploads have and what hotlines the texts name,
        # five in which ways goods come in, seven what claims need where a shop is here and no brand is open.
        with django_assert_max_num_queries(61):
            queries.checks(now=now)


class TestAnErrand:
    def test_is_expected_after_its_working_days(self, db: None, now: datetime) -> None:
        day = date(2026, 11, 19)  # a Thursday
        row = queries.errand("sms")
        acting(lambda: ERRANDS.give("asking", row=row, by=ADMIN, now=now, fields={"day": day}))

        sms = next(one for one in queries.errands(now=now) if one.code == "sms")
        assert (sms.first, sms.last) == (date(2026, 11, 30), date(2026, 12, 3))

    def test_is_not_granted_before_it_was_asked_for(self, db: None, now: datetime) -> None:
        Errand.objects.create(code="wechat", asked_date=date(2026, 11, 20))
        row = queries.errand("wechat")
        for day in (date(2026, 11, 19), date(2026, 12, 30)):
            with pytest.raises(Invalid):
                acting(lambda day=day: ERRANDS.give("granting", row=row, by=ADMIN, now=now, fields={"day": day}))


class TestThePublicAddress:
    @pytest.mark.parametrize(
        ("typed", "plain"),
        [
            ("https://Service.Example.com/", "https://service.example.com"),
            ("http://192.168.1.5:8000", "http://192.168.1.5:8000"),
            ("https://service.example.com/shop", ""),
            ("https://user@service.example.com", ""),
            ("service.example.com", ""),
            ("https://service.example.com:99999", ""),
            ("https://[2001:db8::1]:8443", "https://[2001:db8::1]:8443"),
            ("https://.cn", ""),
            ("https://.example.com", ""),
            ("https://a..b", ""),
            ("https://service.example.com.", ""),
            (f"https://{'a' * 64}.cn", ""),
            ("https://a:b:c", ""),
        ],
    )
    def test_is_scheme_name_and_port(self, typed: str, plain: str) -> None:
        assert hosts.plain_address(typed) == plain

    def test_is_answered_to_by_a_process_that_runs_already(self, tmp_path) -> None:  # type: ignore[no-untyped-def]
        known = Hosts(["localhost"], tmp_path)
        assert list(known) == ["localhost"]

        keep(["https://service.example.com", "https://brand.example"], tmp_path)
        assert list(known) == ["localhost", "service.example.com", "brand.example"]
