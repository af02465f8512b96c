import pytest
from django.db import connection

from anxin.core import acting as acting_block
from anxin.core import checkpoints, tasks, timeline, vault
from anxin.core.acting import acting
from anxin.core.checkpoints import tree
from anxin.core.checkpoints.models import Checkpoint, CheckpointHead
from anxin.core.streams.hashing import hash_entry
from anxin.core.streams.models import Entry, Private, Stream
from anxin.core.streams.seals import SEALED_AS
from anxin.core.timeline import StreamKey
from tests.core.lamp import ALICE

pytestmark = pytest.mark.django_db
ONE, TWO = StreamKey("lamp", "one"), StreamKey("lamp", "two")


@pytest.fixture(autouse=True)
def chains(now):
    """Two streams of four facts, a checkpoint in the middle of the first and one at the end."""

    def write(stream):
        return acting(lambda: timeline.write(stream, "lamp.lit", by=ALICE, now=now, private={"why": "dark"}))

    for stream in (ONE, TWO, ONE, TWO):
        write(stream)
    acting(lambda: timeline.checkpoint(now))
    for stream in (ONE, TWO, ONE, TWO):
        write(stream)
    acting(lambda: timeline.checkpoint(now))


def entry(stream, position):
    return Entry.objects.get(stream__kind=stream.kind, stream__key=stream.key, position=position)


def found():
    return [(one.code, one.stream, one.position, one.checkpoint) for one in timeline.verify(all_roots=True)]


def rewrite(stream, position):
    """Change a fact and make the whole chain and its head fit again, as somebody with the database could."""
    previous = ""
    for row in Entry.objects.filter(stream__key=stream.key).order_by("position"):
        row.code = "lamp.dark" if row.position == position else row.code
        row.previous = previous
        row.hash = previous = hash_entry(stream, row)
        row.save()
    Stream.objects.filter(key=stream.key).update(head=previous)


def drop(stream, after):
    Private.objects.filter(entry__stream__key=stream.key, entry__position__gt=after).delete()
    Entry.objects.filter(stream__key=stream.key, position__gt=after).delete()


class TestVerify:
    def test_finds_nothing_where_nothing_was_touched(self):
        assert found() == []

    @pytest.mark.parametrize(
        "change",
        [{"code": "lamp.dark"}, {"facts": {"x": 1}}, {"actor_id": "bob"}, {"organisation": "o9"}, {"commitments": {}}],
    )
    def test_names_the_first_changed_row(self, change):
        Entry.objects.filter(pk__in=[entry(ONE, 2).pk, entry(ONE, 3).pk]).update(**change)
        assert found() == [("timeline.changed", ONE, 2, None)]

    def test_names_a_row_taken_out(self):
        Private.objects.filter(entry=entry(ONE, 2)).delete()
        entry(ONE, 2).delete()
        assert found() == [("timeline.entry_missing", ONE, 2, None)]

    def test_names_a_cut_tail(self):
        drop(ONE, after=3)
        assert found() == [("timeline.cut", ONE, 4, None)]

    def test_names_a_cut_tail_even_with_the_head_made_to_fit(self):
        drop(ONE, after=3)
        Stream.objects.filter(key=ONE.key).update(length=3, head=entry(ONE, 3).hash)
        assert found() == [("timeline.cut", ONE, 4, None)]

    def test_names_a_missing_stream(self):
        drop(TWO, after=0)
        Stream.objects.filter(key=TWO.key).delete()
        assert found() == [("timeline.stream_missing", TWO, None, None)]

    def test_names_a_chain_rewritten_so_that_it_fits_itself(self):
        rewrite(ONE, 1)
        assert found() == [("timeline.rewritten", ONE, 2, None)]

    def test_names_a_head_that_does_not_fit(self):
        Stream.objects.filter(key=ONE.key).update(head="0" * 64)
        assert found() == [("timeline.head_changed", ONE, 4, None)]

    def test_names_a_private_value_changed_with_the_right_key(self):
        row = Private.objects.get(entry=entry(ONE, 2))
        row.sealed = vault.seal(SEALED_AS, row.id, '["00", "bright"]')
        row.save()
        assert found() == [("timeline.private_changed", ONE, 2, None)]

    def test_names_a_private_value_taken_away_or_erased_in_secret(self, now):
        Private.objects.filter(entry=entry(ONE, 2)).delete()
        Private.objects.filter(entry=entry(TWO, 3)).update(sealed="", erased_at=now)
        assert found() == [
            ("timeline.private_missing", ONE, 2, None),
            ("timeline.erased_unrecorded", TWO, 3, None),
        ]

    def test_names_a_changed_checkpoint(self):
        Checkpoint.objects.filter(number=1).update(root="0" * 64)
        assert found() == [("timeline.checkpoint_changed", None, None, 1)]

    def test_names_a_checkpoint_signed_by_somebody_else(self):
        other = Checkpoint.objects.get(number=1).signature.partition("|")[0]
        Checkpoint.objects.filter(number=2).update(signature=f"{other}|{'A' * 86}==")
        assert found() == [("timeline.bad_signature", None, None, 2)]

    def test_names_a_checkpoint_taken_out(self):
        CheckpointHead.objects.filter(checkpoint=1).delete()
        Checkpoint.objects.filter(number=1).delete()
        assert ("timeline.checkpoint_missing", None, None, 1) in found()

    def test_sees_a_rewritten_chain_even_where_the_checkpoints_heads_were_changed_too(self):
        rewrite(ONE, 1)
        for head in CheckpointHead.objects.filter(key=ONE.key):
            CheckpointHead.objects.filter(pk=head.pk).update(head=entry(ONE, head.length).hash)
        assert found() == [
            ("timeline.rewritten", ONE, 4, None),
            ("timeline.root_differs", None, None, 1),
            ("timeline.root_differs", None, None, 2),
        ]

    def test_says_what_it_found(self):
        drop(ONE, after=3)
        [finding] = timeline.verify()
        assert "lamp:one" in str(finding)
        assert "4" in str(finding)

    def test_asks_the_database_the_same_for_many_streams_as_for_few(self, now):
        few = Count.counted(timeline.verify)
        for number in range(20):
            key = StreamKey("lamp", f"more-{number}")
            acting(lambda key=key: timeline.write(key, "lamp.lit", by=ALICE, now=now))
        assert Count.counted(timeline.verify) == few


class Count:
    """Counts queries."""

    def __init__(self):
        self.number = 0

    def __call__(self, execute, sql, params, many, context):
        self.number += 1
        return execute(sql, params, many, context)

    @classmethod
    def counted(cls, work):
        count = cls()
        with connection.execute_wrapper(count):
            work()
        return count.number


class TestHour:
    def test_is_written_in_the_queue_of_slow_work_with_its_heads_read_before_the_block(self, now, monkeypatch):
        inside = []
        grown = tree.grown

        def looks(*told, **last):
            inside.append(acting_block.inside())
            return grown(*told, **last)

        monkeypatch.setattr(tree, "grown", looks)
        assert (tasks.check_heads.queue_name, tasks.check_heads.func(now=now), inside) == ("heavy", None, [False])
        assert (Checkpoint.objects.count(), found()) == (3, [])

    def test_holds_though_a_stream_grew_or_another_was_made_since_its_heads_were_read(self, now):
        heads = checkpoints.read_heads()
        acting(lambda: timeline.write(ONE, "lamp.lit", by=ALICE, now=now))
        acting(lambda: timeline.checkpoint(now, heads))
        assert found() == []
        heads = checkpoints.read_heads()
        for _twice in range(2):
            acting(lambda: timeline.write(TWO, "lamp.lit", by=ALICE, now=now))
            acting(lambda: timeline.checkpoint(now, heads))
        assert found() == []
