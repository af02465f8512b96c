"""The tree of checkpoints: its root is that over all streams, its cost that of those that moved."""

import random
from importlib import import_module

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anxin.core import checkpoints, tasks, timeline
from anxin.core.acting import acting
from anxin.core.checkpoints import creation, tree
from anxin.core.checkpoints.models import Checkpoint, CheckpointHead, CheckpointNode
from anxin.core.keys import ring
from anxin.core.streams.hashing import leaf, merkle_root
from anxin.core.streams.models import Stream
from anxin.core.timeline import StreamKey
from tests.core.lamp import ALICE

steps = import_module("anxin.core.migrations.0029_checkpoint_tree")
pytestmark = pytest.mark.django_db


def lit(key, now):
    acting(lambda: timeline.write(StreamKey("lamp", str(key)), "lamp.lit", by=ALICE, now=now))


def hour(now):
    """Do what the hour's task does."""
    tasks.check_heads.func(now=now)
    return Checkpoint.objects.latest("number")


def by_hand():
    """Compute the root over all streams as they stand now, leaf by leaf."""
    places = dict(CheckpointHead.objects.values_list("stream_id", "place"))
    every = sorted(Stream.objects.all(), key=lambda one: places[one.pk])
    return merkle_root(leaf(one.pk, StreamKey(one.kind, one.key), one.length, one.head) for one in every)


class TestTree:
    @pytest.mark.parametrize("width", [2, 4, 64])
    def test_has_the_root_over_all_streams_however_it_grew(self, width, now, monkeypatch):
        monkeypatch.setattr(tree, "WIDTH", width)
        pick, keys = random.Random(width), []
        for _hour in range(8):
            keys += range(len(keys), len(keys) + pick.randrange(4))
            for key in pick.sample(keys, pick.randrange(len(keys) + 1)):
                lit(key, now)
            made = hour(now)
            known = CheckpointHead.objects.values("stream_id").distinct().count()
            assert (made.root, made.count) == by_hand()
            assert known == made.count
        assert timeline.verify(all_roots=True) == []

    def test_leaves_a_stream_its_place_for_good(self, now):
        for key in "abc":
            lit(key, now)
        hour(now)
        lit("d", now), lit("b", now)
        hour(now)
        places = dict(CheckpointHead.objects.order_by("checkpoint").values_list("key", "place"))
        assert sorted(places.values()) == [0, 1, 2, 3]
        assert places["d"] == 3
        assert len(set(CheckpointHead.objects.filter(key="b").values_list("place", flat=True))) == 1

    def test_asks_and_reads_for_one_that_moved_the_same_among_many_as_among_few(self, now, monkeypatch):
        monkeypatch.setattr(ring, "LOOK_AGAIN_S", 1e9)  # no count depends on how long the test takes

        def costs():
            lit("a", now)
            with CaptureQueriesContext(connection) as asked:
                heads = checkpoints.read_heads()
                acting(lambda: checkpoints.checkpoint(now, heads))
                checkpoints.note(heads)
            return len(asked), len(heads.moved), len(heads.looked_at), len(heads.growth.nodes)

        lit("a", now), hour(now)
        costs()  # what a process reads once
        few = costs()
        for key in range(130):
            lit(key, now)
        hour(now)
        assert costs() == few
        assert few[1:] == (1, 1, tree.LEVELS)

    def test_finds_what_moved_by_its_index(self, now):
        lit("a", now)
        rows = Stream.objects.filter(creation.GROWN).order_by("pk")
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL enable_seqscan = off")
        assert "timeline_stream_grown" in rows.explain()

    def test_writes_an_hour_in_which_nothing_moved(self, now):
        lit("a", now)
        first, second = hour(now), hour(now)
        assert (first.root, first.count) == (second.root, second.count)
        assert CheckpointHead.objects.count() == 1

    def test_of_nothing_is_that_of_no_leaf(self, now):
        made = hour(now)
        assert (made.root, made.count) == merkle_root([])
        lit("a", now)
        assert (hour(now).root, 1) == by_hand()


class TestNote:
    def test_killed_before_it_was_noted_says_the_same_once_more(self, now):
        lit("a", now), lit("b", now)
        made = acting(lambda: checkpoints.checkpoint(now, checkpoints.read_heads()))
        again = hour(now)
        assert (made.root, made.count) == (again.root, again.count)
        assert CheckpointHead.objects.count() == 2
        assert not Stream.objects.filter(creation.GROWN).exists()

    def test_what_moves_between_the_look_and_the_note_is_of_the_next_hour(self, now):
        lit("a", now)
        heads = checkpoints.read_heads()
        lit("a", now)
        acting(lambda: checkpoints.checkpoint(now, heads))
        lit("a", now)
        checkpoints.note(heads)
        assert list(Stream.objects.filter(creation.GROWN).values_list("length", "checked")) == [(3, 1)]
        assert (hour(now).root, 1) == by_hand()
        assert timeline.verify(all_roots=True) == []

    def test_two_that_look_at_once_write_two_that_follow_each_other(self, now):
        lit("a", now)
        first, second = checkpoints.read_heads(), checkpoints.read_heads()
        acting(lambda: checkpoints.checkpoint(now, first))
        lit("b", now)
        acting(lambda: checkpoints.checkpoint(now, second))
        checkpoints.note(first), checkpoints.note(second)
        assert timeline.verify(all_roots=True) == []
        assert Checkpoint.objects.latest("number").count == 2


class TestTorn:
    @pytest.mark.parametrize("level", [0, 1, tree.LEVELS - 1])
    def test_is_made_anew_from_the_heads(self, level, now):
        for key in range(70):
            lit(key, now)
        hour(now)
        CheckpointNode.objects.filter(level=level, place=0).update(children=b"\x01" * 32)
        lit(3, now)
        made = hour(now)
        assert (made.root, made.count) == by_hand()
        assert timeline.verify(all_roots=True) == []

    def test_or_gone_is_made_anew(self, now):
        lit("a", now), hour(now)
        CheckpointNode.objects.all().delete()
        lit("b", now)
        made = hour(now)
        assert (made.root, made.count) == by_hand()

    def test_knows_again_what_was_told_by_checkpoints_taken_off_the_end(self, now):
        lit("a", now), hour(now)
        lit("b", now), hour(now)
        CheckpointHead.objects.filter(checkpoint=2).delete()
        Checkpoint.objects.filter(number=2).delete()
        made = hour(now)
        assert (made.root, made.count) == by_hand()
        assert made.count == 2

    def test_goes_on_from_checkpoints_whose_leaves_stood_by_the_streams_ids(self, now):
        """As after an upgrade: earlier roots stay what they were, the next is over places."""
        for key in range(5):
            lit(key, now)
        hour(now)
        CheckpointNode.objects.all().delete()
        Stream.objects.update(checked=0)
        keys = list(CheckpointHead.objects.order_by("stream_id").values_list("pk", flat=True))
        for place, key in enumerate(keys):
            CheckpointHead.objects.filter(pk=key).update(place=place)
        Checkpoint.objects.update(by_place=False)
        lit("later", now), lit(2, now)
        made = hour(now)
        assert (made.root, made.count, made.by_place) == (*by_hand(), True)
        assert timeline.verify(all_roots=True) == []

    def test_upgrade_gives_each_stream_one_place_in_the_order_of_ids(self, now):
        for key in "abc":
            lit(key, now)
        hour(now)
        lit("b", now)
        hour(now)
        CheckpointHead.objects.update(place=7)
        with connection.cursor() as cursor:
            cursor.execute(steps.PLACES)
        told = CheckpointHead.objects.order_by("stream_id", "checkpoint").values_list("key", "place")
        order = list(Stream.objects.order_by("pk").values_list("key", flat=True))
        assert list(told) == [(key, order.index(key)) for key in sorted("abbc", key=order.index)]
