"""A picture that was asked for is handed in with its code, once and in time."""

from datetime import datetime

import pytest

from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims.actions import PictureGiven
from anxin.domain.evidence.models import Challenge, Link
from anxin.domain.evidence.queries.asking import ACTIONS, action_of
from tests.claim_builders import Walked, a_claim, drawn, jpeg, sealed

pytestmark = pytest.mark.django_db


def asked(now: datetime, *, kind: str = "link") -> tuple[Walked, Challenge]:
    one = a_claim(now=now, at="review")
    lin = one.by(cast.LIN)
    made = one.do(lambda: claims.ask_evidence(claim=one.claim, kind=kind, text="换个角度", by=lin, now=one.now))
    return one, made


def answers(one: Walked, code: str, *seeds: int) -> list[Link]:
    given = [PictureGiven(file=sealed(jpeg(drawn(seed)), now=one.now), role="second_angle") for seed in seeds]
    return one.do(
        lambda: claims.answer_challenge(claim=one.claim, code=code, pictures=given, by=one.buyer, now=one.now)
    )


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

    def test_needs_a_picture(self, now: datetime) -> None:
        one, made = asked(now)
        with pytest.raises(Invalid):
            answers(one, made.code)


class TestAction:
    def test_belongs_to_the_link(self) -> None:
        assert action_of("a") == action_of("a")
        assert {action_of(str(n)) for n in range(60)} == set(ACTIONS)
