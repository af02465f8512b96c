"""The parts of evidence: tiles, viewer, findings and axis, drawn from a real claim as each side may see it."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.http import QueryDict
from django.template import engines
from django.utils import translation

from anxin.core.actors import Actor
from anxin.demo import cast
from anxin.domain.claims import queries as claims
from anxin.domain.goods.models import Purchase
from anxin.domain.goods.rules import on_day
from anxin.faces.ground.evidence import case_of, found_of, line_of
from tests.claim_builders import Walked, a_claim, a_purchase, drawn, jpeg, pack
from tests.flat import flat

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.faces.ground.evidence_urls")]
PAGE = (
    "{% load evidence %}{% evidence_axis line %}{% evidence_viewer case %}{% evidence_grid case %}"
    "{% evidence_findings found %}"
)


@pytest.fixture
def faked(now: datetime) -> Walked:
    """A crack drawn on the listing picture that was sealed days before."""
    purchase = a_purchase(now=now)
    pack(purchase, jpeg(drawn(7)), now=now - timedelta(days=4), role="listing")
    one = a_claim(now=now, purchase=purchase, pictures=(jpeg(drawn(7, crack=True)), jpeg(drawn(3))))
    one.run()
    return one


def shown(one: Walked, by: Actor, asked: str = "") -> tuple[claims.ClaimView, str]:
    view = one.view(by)
    case = case_of(view, face="mine", base="/case/", asked=QueryDict(asked))
    looked = next((link for link in view.evidence if case.chosen and link.label == case.chosen.label), None)
    facts = {"case": case, "line": line_of(view.axis, case), "found": found_of(looked) if looked else None}
    return view, engines["django"].from_string(PAGE).render(facts)


class TestReviewer:
    def test_looks_first_at_what_deserves_attention_over_the_picture_it_lies_on(self, faked: Walked) -> None:
        _view, html = shown(faked, faked.by(cast.LIN))
        assert "data-swipe" in html
        assert f"/mine/{faked.claim.number}/heats/B1/" in html
        assert "这张图与 S1 重合" in html
        assert "误报" in html

    def test_may_lay_them_side_by_side_with_the_places_that_differ(self, faked: Walked) -> None:
        _view, html = shown(faked, faked.by(cast.LIN), "look=B1&with=S1&view=side")
        assert 'class="boxes" viewBox="0 0 480 360"' in flat(html)
        assert html.count("data-zoomable") == 2

    def test_reads_that_a_picture_was_drawn_anew_as_something_to_compare_and_never_as_forged(
        self, faked: Walked
    ) -> None:
        view = faked.view(faked.by(cast.LIN))
        link = next(one for one in view.evidence if one.label == "B1")
        assert link.examination is not None
        seen = replace(link.examination, consistency="redrawn")
        with translation.override("zh-hans"):
            found = found_of(replace(link, examination=seen)).main[0]
        assert found.says == "这张图与 S1 构图相同，许多地方重新画过，请您对照着看。"
        assert "造假" not in found.says + found.detail
        assert found.errs.startswith("误报 0/")

    def test_reads_of_no_check_that_saw_nothing(self, faked: Walked) -> None:
        view = faked.view(faked.by(cast.LIN))
        link = next(one for one in view.evidence if one.label == "B1")
        assert link.examination is not None
        quiet = {"code": "jpeg.double", "applicable": True, "facts": {"seen": False}}
        spoke = {
            "code": "exif.dates",
            "applicable": True,
            "facts": {"later": True, "error": {"false_alarms": [0, 200]}},
        }
        seen = replace(link.examination, report={**(link.examination.report or {}), "traces": [quiet, spoke]})
        with translation.override("zh-hans"):
            rest = dict(found_of(replace(link, examination=seen)).rest)
        assert rest["写入时间晚于拍摄时间"] == "有可看之处；真实照片里 200 张有 0 张也这样"
        assert "保存过两次" not in rest

    def test_reads_both_sides_in_the_order_of_time(self, faked: Walked) -> None:
        view = faked.view(faked.by(cast.LIN))
        line = line_of(view.axis, case_of(view, face="mine", base="/case/", asked=QueryDict()))
        xs = {event.name.split()[0]: event.x for event in line.events if event.look}
        assert xs["S1"] < xs["B1"] < xs["B2"]
        assert line.now > xs["B2"]
        assert line.wait is not None

    def test_reads_no_hour_of_an_order_whose_table_gave_only_days(self, now: datetime) -> None:
        purchase = a_purchase(now=now)
        day = (now - timedelta(days=5)).date()
        sold = {"bought_at": on_day(day), "shipped_at": None, "delivered_at": on_day(day + timedelta(days=2))}
        Purchase.objects.filter(pk=purchase.pk).update(**sold)
        purchase.refresh_from_db()
        one = a_claim(now=now + timedelta(minutes=7), purchase=purchase, reason="not_received")
        view = one.view(one.buyer)
        with translation.override("zh-hans"):
            line = line_of(view.axis, case_of(view, face="mine", base="/case/", asked=QueryDict()))
        names = [event.name for event in line.events]
        assert {"下单", "签收"} <= set(names), names
        assert not [name for name in names if "12:00" in name or "00:00" in name]
        assert [name for name in names if name.endswith(" 12:07")]

    def test_is_told_when_a_claim_has_no_picture(self, now: datetime) -> None:
        one = a_claim(now=now, reason="not_received")
        _view, html = shown(one, one.by(cast.LIN))
        assert html.count("没有交来照片") == 2


class TestSides:
    def test_read_reasons_in_words_but_neither_numbers_nor_the_map(self, faked: Walked) -> None:
        for by in (faked.buyer, faked.by(cast.MERCHANT_OWNER)):
            _view, html = shown(faked, by)
            assert "与商家早先的图重合" in html
            assert "/heats/" not in html
            assert 'class="boxes"' not in html

    def test_open_their_own_originals_only(self, faked: Walked) -> None:
        _view, html = shown(faked, faked.buyer, "look=S1")
        assert "/originals/" not in html
        _view, html = shown(faked, faked.buyer, "look=B1")
        assert f"/mine/{faked.claim.number}/originals/B1/" in html
