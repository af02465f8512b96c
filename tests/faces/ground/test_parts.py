"""What the parts write down."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.http import QueryDict
from django.template import Context, Template
from django.template.loader import get_template
from django.test import RequestFactory
from django.utils import translation

from anxin import faces
from anxin.domain.evidence.wording import error_rate
from anxin.faces.pagination import Page
from tests.flat import flat
from tools.catalogue import specimens


def drawn(source: str, **facts: Any) -> str:
    with translation.override("zh-hans"):
        return Template("{% load parts words %}" + source).render(Context({"now": specimens.NOW} | facts))


class TestClock:
    def test_can_be_read_without_colour(self) -> None:
        page = drawn("{% clock view %}", view=specimens.clocks()["soon"])
        assert "剩 8 分" in page
        assert "#i-alarm-clock" in page
        assert 'aria-label="指派 已用 73%"' in page or "已用 73%" in page

    def test_missed_one_brings_its_consequence(self) -> None:
        view = specimens.clocks()
        assert "上门费免收" in drawn("{% clock view consequence='上门费免收' %}", view=view["missed"])
        assert "上门费免收" not in drawn("{% clock view consequence='上门费免收' %}", view=view["run"])


class TestTimeline:
    def test_heads_each_day_once(self) -> None:
        lines = [{"at": specimens.NOW - timedelta(hours=n), "who": "王*", "what": "留言"} for n in (1, 2, 30)]
        page = drawn("{% timeline lines days=True %}", lines=lines)
        assert page.count("on-day") == 2
        assert page.index("11月24日") < page.index("11月23日")


class TestPerson:
    def test_is_masked_and_asks_why(self) -> None:
        page = drawn(
            "{% person who reveal_url='/reveal/' reasons=reasons %}",
            who=specimens.people()["masked"],
            reasons=[("a", "回拨")],
        )
        assert "138****0000" in page
        assert "会记下您的名字和时间" in page
        assert 'name="reason" required' in flat(page)

    def test_refused_one_has_no_way_in(self) -> None:
        page = drawn("{% person who reveal_url='/reveal/' refused='没有在办的单' %}", who=specimens.people()["masked"])
        assert "没有在办的单" in page
        assert "<form" not in page

    def test_names_are_escaped(self) -> None:
        assert "<b>x" not in drawn("{% person who %}", who={"name": "<b>x", "phone": "<i>"}).replace("<b><b>", "")
        assert "&lt;b&gt;x" in drawn("{% person who %}", who={"name": "<b>x"})


class TestGenuine:
    @pytest.mark.parametrize(
        ("n", "said"), [(0, "官方授权"), (1, "未获授权"), (3, "在问品牌方"), (4, "不好说真假"), (5, "没查成不等于真")]
    )
    def test_says_plainly_what_it_is(self, n: int, said: str) -> None:
        assert said in drawn("{% genuine card %}", card=specimens.cards()[n])

    def test_false_one_names_the_true_number(self) -> None:
        assert 'href="tel:400-000-0000"' in drawn("{% genuine card %}", card=specimens.cards()[1])


class TestFinding:
    def test_always_says_that_it_is_no_proof(self) -> None:
        errs = error_rate.errs(false=(0, 96, 3.8), found=(226, 231), version="2026-11-27")
        found = {"check": "c", "state": "found", "says": "s", "errs": errs}
        page = drawn("{% finding found %}", found=found)
        assert all(said in page for said in ("不是证据", "误报 0/96（不超过 3.8%），检出 226/231"))

    def test_shows_no_rate_that_nobody_measured(self) -> None:
        errs = error_rate.errs(false=None)
        page = drawn("{% finding found %}", found={"check": "c", "state": "found", "says": "s", "errs": errs})
        assert "还没有测过" in page

    def test_nothing_found_means_nothing(self) -> None:
        assert "不说明任何问题" in drawn("{% finding found %}", found={"check": "c", "state": "nothing", "says": "s"})


class Ringing(forms.Form):
    phone = forms.CharField(label="联系电话", min_length=11)


class AForm(Ringing):
    code = forms.CharField(required=False, widget=forms.TextInput(attrs={"autocomplete": "one-time-code"}))
    secret = forms.CharField(required=False, widget=forms.PasswordInput)


class TestField:
    def test_slip_says_what_is_wrong_and_that_the_rest_is_kept(self) -> None:
        page = drawn("{% field form.phone hint='座机请带区号' %}", form=Ringing({"phone": "138"}))
        assert 'aria-invalid="true" aria-describedby="id_phone-wrong id_phone-hint"' in page
        assert "别的都还在" in page
        assert 'value="138"' in page

    def test_secrets_are_never_drafted(self) -> None:
        page = drawn("{% field form.phone %}{% field form.code %}{% field form.secret %}", form=AForm())
        assert page.count("data-draft") == 1


class TestLists:
    def test_pages_keep_their_filters(self, rf: RequestFactory) -> None:
        request = rf.get("/x/?show=late&page=2")
        page = drawn("{% pagination page %}", request=request, page=Page(rows=(), number=2, has_next=True))
        hrefs = [
            QueryDict(href.replace("&amp;", "&").lstrip("?")).dict() for href in re.findall(r'href="(\?[^"]*)"', page)
        ]
        assert hrefs == [{"show": "late", "page": "1"}, {"show": "late", "page": "3"}]

    def test_filters_mark_the_chosen_one_and_start_at_page_one(self, rf: RequestFactory) -> None:
        items = specimens.everything()["sieve"]
        page = drawn("{% filters items label='筛选' %}", request=rf.get("/x/?show=late&page=9"), items=items)
        assert re.search(r'href="\?show=late" data-tone="red" aria-current="true"', flat(page))
        assert "page=" not in page

    def test_empty_queue_says_what_it_means(self) -> None:
        assert "没有要办的单了" in drawn("{% queue rows label='x' empty='没有要办的单了' %}", rows=[])


class TestPrices:
    def test_free_line_shows_what_it_would_have_cost(self) -> None:
        page = drawn("{% prices lines 3800 %}", lines=specimens.lines())
        assert "¥0.00" in page
        assert "<s" in page
        assert "¥260.00" in page
        assert "本次应付" in page


class TestTemplates:
    def test_each_one_compiles(self) -> None:
        folder = Path(str(faces.__file__)).parent / "templates"
        for path in sorted(folder.rglob("*.html")):
            get_template(str(path.relative_to(folder)))


def test_whatever_number_a_page_leads_to_is_dialled_without_blanks() -> None:
    folder = Path(faces.__file__).parent / "templates"
    led = [(path, one) for path in folder.rglob("*.html") for one in re.findall(r"tel:({{[^}]+}})", path.read_text())]
    assert len(led) > 20
    assert [(path.name, one) for path, one in led if "cut:' '" not in one] == []
