"""How values are written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import translation

from anxin.faces import words

NOON = datetime(2026, 11, 24, 6, 7, tzinfo=UTC)


@pytest.fixture(autouse=True)
def chinese():  # type: ignore[no-untyped-def]
    with translation.override("zh-hans"):
        yield


class TestDays:
    def test_are_shanghais(self) -> None:
        late = datetime(2026, 11, 24, 17, 0, tzinfo=UTC)
        assert words.day(late) == "11月25日 周三"
        assert words.full_day(date(2027, 3, 31)) == "2027年3月31日"
        assert words.moment(NOON) == "11月24日 周二 14:07"

    def test_of_an_order_have_their_year(self) -> None:
        assert words.known(NOON) == "2026年11月24日 14:07"
        assert words.known(datetime(2025, 12, 31, 4, 0, tzinfo=UTC)) == "2025年12月31日"

    def test_windows_name_the_day_once(self) -> None:
        assert words.until(NOON, NOON + timedelta(hours=2)) == "11月24日 周二 14:07–16:07"
        assert words.until(NOON, NOON + timedelta(hours=12)) == "11月24日 周二 14:07–11月25日 周三 02:07"

    def test_times_of_another_day_name_it(self) -> None:
        assert words.lately(NOON, now=NOON + timedelta(hours=9)) == "14:07"
        assert words.lately(NOON, now=NOON + timedelta(hours=12)) == "11月24日 14:07"

    def test_missing_ones_stay_empty(self) -> None:
        assert [words.day(None), words.hour(None), words.until(NOON, None), words.iso(None)] == ["", "", "", ""]

    def test_speak_english_too(self) -> None:
        with translation.override("en"):
            assert words.day(NOON) == "11/24 Tue"
            assert words.joined(["lock", "lamp"]) == "lock, lamp"
        assert words.joined(["门锁", "台灯"]) == "门锁、台灯"


class TestNumbers:
    def test_are_parted_for_the_eye_and_the_ear(self) -> None:
        assert words.parted("R-20261124-000123-7") == ("R-20261124-", "000123", "-7")
        assert words.spoken("R-20261124-000123-7") == "报修 1124 000 123"
        assert words.spoken("C-20261124-000123-7") == "申请 1124 000 123"
        assert words.spoken("483920") == "483 920"
        assert words.parted("V7") == ("", "V7", "")

    def test_money_has_two_digits(self) -> None:
        assert [words.fen(12800), words.fen(0), words.fen(None)] == ["¥128.00", "¥0.00", ""]


class TestSentences:
    SAID = "<b>可以裁定了。</b>\n  <span class=quiet>\n 商家已经答复。\n  转审核的原因：不同意。</span> <a>再看</a>"

    def test_in_chinese_stand_behind_each_other_without_a_space(self) -> None:
        joined = "<b>可以裁定了。</b><span class=quiet>商家已经答复。转审核的原因：不同意。</span> <a>再看</a>"
        assert words.sentences(self.SAID) == joined

    def test_in_english_keep_theirs(self) -> None:
        with translation.override("en"):
            assert words.sentences(self.SAID) == self.SAID
