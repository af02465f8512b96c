"""The brand whose name a reported number uses hears of it, says whether it is its own, and the verdict says so."""

from datetime import datetime

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.core.errors import Invalid
from anxin.demo import cast, ground
from anxin.demo.walk import actor
from anxin.domain.network import actions, queries
from anxin.domain.network.commands.reports import REPORTED
from anxin.domain.network.models import ReportedNumber
from anxin.domain.notices.models import Notice
from tests.claim_builders import drawn, jpeg
from tests.evidence_builders import sealed

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    ground.lay(now=now)


def reported(now: datetime, code: str = cast.LOOK_ALIKE, *, shared: bool = False, brand: str = "") -> ReportedNumber:
    told = actions.NumberReport(
        kind="hotline", code=code, note="张女士被要求先付 200", phone="13800000099", shared=shared, brand=brand
    )
    return acting(lambda: actions.report(told=told, by=STRANGER, now=now))


def owner(now: datetime) -> Actor:
    return actor(cast.HEYAN_OWNER, now=now)


def says(row: ReportedNumber, now: datetime, what: str = "not_ours") -> None:
    files = (sealed(jpeg(drawn(3)), now=now),)
    fields = {"says": what, "why": "我们只有 400-000-0000 这一条", "files": files}
    acting(lambda: REPORTED.give("statement", row=row, by=owner(now), now=now, fields=fields))


def told(row: ReportedNumber) -> list[tuple[str, str]]:
    rows = Notice.objects.filter(stream_key=row.pk).exclude(account=None).order_by("code")
    return [(one.code, one.account.username) for one in rows if one.account]


def test_a_brand_hears_of_a_number_that_looks_like_its_own_and_sees_it(now: datetime) -> None:
    row = reported(now)
    assert ("number_uses_name", cast.HEYAN_OWNER.username) in told(row)
    open_, _over = queries.reported_numbers(owner(now), now=now)
    assert [one.number for one in open_] == [row.number]


def test_another_house_neither_hears_nor_sees(now: datetime) -> None:
    row = reported(now)
    boss = actor(cast.MERCHANT_OWNER, now=now)
    assert cast.MERCHANT_OWNER.username not in [name for _code, name in told(row)]
    with pytest.raises(queries.NoSuchReport):
        queries.reported_number(row.number, actor=boss, now=now)
    with pytest.raises(actions.NotConcerned):
        acting(lambda: REPORTED.give("statement", row=row, by=boss, now=now, fields={"says": "ours", "why": "我的"}))


def test_a_brand_reads_what_the_reporter_agreed_to_and_nobodys_phone(now: datetime) -> None:
    kept, row = reported(now), reported(now, shared=True)
    assert kept.pk == row.pk
    found = queries.shown_reports(row, house=owner(now).organisation)
    assert sorted((one.note, one.person) for one in found) == [("", None), ("张女士被要求先付 200", None)]


def test_words_and_pictures_are_shown_to_the_brand_the_reporter_named_alone(now: datetime) -> None:
    files = (sealed(jpeg(drawn(4)), now=now),)
    agreed = {"kind": "hotline", "code": "400-765-4321", "note": "张女士被要求先付 200", "shared": True}
    mine = actions.NumberReport(**agreed, brand=cast.HEYAN.slug)
    row = acting(lambda: actions.report(told=mine, files=files, by=STRANGER, now=now))
    reported(now, "400-765-4321", brand=cast.QINGFENG.slug)
    unnamed = acting(lambda: actions.report(told=actions.NumberReport(**agreed), by=STRANGER, now=now))
    assert unnamed.pk == row.pk
    heyan, other = (actor(one, now=now).organisation for one in (cast.HEYAN_OWNER, cast.QINGFENG_OWNER))
    assert queries.told_brands(row) == sorted([cast.HEYAN.name, cast.QINGFENG.name])
    assert [one.note for one in queries.shown_reports(row, house=other)] == ["", "", ""]
    assert queries.shown_to_brand(row, house=other) == []
    assert sorted(one.note for one in queries.shown_reports(row, house=heyan)) == ["", "", "张女士被要求先付 200"]
    assert [one.picture for one in queries.shown_to_brand(row, house=heyan)] == [files[0].sha256]


def test_a_reporter_names_the_brand_where_the_number_looks_like_none(now: datetime) -> None:
    row = reported(now, "400-765-4321", brand=cast.HEYAN.slug)
    assert queries.told_brands(row) == ["禾砚"]
    with pytest.raises(Invalid, match="brand"):
        reported(now, "400-765-4322", brand="nobody")


def test_the_desk_tells_a_brand_that_it_recognised_once(now: datetime) -> None:
    row, chen = reported(now), actor(cast.XIAO_CHEN, now=now)
    for _again in range(2):
        acting(lambda: REPORTED.give("brand", row=row, by=chen, now=now, fields={"brand": cast.HEYAN.slug}))
    assert len(timeline.facts_of(row.stream(), code="network.brand_concerned")) == 1


def test_what_a_brand_says_lies_before_the_judge_on_record_and_in_the_letter(now: datetime) -> None:
    row, chen = reported(now), actor(cast.XIAO_CHEN, now=now)
    says(row, now, "ours")
    says(row, now)
    assert [(one.brand, one.says) for one in queries.brand_statements(row)] == [("禾砚", "not_ours")]
    assert ("brand_stated", cast.XIAO_CHEN.username) in told(row)
    acting(lambda: REPORTED.give("confirm", row=row, by=chen, now=now, fields={"why": "回拨过"}))
    verdict = timeline.facts_of(row.stream(), code="reported_number.confirm")[0]
    assert (verdict.facts["disowned"], verdict.facts["claimed"]) == (1, 0)
    assert ("number_was_false", cast.HEYAN_OWNER.username) in told(row)
    asked = actions.TakedownAsked(recipient="search", addressee="百度", place="第二页")
    takedown = acting(lambda: actions.ask_takedown(number=row, asked=asked, by=chen, now=now))
    letter = queries.letter(takedown, now=now)
    assert [one.brand for one in letter.disowned] == ["禾砚"]
    assert [one.brand for one in letter.evidence] == ["禾砚"]
