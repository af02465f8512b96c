"""A legal text in force tells what is set: what differs is said on the checklist, and drafted by a button."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db.models import QuerySet
from django.utils import translation

from anxin.core import settings
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Forbidden, WrongState
from anxin.core.settings import snapshot
from anxin.core.settings.models import SettingRow
from anxin.core.zone import SHANGHAI
from anxin.demo import cast, ground
from anxin.domain.network.commands import NETWORKS
from anxin.domain.network.models import Authorisation
from anxin.domain.network.queries import gone_hotlines, house_hotline
from anxin.domain.opening import queries as opening
from anxin.domain.opening.rules import Check
from anxin.domain.people.models import Organisation
from anxin.domain.publications import queries, rules
from anxin.domain.publications.commands import TEXTS
from anxin.domain.publications.models import Text
from anxin.domain.publications.queries import told_settings

pytestmark = pytest.mark.django_db
ADMIN = Actor(kind="staff", id="0199", roles=frozenset({"operator"}))
IMPRINT = {"operator": "示例安心服务有限公司", "name": "安心", "hotline": "400-000-0000"}
CHANGES = {
    "visits.day_most_h": (10, ("algorithm",), ("10 小时", "10 hours")),
    "quality.least": (8, ("algorithm",), ("少于 8 条", "below 8 reviews")),
    "quality.contest_d": (3, ("algorithm", "technicians"), ("3 个工作日", "3 working days")),
    "visits.newcomer_percent": (0, ("algorithm",), ("尽量匀开。", "work is shared.")),
    "people.reveal_technician_h": (5, ("technicians", "privacy"), ("5 小时", "5 hours")),
    "privacy_numbers.use": ("or_hotline", ("technicians",), ("转接", "through the hotline")),
    "publications.notice_days": (14, ("algorithm", "technicians", "terms"), ("14 天公示", "14 days before")),
    "claims.money_d": (5, ("claims",), ("最长 5 天", "within 5 days")),
    "claims.seven_day_return_d": (15, ("claims",), ("15 天内", "within 15 days")),
    "people.data_request_d": (10, ("privacy",), ("10 个工作日", "10 working days")),
    "site.imprint": (
        {**IMPRINT, "hotline": "400-111-2222"},
        ("algorithm", "prices", "technicians", "terms"),
        ("400-111-2222", "400-111-2222"),
    ),
}


def day(now: datetime, days: int = 0) -> date:
    return now.astimezone(SHANGHAI).date() + timedelta(days=days)


def give(code: str, name: str, now: datetime, **fields: object) -> None:
    acting(lambda: TEXTS.give(name, row=queries.document(code), by=ADMIN, now=now, fields=fields))


def keep(name: str, value: object, now: datetime) -> None:
    SettingRow.objects.create(name=name, value=value, valid_from=now, confirmed_at=now, proposed_at=now)
    snapshot.forget()


def publish(code: str, now: datetime, own: str = "") -> None:
    """Publish the template, its blanks filled, with words of one's own at its end."""
    zh, en = queries.template(code, now=now)
    words = dict.fromkeys(rules.blanks(zh, en), "示例，没有别的")
    give(code, "write", now, zh=f"{rules.filled(zh, words)}\n{own}".strip(), en=rules.filled(en, words))
    give(code, "publish", now, from_date=day(now), checked_by="李律师")


def told(now: datetime) -> dict[str, Check]:
    found = [one for one in opening.house_checks(now=now) if one.code == "told_terms"]
    return {str(one.facts["document"]): one for one in found}


def one_brand_that_typed(number: str, now: datetime) -> tuple[Organisation, QuerySet[Authorisation]]:
    """Leave one brand, with a number that was typed at set-up; return it with its words, none of them signed."""
    brand = Organisation.objects.get(slug=cast.HEYAN.slug)
    Organisation.objects.filter(kind="brand").exclude(pk=brand.pk).update(retired_at=now)
    look = {"value": {"mark": "禾", "hotline": number}, "valid_from": now, "by": ADMIN, "now": now}
    settings.propose(name="network.look", organisation=str(brand.pk), **look)
    words = Authorisation.objects.filter(kind="hotline", brand=brand)
    words.update(state="checked")
    return brand, words


def corrected(brand: Organisation, number: str, now: datetime) -> None:
    acting(lambda: NETWORKS.give("typed-hotline", row=brand, by=ADMIN, now=now, fields={"number": number}))


@pytest.fixture(autouse=True)
def laid(now: datetime) -> None:
    ground.lay(now=now)
    keep("site.imprint", IMPRINT, now)


class TestATextThatTellsWhatIsSet:
    def test_is_said_to_be_behind_once_it_is_set_otherwise_and_drafted_with_it(self, now: datetime) -> None:
        for code in rules.LEGAL:
            publish(code, now)
        assert told(now) == {}
        later = now + timedelta(days=1)
        for name, (value, _codes, _said) in CHANGES.items():
            keep(name, value, later)
        assert set(told(later)) == set(rules.LEGAL)
        for code in rules.LEGAL:
            give(code, "recipients" if code == "privacy" else "terms", later)
            case = queries.situation(queries.document(code), by=ADMIN, now=later)
            assert (case.stale, case.outdated) == (False, False)
        for _value, codes, said in CHANGES.values():
            for code in codes:
                draft = Text.objects.get(document__code=code, published_at=None)
                assert said[0] in draft.zh or code != codes[0]
                assert said[1] in draft.en or code != codes[0]

    @pytest.mark.parametrize("name", ["visits.day_most_h", "people.reveal_technician_h"])
    def test_changes_in_its_draft_nothing_but_what_was_set(self, name: str, now: datetime) -> None:
        value, codes, _said = CHANGES[name]
        for code in codes:
            publish(code, now)
        later = now + timedelta(days=1)
        keep(name, value, later)
        assert set(told(later)) == set(codes)
        for code in codes:
            give(code, "recipients" if code == "privacy" else "terms", later)
            first, second = Text.objects.filter(document__code=code).order_by("number")
            both = zip(first.zh.splitlines(), second.zh.splitlines(), strict=True)
            assert sum(before != after for before, after in both) in (1, 2)

    def test_says_what_differs_and_from_when_on_it_is_right(self, now: datetime) -> None:
        publish("algorithm", now)
        later = now + timedelta(days=1)
        keep("visits.day_most_h", 10, later)
        with translation.override("zh-hans"):
            said = opening.missing(told(later)["algorithm"])
            assert "8 → 10" in said
            assert said.startswith("“派单算法说明”")
        give("algorithm", "terms", later)
        give("algorithm", "publish", later, from_date=day(later, 7), checked_by="李律师")
        assert told(later)["algorithm"].facts["day"] == f"{day(later, 7):%Y-%m-%d}"
        assert told(later + timedelta(days=7)) == {}

    def test_leaves_words_of_ones_own_and_public_numbers(self, now: datetime) -> None:
        own = "一天最多给您排 5 小时。\n也可以打 12315。"
        publish("algorithm", now, own)
        later = now + timedelta(days=1)
        keep("site.imprint", {**IMPRINT, "hotline": "400-111-2222"}, later)
        give("algorithm", "terms", later)
        draft = Text.objects.get(document__code="algorithm", published_at=None)
        assert draft.zh.endswith(own)
        assert "400-000-0000" not in draft.zh
        assert "示例，没有别的" in draft.zh

    def test_is_found_by_a_sentence_for_each_gap_of_each_template(self) -> None:
        for (code, of), sentences in told_settings._all_sentences().items():
            gaps = {one[1:-1] for one in told_settings._GAP.findall(told_settings.template_of(code, of)) if "{" in one}
            lines = {"sees", "keeps", "rights", "recipients", "abroad", "outlets_note"}
            assert gaps - lines == {gap for one in sentences for gap in one.gaps}, (code, of)


@pytest.fixture
def django(settings: Any) -> Any:
    """Give the settings of the process."""
    return settings


class TestHowMoneyGoesBack:
    @pytest.mark.parametrize("code", ["claims", "prices"])
    def test_promises_no_way_back_that_nobody_set_up(self, code: str, now: datetime, django: Any) -> None:
        assert "原路退回" in queries.template(code, now=now)[0]
        django.PLAY = False
        zh, en = queries.template(code, now=now)
        assert "原路退回" not in zh
        assert "转账、付现或按与您约定的方式退回" in zh
        assert "goes back by transfer, in cash or as agreed with you" in en

    def test_is_said_on_the_checklist_of_a_text_in_force_and_drafted_by_a_button(
        self, now: datetime, django: Any
    ) -> None:
        publish("claims", now)
        assert told(now) == {}
        django.PLAY = False
        with translation.override("zh-hans"):
            assert "款项怎么退" in opening.missing(told(now)["claims"])
        give("claims", "terms", now)
        draft = Text.objects.get(document__code="claims", published_at=None)
        assert "钱由我们转账、付现或按与您约定的方式退回，最长 7 天到账。" in draft.zh
        assert "Money goes back by transfer, in cash or as agreed with you, within 7 days." in draft.en


class TestWhatWasToldAtSetUp:
    @pytest.mark.parametrize("code", ["privacy", "technicians"])
    def test_stands_in_the_first_draft(self, code: str, now: datetime) -> None:
        keep("site.imprint", {**IMPRINT, "address": "示例市示例路 1 号"}, now + timedelta(minutes=1))
        zh, en = queries.template(code, now=now + timedelta(minutes=2))
        assert not {"【热线】", "【公司注册地址】"} & set(rules.blanks(zh, en))
        assert ("公司注册地址：示例市示例路 1 号" in zh) is ("示例市示例路 1 号" in en) is (code == "privacy")

    def test_the_hotline_of_the_one_brand_counts_where_the_imprint_has_none(self, now: datetime) -> None:
        later = now + timedelta(minutes=1)
        keep("site.imprint", {"operator": IMPRINT["operator"], "name": "安心"}, later)
        later += timedelta(minutes=1)
        assert "【热线】" in rules.blanks(*queries.template("privacy", now=later)), "two brands have one each"
        brands = Organisation.objects.filter(kind="brand").order_by("slug")
        Organisation.objects.filter(pk__in=[one.pk for one in brands[1:]]).update(retired_at=now)
        row = settings.propose(
            name="network.look", value={"hotline": "4001112222"}, valid_from=now, by=ADMIN, now=now,
            organisation=str(brands[0].pk),
        )  # fmt: skip
        assert row
        zh, en = queries.template("privacy", now=later)
        assert "【热线】" not in rules.blanks(zh, en)

    def test_one_only_typed_gives_way_to_the_signed_and_texts_that_name_it_are_said_to_be_behind(
        self, now: datetime
    ) -> None:
        later = now + timedelta(minutes=1)
        keep("site.imprint", {"operator": IMPRINT["operator"], "name": "安心"}, later)
        brand = Organisation.objects.get(slug=cast.HEYAN.slug)
        Organisation.objects.filter(kind="brand").exclude(pk=brand.pk).update(retired_at=now)
        whole = {"value": {"hotline": "4001112222"}, "valid_from": now, "by": ADMIN, "now": now}
        settings.propose(name="network.look", organisation=str(brand.pk), **whole)
        words = Authorisation.objects.filter(kind="hotline", brand=brand)
        words.update(state="checked")
        later += timedelta(minutes=1)
        assert "400-111-2222" in queries.template("privacy", now=later)[0]
        publish("privacy", later)
        assert told(later) == {}
        words.update(state="authorised")
        assert "400-111-2222" in opening.missing(told(later)["privacy"])
        assert "400-111-2222" not in queries.template("privacy", now=later)[0]

    def test_one_only_typed_is_corrected_until_it_is_signed_and_the_mistyped_is_printed_no_more(
        self, now: datetime
    ) -> None:
        later = now + timedelta(minutes=1)
        keep("site.imprint", {"operator": IMPRINT["operator"], "name": "安心"}, later)
        brand, words = one_brand_that_typed("4001112222", now)
        later += timedelta(minutes=1)
        publish("privacy", later)
        assert told(later) == {}
        later += timedelta(minutes=1)
        corrected(brand, "400 111 2233", later)
        kept = settings.get("network.look", at=later, organisation=str(brand.pk))
        assert kept == {"mark": "禾", "hotline": "400-111-2233"}
        assert gone_hotlines("400-111-2222、400-111-2233", on=day(later)) == ("400-111-2222",)
        assert "400-111-2222 → 400-111-2233" in opening.missing(told(later)["privacy"])
        assert "400-111-2222" not in queries.template("privacy", now=later)[0]
        words.update(state="authorised")
        with pytest.raises((Forbidden, WrongState)):
            corrected(brand, "400 111 2244", later + timedelta(minutes=1))

    def test_where_the_imprint_names_the_mistyped_one_too_a_second_administrator_agrees_to_the_right_one(
        self, now: datetime
    ) -> None:
        later = now + timedelta(minutes=1)
        keep("site.imprint", {"operator": IMPRINT["operator"], "name": "安心", "hotline": "4001112222"}, later)
        brand, _words = one_brand_that_typed("4001112222", now)
        later += timedelta(minutes=1)
        corrected(brand, "400 111 2233", later)
        assert house_hotline("4001112222", now=later) == "4001112222", "the operator's own, until two say otherwise"
        (row,) = settings.waiting()
        acting(lambda: settings.confirm(row, by=replace(ADMIN, id="0200"), now=later))
        assert settings.get("site.imprint", at=later)["hotline"] == "400-111-2233"
        assert house_hotline("4001112222", now=later) == "400-111-2233"

    def test_of_an_address_that_changed_the_notice_in_force_is_said_to_be_behind_and_redrawn(
        self, now: datetime
    ) -> None:
        keep("site.imprint", {**IMPRINT, "address": "No. 1 Road, City"}, now + timedelta(minutes=1))
        now += timedelta(minutes=2)
        publish("privacy", now)
        assert told(now) == {}
        later = now + timedelta(days=1)
        keep("site.imprint", {**IMPRINT, "address": "示例市新路 2 号"}, later)
        assert set(told(later)) == {"privacy"}
        give("privacy", "recipients", later)
        draft = Text.objects.get(document__code="privacy", published_at=None)
        assert "\n公司注册地址：示例市新路 2 号\n" in draft.zh
        assert "\nRegistered address of the company: 示例市新路 2 号\n" in draft.en


@pytest.mark.parametrize(
    "written",
    [
        "4000-000-000",
        "400－000－0000",
        "400–000–0000",
        "400.000.0000",
        "+86-400-000-0000",
        "400-000-0000-8",
        "４０００００００００",
    ],
)
def test_a_hotline_that_is_gone_is_seen_in_a_text_however_it_is_written(written: str, now: datetime) -> None:
    ground.lay(now=now)
    Authorisation.objects.filter(kind="hotline", code=cast.HOTLINE).update(state="revoked", bare="4000000000")
    assert gone_hotlines(f"热线：{written}。2026-11-30 起", on=day(now)) == (written,)
    Authorisation.objects.filter(kind="hotline", code=cast.HOTLINE).update(bare="02880000000")
    assert gone_hotlines("请拨（028）8000 0000，或 （028） 8000-0000", on=day(now)) == (
        "（028）8000 0000",
        "（028） 8000-0000",
    )
    Authorisation.objects.filter(kind="hotline", code=cast.HOTLINE).update(bare="95105")
    assert gone_hotlines("请拨95105，195105、SF95105 不是", on=day(now)) == ("95105",)


def test_a_text_that_names_a_hotline_nobody_vouches_for_any_more_says_so_until_an_edition_names_another(
    now: datetime,
) -> None:
    ground.lay(now=now)
    keep("site.imprint", {**IMPRINT, "hotline": cast.HOTLINE}, now)
    publish("prices", now)
    assert [one for one in queries.outdated_texts(on=day(now), now=now) if one.code == "prices"] == []
    Authorisation.objects.filter(kind="hotline", code=cast.HOTLINE).update(state="revoked")
    (found,) = [one for one in queries.outdated_texts(on=day(now), now=now) if one.code == "prices"]
    assert any(cast.HOTLINE in one for one in found.what)
    held = Text.objects.get(document__code="prices", published_at__isnull=False)
    assert cast.HOTLINE not in "".join(queries.redrawn("prices", held.zh, held.en, now=now))
