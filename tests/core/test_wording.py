import pytest
from django.utils.translation import override

from anxin.core import wording
from anxin.core.errors import Forbidden, Invalid, WrongState
from anxin.core.wording import Fact


class TooDark(WrongState):
    code = "tests.too_dark"


class TooBright(Forbidden):
    code = "tests.too_bright"


@pytest.fixture(autouse=True)
def registry(monkeypatch):
    for name in ("ERRORS", "STATES", "STEPS", "FACTS", "MESSAGES", "VALUES"):
        monkeypatch.setattr(wording, name, dict(getattr(wording, name)))
    wording.declare(
        errors={"tests.too_dark": "Too dark in {room}."},
        states={"lamp": {"lit": "on"}},
        steps={"lamp": {"light": "switch on"}},
        facts={"lamp.light": Fact("lit by {who}", audience="customer outlet")},
        messages={"lamp.code": "Your code is {secret}."},
    )


class TestWording:
    def test_fills_an_errors_facts_in(self):
        assert wording.error(TooDark({"room": "the hall"})) == "Too dark in the hall."

    def test_says_a_sum_in_yuan(self):
        wording.declare(errors={"tests.too_bright": "At most {most_fen}."})
        assert wording.error(TooBright({"most_fen": 26800})) == "At most ¥268.00."

    def test_names_the_day_of_a_window_once_and_writes_days_as_the_reader_does(self):
        wording.declare(facts={"lamp.burns": Fact("burns from {from} to {to}"), "lamp.lasts": Fact("until {until}")})
        night = {"from": "2026-11-28T12:00:00+08:00", "to": "2026-11-28T14:00:00+08:00"}
        with override("zh-hans"):
            assert wording.sentence("lamp.burns", night) == "burns from 11月28日 12:00 to 14:00"
            late = wording.sentence("lamp.burns", night | {"to": "2026-11-29T01:00:00+08:00"})
            assert late == "burns from 11月28日 12:00 to 11月29日 01:00"
            assert wording.sentence("lamp.lasts", {"until": "2027-05-25"}) == "until 2027年5月25日"
            assert wording.sentence("lamp.lasts", {"until": "2026-02-31"}) == "until 2026-02-31", "no day: as typed"

    def test_leaves_a_gap_where_a_fact_is_missing(self):
        assert wording.error(TooDark()) == "Too dark in …."

    def test_lets_an_unworded_error_speak_as_its_parent(self):
        assert wording.error(TooBright()) == str(wording.ERRORS["core.forbidden"])

    def test_tells_what_was_expected(self):
        assert "fen" in wording.error(Invalid("price", expected="fen", got="x"))

    def test_names_no_field_beside_the_field_and_keeps_a_sentence_of_its_own(self):
        assert wording.error_here(Invalid("price", expected="fen", got="x")) == "应为fen。"
        assert wording.error_here(TooBright()) == wording.error(TooBright())

    def test_names_states_steps_facts_and_messages(self):
        assert (wording.state("lamp", "lit"), wording.step("lamp", "light")) == ("on", "switch on")
        assert wording.fact("lamp.light").audiences == {"customer", "outlet"}
        assert wording.sentence("lamp.light", {"who": "Zhang"}) == "lit by Zhang"
        assert wording.message("lamp.code", {"secret": "1234"}) == "Your code is 1234."

    def test_falls_back_to_codes(self):
        assert (wording.state("lamp", "x"), str(wording.fact("x.y")), wording.message("t", {})) == ("x", "x.y", "t")
        assert wording.fact("x.y").audiences == frozenset()

    def test_refuses_a_second_sentence_for_one_code(self):
        with pytest.raises(ValueError, match="one sentence"):
            wording.declare(errors={"tests.too_dark": "Otherwise."})


class TestMoment:
    def test_is_written_as_people_read_it(self) -> None:
        with override("zh-hans"):
            said = wording.sentence("test.moment", {})
            assert said == "test.moment"
            assert wording._filled("约在 {from}", {"from": "2026-11-25T05:00+00:00"}) == "约在 11月25日 13:00"

    def test_leaves_other_values_alone(self) -> None:
        assert wording._filled("{n} {code}", {"n": 3, "code": "2026-11-25"}) == "3 2026-11-25"

    def test_words_a_code_that_an_app_declared(self) -> None:
        wording.declare(values={"hue": {"dim": "暗"}})
        assert wording._filled("灯{hue}", {"hue": "dim"}) == "灯暗"
        assert wording._filled("灯{hue}", {"hue": "other"}) == "灯other"
