"""Rows of law are asked for as a form: one is changed or added from a day on, by two people, and the old one ends."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client

from anxin.core import settings
from anxin.demo import cast
from tests.faces.conftest import ON_A_DESK, Visitor

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]
CLAIMS, LETTERS = "claims.law", "network.takedown_law"
SAID = {"when": "soon", "why": "条文修订"}
ROW = {
    "value-title": "消费者权益保护法实施条例",
    "value-article": "第十条",
    "value-text": "经营者应当保障消费者的安全。",
    "value-name_en": "Implementing Regulations, Article 10",
    "value-text_en": "The seller keeps consumers safe.",
    "value-link": "https://www.gov.cn/",
    "value-valid_from": "2027-01-01",
    "value-checked_on": "2026-11-29",
}
FOR_CLAIMS = {
    **{"value-touches": ["quality", "contested"], "value-from": "500.00", "amounts": "2"},
    **{"what-0": "退款期限", "what_en-0": "Money back", "most-0": "7", "unit-0": "day"},
    **{"what-1": "", "unit-1": "fen"},
}


def rows(name: str, at: datetime) -> list[dict[str, Any]]:
    return list(settings.get(name, at=at))


def proposed(client: Client, name: str, **given: object) -> Any:
    return client.post(f"/desk/settings/{name}/changes/", {**SAID, **ROW, **given})


def confirmed(client: Client, name: str) -> None:
    change = settings.history(name)[0]
    answer = client.post(f"/desk/settings/{name}/changes/{change.pk}/confirmation/")
    assert answer.status_code == 302


class TestARowOfLaw:
    def test_is_listed_in_words_with_its_days(self, sits: Sits) -> None:
        page = sits(cast.ADMIN).get(f"/desk/settings/{CLAIMS}/").content.decode()
        assert "{&quot;" not in page
        assert "《消费者权益保护法》第二十五条" in page
        assert "?of=consumer_25" in page
        english = sits(cast.ADMIN).get(f"/desk/settings/{LETTERS}/", headers={"accept-language": "en"}).content.decode()
        assert "Law against Telecom and Network Fraud, Article 22" in english

    def test_is_added_by_two_and_cited_from_its_day(self, sits: Sits, live_now: datetime) -> None:
        admin, before = sits(cast.ADMIN), rows(CLAIMS, live_now)
        form = admin.get(f"/desk/settings/{CLAIMS}/?of=new").content.decode()
        assert 'name="value-touches"' in form
        assert proposed(admin, CLAIMS, of="new", once="l1", **FOR_CLAIMS).status_code == 302
        soon = live_now + timedelta(minutes=5)
        assert rows(CLAIMS, soon) == before, "it counts once somebody else has confirmed it"
        [waits] = sits(cast.QIAN).get(f"/desk/settings/{CLAIMS}/").context["rows"]
        [told] = waits.lines
        assert told.name == "《消费者权益保护法实施条例》第十条"
        for part in (
            "经营者应当保障消费者的安全。",
            "https://www.gov.cn/",
            "The seller keeps consumers safe.",
        ):
            assert part in told.more, "who confirms it reads all that is new, and nothing else"
        assert "退款期限：7 日以内" in told.more
        confirmed(sits(cast.QIAN), CLAIMS)
        *others, made = rows(CLAIMS, soon)
        assert others == before
        assert made == {
            "code": "row_1",
            **{name.removeprefix("value-"): said for name, said in ROW.items()},
            **{"touches": ["quality", "contested"], "from_fen": 50000},
            "amounts": [{"what": "退款期限", "what_en": "Money back", "most": 7, "unit": "day"}],
        }

    def test_ends_where_another_takes_its_place(self, sits: Sits, live_now: datetime) -> None:
        admin, before = sits(cast.ADMIN), rows(CLAIMS, live_now)
        form = admin.get(f"/desk/settings/{CLAIMS}/?of=consumer_25").context["form"]
        given: dict[str, Any] = {}
        for name in form.own:
            given[name] = form[name].value() if form[name].value() is not None else ""
        given |= {"of": "consumer_25", "value-valid_to": "2026-12-31", "once": "l2"}
        assert admin.post(f"/desk/settings/{CLAIMS}/changes/", {**SAID, **given}).status_code == 302
        confirmed(sits(cast.QIAN), CLAIMS)
        after = rows(CLAIMS, live_now + timedelta(minutes=5))
        assert [one["code"] for one in after] == [one["code"] for one in before]
        (ended,) = [one for one in after if one not in before]
        first = next(one for one in before if one["code"] == "consumer_25")
        assert ended == {**first, "valid_to": "2026-12-31"}
        [told] = admin.get(f"/desk/settings/{CLAIMS}/").context["rows"][0].lines
        assert "2026年12月31日" in told.said.replace("\u2009", "").replace(" ", "")

    def test_of_letters_names_who_reads_it(self, sits: Sits, live_now: datetime) -> None:
        admin = sits(cast.ADMIN)
        given = {"of": "new", "value-recipients": ["platform", "12315"], "once": "l3", "value-checked_on": ""}
        assert proposed(admin, LETTERS, **given).status_code == 302
        confirmed(sits(cast.QIAN), LETTERS)
        made = rows(LETTERS, live_now + timedelta(minutes=5))[-1]
        assert (made["recipients"], "checked_on" in made, "amounts" in made) == (["platform", "12315"], False, False)

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"value-link": "http://www.gov.cn/"}, "value-link"),
            ({"value-title": ""}, "value-title"),
            ({"value-text": " "}, "value-text"),
            ({"value-valid_from": ""}, "value-valid_from"),
            ({"value-valid_to": "2026-12-31"}, "value-valid_to"),
            ({"value-checked_on": ""}, "value-checked_on"),
            ({"value-touches": []}, "value-touches"),
            ({"value-touches": ["everything"]}, "value-touches"),
            ({"value-from": "-1"}, "value-from"),
            ({"what-0": "", "what_en-0": "x"}, "what-0"),
            ({"most-0": ""}, "most-0"),
            ({"most-0": "7.5"}, "most-0"),
            ({"least-0": "9"}, "most-0"),
            ({"unit-0": "week"}, "unit-0"),
        ],
        ids=str,
    )
    def test_is_refused_at_its_field(self, sits: Sits, given: dict[str, object], field: str) -> None:
        answer = proposed(sits(cast.ADMIN), CLAIMS, of="new", once="l4", **{**FOR_CLAIMS, **given})
        assert answer.status_code == 422
        assert field in answer.context["form"].errors
        assert settings.history(CLAIMS) == []

    def test_that_is_none_is_not_changed(self, sits: Sits) -> None:
        answer = proposed(sits(cast.ADMIN), CLAIMS, of="nothing", once="l5", **FOR_CLAIMS)
        assert answer.status_code == 422
        assert settings.history(CLAIMS) == []

    def test_gets_one_more_number_without_a_script(self, sits: Sits) -> None:
        admin = sits(cast.ADMIN)
        given = {**FOR_CLAIMS, "of": "new"}
        more = proposed(admin, CLAIMS, **given, turn="add").context["form"]
        assert [row["what"].value() for row in more.rows()] == ["退款期限", "", ""]
        fewer = proposed(admin, CLAIMS, **given, turn="remove-0").context["form"]
        assert [row["what"].value() for row in fewer.rows()] == [""]
        assert settings.history(CLAIMS) == []

    def test_is_kept_as_yuan_and_shown_so(self, sits: Sits, live_now: datetime) -> None:
        admin = sits(cast.ADMIN)
        sum_ = {"what-1": "最低赔偿", "least-1": "500.00", "unit-1": "fen", "of": "new", "once": "l6"}
        assert proposed(admin, CLAIMS, **{**FOR_CLAIMS, **sum_}).status_code == 302
        confirmed(sits(cast.QIAN), CLAIMS)
        assert rows(CLAIMS, live_now + timedelta(minutes=5))[-1]["amounts"][1]["least"] == 50000
        page = admin.get(f"/desk/settings/{CLAIMS}/?of=row_1").content.decode()
        assert 'value="500.00"' in page


class TestLooks:
    @ON_A_DESK
    def test_is_asked_for_at_every_size(
        self, visitor: Callable[..., Visitor], sits: Sits, size: dict[str, object]
    ) -> None:
        window = visitor(size).sits_down(sits(cast.ADMIN))
        for what, path in (("claims", f"{CLAIMS}/?of=consumer_25"), ("letters", f"{LETTERS}/?of=new")):
            window.goes(f"/desk/settings/{path}")
            window.looks_over(f"settings-law-{what}")
