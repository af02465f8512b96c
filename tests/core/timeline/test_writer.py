from datetime import timedelta

import pytest

from anxin.core import timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.streams.models import Entry, Private, Stream
from anxin.core.timeline import StreamKey
from anxin.core.wording import Fact
from tests.core.lamp import ALICE

pytestmark = pytest.mark.django_db
LAMP = StreamKey("lamp", "l1")


def write(now, code="lamp.lit", **told):
    return acting(lambda: timeline.write(LAMP, code, by=ALICE, now=now, **told))


class TestWrite:
    def test_chains_each_fact_to_the_one_before(self, now):
        first, second = write(now), write(now + timedelta(seconds=1))
        assert (first.position, first.previous) == (1, "")
        assert (second.position, second.previous) == (2, first.hash)
        head = Stream.objects.get(kind="lamp", key="l1")
        assert (head.length, head.head) == (2, second.hash)

    def test_keeps_streams_apart(self, now):
        write(now)
        other = acting(lambda: timeline.write(StreamKey("lamp", "l2"), "lamp.lit", by=ALICE, now=now))
        assert (other.position, other.previous) == (1, "")

    @pytest.mark.parametrize("value", ["张女士", "two words", "13900001234", "+86-13900001234", 1.5, "x" * 201])
    def test_refuses_what_could_tell_of_a_person_in_the_clear(self, now, value):
        with pytest.raises(ValueError, match="'note': expected a code"):
            write(now, facts={"note": value})

    @pytest.mark.parametrize(
        "value", ["R-20261124-000123-7", "0199a1b2-c3d4-7e5f-8a9b-139000012340", 12800, None, ["a", 1]]
    )
    def test_takes_codes_ids_and_whole_numbers(self, now, value):
        assert write(now, facts={"note": value}).facts == {"note": value}

    def test_seals_private_values_and_commits_to_them(self, now):
        entry = write(now, private={"why": "张女士，139 0000 1234"})
        [row] = Private.objects.filter(entry=entry)
        assert "张" not in row.sealed
        assert "张" not in str(Entry.objects.filter(pk=entry.pk).values())
        assert timeline.read(LAMP)[0].private["why"].text == ""
        assert timeline.read(LAMP, opened=["why"])[0].private["why"].text == "张女士，139 0000 1234"

    def test_commits_to_equal_values_differently(self, now):
        one, two = write(now, private={"why": "same"}), write(now, private={"why": "same"})
        assert one.commitments != two.commitments

    def test_needs_a_block(self, now):
        with pytest.raises(RuntimeError, match="acting"):
            timeline.write(LAMP, "lamp.lit", by=ALICE, now=now)


class TestRead:
    def test_shows_an_audience_only_what_is_worded_for_it(self, now, monkeypatch):
        monkeypatch.setitem(timeline.reader.wording.FACTS, "lamp.lit", Fact("lit in {room}", audience="customer"))
        write(now, facts={"room": "r1"})
        write(now, code="lamp.smelled_at")
        assert [one.sentence for one in timeline.read(LAMP, "customer")] == ["lit in r1"]
        assert timeline.read(LAMP, ["outlet", "customer"])[0].code == "lamp.lit"
        assert timeline.read(LAMP, "outlet") == []
        assert len(timeline.read(LAMP)) == 2


class TestErase:
    def test_leaves_the_chain_verifying_and_says_when(self, now):
        entry = write(now, private={"why": "secret", "name": "张女士"})
        later = now + timedelta(days=30)
        clerk = Actor(kind="staff", id="bob", organisation="o1")
        erased = acting(lambda: timeline.erase(entry, names=frozenset({"name"}), reason="asked", by=clerk, now=later))
        assert erased == 1
        first, last = timeline.read(LAMP, opened=["name", "why"])
        assert first.private["name"].erased_at == later
        assert (first.private["name"].text, first.private["why"].text) == ("", "secret")
        assert (last.code, last.facts["position"], last.facts["reason"]) == ("timeline.erased", 1, "asked")
        assert Private.objects.get(entry=entry, name="name").sealed == ""
        assert timeline.verify() == []

    def test_does_nothing_a_second_time(self, now):
        entry = write(now, private={"why": "secret"})
        for expected in (1, 0):
            assert acting(lambda: timeline.erase(entry, reason="asked", by=ALICE, now=now)) == expected
        assert len(timeline.read(LAMP)) == 2
