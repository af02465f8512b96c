"""What an authority for time may do wrong; the first lines of these tests stand in `docs/reference/providers.md`."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest

from anxin.commands import timeline as command
from anxin.core import checkpoints, later, providers, timeline
from anxin.core.acting import acting
from anxin.core.checkpoints import stamps, timestamping
from anxin.core.checkpoints.models import CheckpointStamp, CheckpointTip
from anxin.core.tasks import stamp_heads
from anxin.core.timeline import StreamKey
from tests.core.lamp import ALICE
from tests.standins.stamps import PASSWORD, Stamps

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not shutil.which("openssl"), reason="needs the openssl program"),
]


@pytest.fixture
def now() -> datetime:
    """The stand-in's clock is this machine's: it stamps the time that is."""
    return datetime.now(UTC)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    with Stamps(tmp_path_factory.mktemp("stamps")) as one:
        yield one


@pytest.fixture
def authority(server, now):
    server.moods.clear()
    server.calls.clear()
    keep("stamps", server, now)
    return server


@pytest.fixture
def checkpoint(now):
    return mark("1", now)


def keep(name, server, now, **more):
    values = {**server.values, **more}
    acting(
        lambda: providers.keep(
            kind=timestamping.KIND,
            name=name,
            rank=1,
            values=values,
            secrets={"password": server.password},
            by=ALICE,
            now=now,
        )
    )


def mark(key, now):
    acting(lambda: timeline.write(StreamKey("lamp", key), "lamp.lit", by=ALICE, now=now))
    return acting(lambda: timeline.checkpoint(now))


def stamped(**who):
    return CheckpointStamp.objects.filter(**who).count()


class TestStamp:
    def test_is_kept_checked_and_counted(self, authority, checkpoint, now):
        """The newest checkpoint is stamped, its cost counted; asked again it is stamped no second time"""
        checkpoints.stamp_newest(now=now)
        checkpoints.stamp_newest(now=now)

        [one] = checkpoint.stamps.all()
        assert abs(one.at - now) < timedelta(minutes=1)
        assert len(authority.calls) == 1
        assert timeline.verify() == timeline.verify(roots=authority.roots) == []
        assert providers.spent(since=(now - timedelta(days=1)).date())["stamps"].cost_mill == 100
        assert providers.health()["stamps"].answered_at

    @pytest.mark.parametrize("mood", ["drop", "500", "429", "html", "refused", "other", "stranger", "expired"])
    def test_that_does_not_come_or_fit_is_asked_for_again(self, authority, checkpoint, now, mood):
        """No answer, 5xx, rate limits, a refusal, other bytes, a stranger's or an expired certificate: asked again"""
        authority.moods.append(mood)
        checkpoints.stamp_newest(now=now)
        assert stamped() == 0
        health = providers.health()["stamps"]
        assert health.failing_since == now
        assert health.fault

        checkpoints.stamp_newest(now=now + timedelta(minutes=5))
        assert stamped() == 1
        assert providers.health()["stamps"].failing_since is None

    def test_that_comes_too_late_is_asked_for_again(self, authority, checkpoint, now, monkeypatch):
        """Stamped, and the answer comes too late"""
        monkeypatch.setattr(timestamping, "TIMEOUT_S", 0.3)
        authority.moods.append("hang")
        checkpoints.stamp_newest(now=now)
        assert providers.health()["stamps"].fault == "too slow"
        monkeypatch.undo()
        checkpoints.stamp_newest(now=now)
        assert stamped() == 1

    def test_holds_in_whatever_order_its_certificates_come(self, authority):
        """Certificates in no order (as openssl writes them)"""
        (authority.folder / "chain.pem").write_text(authority.roots + (authority.folder / "between.pem").read_text())
        for _ in range(3):
            assert timestamping.trial(authority.values, now=datetime.now(UTC)) == ""
        assert timestamping.in_order(b"\x30\x82") == b"\x30\x82"

    def test_of_an_earlier_question_is_refused(self, authority, checkpoint, now):
        """The answer of before again"""
        checkpoints.stamp_newest(now=now)
        other = mark("2", now)
        authority.moods.append("again")
        checkpoints.stamp_newest(now=now)

        assert not other.stamps.exists()
        assert "nonce" in providers.health()["stamps"].fault.lower()

    def test_of_another_hour_than_ours_is_refused(self, authority, checkpoint, now):
        """Its clock and ours are more than ten minutes apart"""
        checkpoints.stamp_newest(now=now + timedelta(hours=1))

        assert stamped() == 0
        assert "clock" in providers.health()["stamps"].fault

    def test_covers_what_was_missed(self, authority, checkpoint, now):
        """Away for hours: its next stamp covers all that was missed"""
        authority.moods.append("500")
        checkpoints.stamp_newest(now=now)
        newest = mark("2", now)
        checkpoints.stamp_newest(now=now)

        assert list(CheckpointStamp.objects.values_list("checkpoint", flat=True)) == [newest.number]
        assert stamps.proof(StreamKey("lamp", "1"), newest).length == 1

    def test_is_given_by_two_each_for_itself(self, authority, checkpoint, now):
        """Two authorities: one fails, the other stamps"""
        keep("stamps_2", authority, now)
        authority.moods.append("500")
        checkpoints.stamp_newest(now=now)
        assert (stamped(authority="stamps"), stamped(authority="stamps_2")) == (0, 1)

    def test_once_a_day_where_that_is_set(self, authority, checkpoint, now):
        """Once a day, by the day in China"""
        acting(lambda: providers.end("stamps", now=now))
        keep("stamps", authority, now, pace="day")
        checkpoints.stamp_newest(now=now)
        mark("2", now)
        checkpoints.stamp_newest(now=now)
        assert stamped() == 1

    def test_is_asked_for_by_whom_it_knows(self, authority, checkpoint, now):
        """A user and password, right and wrong"""
        authority.password = PASSWORD
        try:
            assert timestamping.trial({**authority.values, "password": "wrong"}, now=now) == "HTTP 401"
            assert timestamping.trial({**authority.values, "password": PASSWORD}, now=now) == ""
        finally:
            authority.password = ""

    def test_is_asked_for_by_the_worker(self, authority, checkpoint, now):
        """The worker asks by itself, ten minutes apart"""
        acting(lambda: later.put(stamp_heads, arguments={}, key="now", now=now))
        later.run_due(now, queues=["outside"])
        assert stamped() == 1

    def test_is_never_asked_for_inside_a_block(self, authority, checkpoint, now):
        with pytest.raises(RuntimeError, match="outside call"):
            acting(lambda: timestamping.ask(authority.values, b"x", now=now))
        assert authority.calls == []


class TestVerify:
    def test_names_a_stamp_moved_to_another_checkpoint(self, authority, checkpoint, now, capsys):
        """A stamp moved to another checkpoint, or its time changed: named by `anxin timeline verify`"""
        checkpoints.stamp_newest(now=now)
        assert command.report() == 0
        assert "1 by Stamps of the test, newest of checkpoint 1" in capsys.readouterr().out
        CheckpointStamp.objects.update(at=now - timedelta(days=30))
        [finding] = timeline.verify()
        assert (finding.code, finding.checkpoint) == ("timeline.bad_stamp", 1)
        CheckpointStamp.objects.update(checkpoint=mark("2", now))
        [finding] = timeline.verify()
        assert (finding.code, finding.checkpoint) == ("timeline.bad_stamp", 2)

    def test_names_a_stamp_that_is_gone_and_a_count_that_was_changed_to_fit(self, authority, checkpoint, now, capsys):
        """A stamp deleted; its count lowered to fit, or set to none: each is named by `anxin timeline verify`"""
        checkpoints.stamp_newest(now=now)
        mark("2", now)
        checkpoints.stamp_newest(now=now)
        CheckpointStamp.objects.order_by("checkpoint").first().delete()
        [finding] = timeline.verify()
        assert (finding.code, finding.row) == ("timeline.stamp_missing", "1")
        assert command.report() == 1
        assert "timeline.stamp_missing" in capsys.readouterr().out
        for count in (1, 0):
            CheckpointTip.objects.update(stamps=count)
            assert [one.code for one in timeline.verify()] != []

    def test_holds_after_the_authority_is_asked_no_more(self, authority, checkpoint, now):
        """Asked no more: its stamps hold on"""
        checkpoints.stamp_newest(now=now)
        acting(lambda: providers.end("stamps", now=now))
        assert timeline.verify() == []

    def test_believes_no_certificates_put_into_the_database(self, authority, checkpoint, now):
        """Certificates changed in the database: those given from outside decide"""
        authority.moods.append("stranger")
        forged = (authority.folder / "stranger-root.pem").read_text()
        keep("stamps", authority, now, roots=forged)
        checkpoints.stamp_newest(now=now)
        assert timeline.verify() == []
        assert [one.code for one in timeline.verify(roots=authority.roots)] == ["timeline.bad_stamp"]
