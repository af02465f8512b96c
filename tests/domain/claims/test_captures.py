"""A picture that was asked for is handed in with its code, once and in time, and looked at question by question."""

import hashlib
import io
import json
import zipfile
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from anxin.commands import dossier as verifier
from anxin.core import clocks, later, timeline
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.files import store
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import gateway
from anxin.domain.evidence import queries as originals
from anxin.domain.evidence.models import Capture, Challenge, Frame, Link
from anxin.domain.evidence.queries import CaptureView
from anxin.domain.evidence.queries.movements import ACTIONS, action_of
from anxin.engines.evidence.capture import paper, verification
from tests.capture_builders import ROLES, announces, answers, asked, moved, sends, shot, takes
from tests.claim_builders import Walked, drawn, jpeg, refund

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_is_looked_for_in_the_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Here it is asked how they were taken; what one of them shows is examined elsewhere, and takes far longer."""
    monkeypatch.setattr(gateway, "examine", lambda _row, *, now: gateway.ExaminationOutcome(engine="none", report="{}"))


def seen(one: Walked, by: Actor | None = None) -> CaptureView:
    """Give what the reviewer reads of the newest capture."""
    return one.view(by or one.by(cast.LIN)).captures[0]


def said(view: CaptureView) -> dict[str, str]:
    return {check.code: check.answer for check in view.checks}


class TestAnswer:
    @pytest.mark.parametrize("kind", ["link", "paper"])
    def test_takes_all_pictures_of_one_answer(self, kind: str, now: datetime) -> None:
        one, made = asked(now, kind=kind)
        links = answers(one, made.code, 31, 32)
        made.refresh_from_db()
        assert (made.state, one.claim.state) == ("answered", "review")
        assert {link.challenge_id for link in links} == {made.id}

    def test_is_taken_once(self, now: datetime) -> None:
        one, made = asked(now)
        answers(one, made.code, 31)
        with pytest.raises(claims.ChallengeOver):
            answers(one, made.code, 33)

    @pytest.mark.parametrize("code", ["", "nothing", "不是"])
    def test_refuses_another_code(self, code: str, now: datetime) -> None:
        one, made = asked(now)
        with pytest.raises(claims.ChallengeOver):
            answers(one, code, 31)
        made.refresh_from_db()
        assert made.state == "sent"

    def test_is_over_with_its_time_even_before_the_clock_was_looked_at(self, now: datetime) -> None:
        one, made = asked(now)
        one.now = made.expires_at
        with pytest.raises(claims.ChallengeOver):
            answers(one, made.code, 31)
        with pytest.raises(claims.ChallengeOver):
            announces(one, made.code, "overview", shot("overview"))

    def test_needs_a_picture(self, now: datetime) -> None:
        one, made = asked(now)
        announces(one, made.code, "overview", shot("overview"))
        with pytest.raises(Invalid):
            answers(one, made.code)
        made.refresh_from_db()
        assert made.state == "sent"


class TestAction:
    def test_belongs_to_the_link(self) -> None:
        assert action_of("a") == action_of("a")
        assert {action_of(str(n)) for n in range(60)} == set(ACTIONS)


class TestGuided:
    def test_answers_every_question_with_yes_and_says_what_was_measured(self, now: datetime) -> None:
        one, made = asked(now)
        takes(one, made.code)
        answers(one, made.code)
        one.run()
        view = seen(one)
        assert view.state == "done"
        assert set(said(view).values()) == {"yes"}
        assert {"nonce", "single_use", "time", "hash_before_bytes", "bytes", "action"} <= set(said(view))
        action = next(check for check in view.checks if check.code == "action")
        assert "倍" in action.detail
        assert [frame.label for frame in view.frames] == ["B1", "B2", "B3"]
        assert all(frame.told_at and frame.received_at and frame.told_at < frame.received_at for frame in view.frames)

    def test_shows_the_sides_the_answers_but_not_the_measures(self, now: datetime) -> None:
        one, made = asked(now)
        takes(one, made.code)
        answers(one, made.code)
        one.run()
        assert said(seen(one, one.buyer)) == said(seen(one))
        assert not any("倍" in check.detail for check in seen(one, one.buyer).checks)

    def test_writes_each_hash_into_the_chain_before_its_bytes(self, now: datetime) -> None:
        one, made = asked(now)
        content = shot("overview")
        frame = announces(one, made.code, "overview", content)
        told = [fact for fact in timeline.read(one.claim.stream()) if fact.code == "evidence.announced"]
        assert told[0].facts["sha256"] == frame.sha256 == hashlib.sha256(content).hexdigest()
        assert frame.file_id is None

    def test_refuses_bytes_that_are_not_those_announced(self, now: datetime) -> None:
        one, made = asked(now)
        frame = announces(one, made.code, "overview", shot("overview"))
        with pytest.raises(evidence.FrameDiffers):
            sends(one, made.code, frame, shot("closeup"))
        with pytest.raises(Invalid):
            answers(one, made.code)  # nothing came that could be handed in

    def test_is_taken_up_again_where_it_was_left(self, now: datetime) -> None:
        one, made = asked(now)
        takes(one, made.code, "overview")
        first = announces(one, made.code, "closeup", shot("closeup"))
        one.now += timedelta(hours=5)
        again = announces(one, made.code, "closeup", shot("closeup"))
        assert (again.id, again.told_at) == (first.id, first.told_at)
        sends(one, made.code, again, shot("closeup"))
        takes(one, made.code, "action")
        assert len(answers(one, made.code)) == 3

    def test_left_half_done_is_handed_in_at_the_end_of_its_time(self, now: datetime) -> None:
        one, made = asked(now)
        takes(one, made.code, "overview", "closeup")
        one.wait(hours=73)
        made.refresh_from_db()
        assert (made.state, one.claim.state) == ("answered", "review")
        assert [frame.label for frame in seen(one).frames] == ["B1", "B2"]
        assert said(seen(one))["time"] == "yes"
        assert said(seen(one))["action"] == "no"
        assert "evidence_kept_back" not in one.view(one.by(cast.LIN)).buyer_counts

    def test_hands_in_the_newest_of_a_picture_taken_anew(self, now: datetime) -> None:
        one, made = asked(now)
        other = jpeg(drawn(77))
        sends(one, made.code, announces(one, made.code, "overview", other), other)
        takes(one, made.code)
        links = answers(one, made.code)
        assert {link.file.sha256 for link in links} == {hashlib.sha256(shot(role)).hexdigest() for role in ROLES}

    def test_takes_pictures_anew_only_so_often(self, now: datetime) -> None:
        one, made = asked(now)
        for seed in range(24):
            announces(one, made.code, "overview", b"%d" % seed)
        with pytest.raises(evidence.TooOften):
            announces(one, made.code, "overview", b"once more")

    def test_refuses_a_picture_that_lay_here_before(self, now: datetime) -> None:
        one, made = asked(now)
        one.hand_in(shot("closeup"), by=one.by(cast.MERCHANT_OWNER), role="listing")
        with pytest.raises(evidence.FrameKnown):
            announces(one, made.code, "closeup", shot("closeup"))

    @pytest.mark.parametrize("sha256", ["", "ab", "Z" * 64, "AB" * 32])
    def test_refuses_what_is_no_hash(self, sha256: str, now: datetime) -> None:
        one, made = asked(now)
        given: dict[str, Any] = {"code": made.code, "role": "overview", "sha256": sha256, "by": one.buyer}
        with pytest.raises(Invalid):
            acting(lambda: claims.announce_frame(claim=one.claim, now=one.now, **given))

    def test_is_of_one_claim_alone(self, now: datetime) -> None:
        one, made = asked(now)
        other, theirs = asked(now, order="YT-2")
        with pytest.raises(claims.ChallengeOver):
            announces(other, made.code, "overview", shot("overview"))
        frame = announces(one, made.code, "overview", shot("overview"))
        with pytest.raises(originals.NoSuchLink):
            sends(other, theirs.code, frame, shot("overview"))

    def test_is_of_the_buyer_alone(self, now: datetime) -> None:
        one, made = asked(now)
        with pytest.raises(claims.ChallengeOver):
            announces(one, made.code, "overview", shot("overview"), by=one.by(cast.MERCHANT_OWNER))


@pytest.mark.sqlite  # what the engine measures is the same beside any database
@pytest.mark.sqlite  # what a pair of pictures shows, whatever the database
class TestMovement:
    @pytest.mark.parametrize("action", [one for one in ACTIONS if one != "finger"])
    def test_done_as_the_page_asks_is_seen_and_left_out_is_not(self, action: str, now: datetime) -> None:
        for done, answer in ((action, "yes"), ("first", "no")):
            one, made = asked(now, order=f"{action}-{done}")
            code = next(f"{action}-{n}" for n in range(100) if action_of(f"{action}-{n}") == action)
            Challenge.objects.filter(pk=made.pk).update(code=code)
            for role, content in (("overview", moved("first")), ("action", moved(done) + b"\0" * (done == "first"))):
                sends(one, code, announces(one, code, role, content), content)
            answers(one, code)
            one.run()
            assert said(seen(one))["action"] == answer


class TestPlain:
    def test_can_not_tell_what_was_told_first(self, now: datetime) -> None:
        one, made = asked(now)
        answers(one, made.code, 31, role="whole")
        one.run()
        assert said(seen(one))["hash_before_bytes"] == "cannot_tell"
        assert said(seen(one))["roles"] == said(seen(one))["action"] == "no"

    def test_on_paper_is_asked_only_what_paper_can_answer(self, now: datetime) -> None:
        one, made = asked(now, kind="paper")
        answers(one, made.code, 31)
        one.run()
        view = seen(one)
        assert set(said(view)) == {"single_use", "order", "time", "bytes", "frames_differ", "paper_code"}
        assert said(view)["paper_code"] == "cannot_tell"
        assert said(view)["bytes"] == "yes"

    def test_on_paper_reads_the_code(self, now: datetime, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(
            verification, "read_paper_code", lambda work, expected: paper.PaperReading("match", expected, (0, 0, 9, 9))
        )
        one, made = asked(now, kind="paper")
        answers(one, made.code, 31)
        one.run()
        assert said(seen(one))["paper_code"] == "yes"


class TestLook:
    @pytest.fixture
    def one(self, now: datetime) -> Walked:
        one, made = asked(now)
        takes(one, made.code)
        answers(one, made.code)
        return one

    def test_comes_before_every_decision(self, one: Walked) -> None:
        for link in originals.unexamined(one.claim.stream()):
            given: dict[str, Any] = {"look": link.examinations.get(), "note": "太暗", "by": one.by(cast.LIN)}
            acting(partial(evidence.give_up, now=one.now, **given))
        assert [lock.why for lock in one.view(one.by(cast.LIN)).locks] == ["unverified"]
        with pytest.raises(claims.Locked, match="unverified"):
            one.propose(refund(26800))
        one.run()
        assert one.propose(refund(26800)).state == "given"

    def test_comes_before_the_merchants_yes_is_carried_out(self, one: Walked) -> None:
        one.agree()
        assert one.claim.state == "review"
        one.run()
        assert one.claim.state in ("decided", "executing", "closed")

    @pytest.mark.parametrize(("break_", "why"), [("a byte", "tampered"), ("no file", "lost")])
    def test_that_fails_says_why_and_lets_a_person_decide(self, break_: str, why: str, one: Walked) -> None:
        file = Link.objects.select_related("file").get(label="B1", stream_key=one.claim.id).file
        self._break(store.place(file.sha256, file.id), break_)
        one.run()
        assert (seen(one).state, seen(one).why) == ("not_possible", why)
        assert one.propose(refund(26800)).state == "given"

    def _break(self, place: Path, how: str) -> None:
        place.chmod(0o600)
        if how == "no file":
            place.unlink()
            return
        content = bytearray(place.read_bytes())
        content[len(content) // 2] ^= 1
        place.write_bytes(content)

    def test_that_never_ends_is_given_up_in_time(self, one: Walked, monkeypatch: pytest.MonkeyPatch) -> None:
        def dies(row: Capture) -> gateway.ExaminationOutcome:
            raise RuntimeError("the engine fell over")

        monkeypatch.setattr(gateway, "verify", dies)
        later.run_due(one.now, raising=False)
        assert seen(one).state == "asked"
        clocks.sweep(one.now + timedelta(minutes=61))
        assert (seen(one).state, seen(one).why) == ("not_possible", "timed_out")

    def test_ends_though_the_claim_was_withdrawn_meanwhile(self, one: Walked) -> None:
        one.do(lambda: claims.withdraw(claim=one.claim, why="找到了", by=one.buyer, now=one.now))
        one.run()
        assert one.claim.state == "withdrawn"
        assert Capture.objects.get().state == "done"

    def test_is_written_down_once(self, one: Walked) -> None:
        row = Capture.objects.select_related("challenge").get()
        outcome = gateway.verify(row)
        for _ in range(2):
            acting(lambda: evidence.conclude(look=row, outcome=outcome, now=one.now))
        told = [fact for fact in timeline.read(one.claim.stream()) if fact.code == "capture.finish"]
        assert len(told) == 1
        assert not clocks.open_clocks(timeline.StreamKey("capture", str(row.id))).exists()

    def test_can_be_given_up_by_a_person_with_a_reason(self, one: Walked) -> None:
        row = Capture.objects.select_related("challenge").get()
        with pytest.raises(Invalid):
            acting(lambda: evidence.give_up(look=row, note=" ", by=one.by(cast.LIN), now=one.now))
        acting(lambda: evidence.give_up(look=row, note="太暗", by=one.by(cast.LIN), now=one.now))
        assert seen(one).why == "by_hand"
        later.run_due(one.now)
        assert seen(one).why == "by_hand"

    def test_goes_into_the_dossier_that_holds(self, one: Walked) -> None:
        one.run()
        row = queries.claim_by_key(str(one.claim.id))
        with originals.build(queries.dossier(row, now=one.now), now=one.now) as out:
            content = out.read()
        with zipfile.ZipFile(io.BytesIO(content)) as pack:
            assert list(verifier.verify(pack))
            (page,) = json.loads(pack.read("captures.json"))
        assert page["outcome"] == "done"
        assert [frame["role"] for frame in page["frames"]] == list(ROLES)
        assert {check["answer"] for check in page["report"]["checks"]} == {"yes"}
        assert Challenge.objects.get().code not in content.decode("latin-1")


class TestDatabase:
    def test_refuses_bytes_that_came_before_their_hash(self, now: datetime) -> None:
        one, made = asked(now)
        takes(one, made.code, "overview")
        row = Frame.objects.get()
        with pytest.raises(IntegrityError), transaction.atomic():
            Frame.objects.filter(pk=row.pk).update(told_at=one.now + timedelta(minutes=1))

    @pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"role": "action"}, {"told_at": None}, "another time"])
    def test_that_was_written_over_is_found_by_the_chain(self, change: Any, now: datetime) -> None:
        one, made = asked(now)
        takes(one, made.code, "overview")
        row = Frame.objects.get()
        assert timeline.verify() == []
        assert row.told_at is not None
        told = {"told_at": row.told_at - timedelta(hours=1)} if change == "another time" else change
        Frame.objects.filter(pk=row.pk).update(**told)
        found = timeline.verify()
        assert any("evidence.frame" in one.row for one in found)

    def test_that_was_deleted_is_missed_by_the_chain(self, now: datetime) -> None:
        one, made = asked(now)
        takes(one, made.code, "overview")
        Frame.objects.all().delete()
        assert timeline.verify() != []
