"""Where one can go."""

from dataclasses import dataclass

import pytest
from django.urls import resolve

from anxin.faces.ground import navigation
from anxin.faces.ground.navigation import NavigationEntry


@dataclass(frozen=True)
class Somebody:
    roles: frozenset[str]


@pytest.fixture
def places(monkeypatch: pytest.MonkeyPatch) -> None:
    shown = (
        NavigationEntry(path="/about/", name="parts", count="parts"),
        NavigationEntry(path="/sign-in/", name="door", roles="agent"),
    )
    monkeypatch.setitem(navigation.PLACES, "desk", shown)


@pytest.mark.usefixtures("places")
class TestItems:
    def test_leaves_out_what_is_not_ours(self) -> None:
        seen = navigation.items("desk", path="/", counts={}, actor=Somebody(frozenset()))
        assert [item.name for item in seen] == ["parts"]
        seen = navigation.items("desk", path="/", counts={}, actor=Somebody(frozenset({"agent"})))
        assert [item.name for item in seen] == ["parts", "door"]

    def test_shows_a_stranger_nothing_that_needs_a_role(self) -> None:
        assert [item.name for item in navigation.items("desk", path="/", counts={}, actor=None)] == ["parts"]

    def test_marks_where_we_are_and_counts(self) -> None:
        (item,) = navigation.items("desk", path="/about/night/", counts={"parts": 46}, actor=None)
        assert item.current
        assert item.count == 46

    def test_a_job_of_today_is_not_among_those_done_before(self) -> None:
        luo = Somebody(frozenset({"technician"}))
        for path, here in (("/technician/jobs/V-1/", "/technician/"), ("/technician/jobs/", "/technician/jobs/")):
            seen = navigation.items("technician", path=path, counts={}, actor=luo)
            assert [one.path for one in seen if one.current] == [here]


class TestPlaces:
    def test_lead_to_pages_that_are_there(self) -> None:
        for place in (place for several in navigation.PLACES.values() for place in several):
            assert resolve(place.path), place.path


class TestFolded:
    def test_what_is_not_for_every_day_leaves_the_bar_where_it_is_several(self) -> None:
        admin = navigation.items("desk", path="/desk/staff/", counts={}, actor=Somebody(frozenset({"operator"})))
        front, rear = navigation.folded(admin)
        assert [item.path for item in rear if item.current] == ["/desk/staff/"]
        assert {"/desk/repairs/", "/desk/claims/"} <= {item.path for item in front}
        assert len(front) + len(rear) == len(admin)

    def test_one_of_them_alone_stays_in_it(self) -> None:
        finance = navigation.items("desk", path="/", counts={}, actor=Somebody(frozenset({"finance"})))
        front, rear = navigation.folded(finance)
        assert "/desk/settings/" in [item.path for item in front]
        assert rear == []
