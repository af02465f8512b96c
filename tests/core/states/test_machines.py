import pytest

from anxin.core.states import machine, machines, step
from tests.core.lamp import LAMP


class TestMachine:
    def test_names_its_states_in_the_order_they_are_reached(self):
        assert LAMP.states == ("dark", "lit", "mended", "scrapped")

    def test_is_known_by_name(self):
        assert machines()["lamp"] is LAMP

    def test_refuses_a_dead_end(self):
        with pytest.raises(ValueError, match="'b' is a dead end"):
            machine("m1", start="a", ends="c", steps=[step("x", "a", "b", "agent"), step("y", "a", "c", "agent")])

    def test_refuses_a_state_nothing_leads_to(self):
        with pytest.raises(ValueError, match="nothing leads to 'island'"):
            machine("m2", start="a", ends="b", steps=[step("x", "a island", "b", "agent")])

    def test_refuses_two_steps_of_one_name_out_of_one_state(self):
        with pytest.raises(ValueError, match="two steps 'x'"):
            machine("m3", start="a", ends="b c", steps=[step("x", "a", "b", "agent"), step("x", "a", "c", "agent")])

    def test_refuses_a_step_nobody_may_take(self):
        with pytest.raises(ValueError, match="names nobody"):
            machine("m4", start="a", ends="b", steps=[step("x", "a", "b", "")])

    def test_refuses_an_end_and_a_capability_it_does_not_know(self):
        with pytest.raises(ValueError, match=r"end 'z'.*unknown state 'q'"):
            machine("m5", start="a", ends="b z", steps=[step("x", "a", "b", "agent")], capabilities={"c": "q"})

    def test_refuses_a_state_that_only_the_system_leaves_and_nothing_carries(self):
        with pytest.raises(ValueError, match="only the system leaves 'a'"):
            machine("m6", start="a", ends="b", steps=[step("x", "a", "b", "system")])

    def test_refuses_a_second_table_of_its_name(self):
        with pytest.raises(ValueError, match="one table, got two"):
            machine("lamp", start="a", ends="b", steps=[step("x", "a", "b", "agent")])

    def test_finds_the_step_of_a_name_by_the_state_it_leaves(self):
        assert LAMP.step("light", "dark").who != LAMP.step("light", "mended").who
        assert LAMP.step("quench", "dark") is None
        with pytest.raises(ValueError, match="expected one of its steps"):
            LAMP.step("explode", "dark")
