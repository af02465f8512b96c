import dataclasses

import pytest

from anxin.core.actors import STRANGER, SYSTEM, Actor
from tests.core.lamp import ALICE, ZHANG


class TestActor:
    def test_may_by_kind_by_role_and_as_either_customer(self):
        assert ALICE.may(frozenset({"agent"}))
        assert SYSTEM.may(frozenset({"system", "agent"}))
        assert ZHANG.may(frozenset({"customer"}))
        assert Actor(kind="customer_phone", id="z").may(frozenset({"customer"}))
        assert not ALICE.may(frozenset({"customer", "system"}))

    @pytest.mark.parametrize("who", ["agent", "system", "customer", "technician", "token"])
    def test_a_stranger_may_nothing(self, who):
        assert not STRANGER.may(frozenset({who}))

    def test_refuses_an_unknown_kind(self):
        with pytest.raises(ValueError, match="actor kind"):
            Actor(kind="ghost", id="1")  # type: ignore[arg-type]

    def test_cannot_be_changed(self):
        with pytest.raises(dataclasses.FrozenInstanceError):
            ALICE.organisation = "o2"  # type: ignore[misc]

    def test_reads_in_one_key(self):
        assert ALICE.key == "staff:alice"
