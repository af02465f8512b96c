"""Numbers that look like another: a pure rule, what the desk is shown, and what the public is counted."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anxin.core.acting import acting
from anxin.core.actors import STRANGER, Actor
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries
from anxin.domain.network.models import Authorisation, ReportedNumber
from anxin.domain.network.rules.resemblance import resemblance
from anxin.domain.people import queries as people
from anxin.domain.people.queries import actors

DIGITS = st.text("0123456789", min_size=7, max_size=9)


class TestRule:
    @pytest.mark.parametrize(
        ("one", "other", "how"),
        [
            ("400-000-0000", "400-000-0001", "near"),
            ("400-000-0000", "400-000-0012", "near"),
            ("400-000-0123", "400-000-1023", "near"),
            ("400-000-0123", "400-000-01234", "near"),
            ("400-820-1234", "800-999-1234", ""),
            ("400-123-4567", "800-123-4567", "near"),
            ("028-8555 0101", "010-8555 0101", "near"),
            ("0755-8555 0101", "021-8555 0101", "same_tail"),
            ("400-855-0101", "028-6855 0101", "same_tail"),
            ("95555", "95556", "near"),
            ("95555", "95566", ""),
            ("12315", "12315", ""),
        ],
    )
    def test_names_how_they_are_alike(self, one: str, other: str, how: str) -> None:
        assert resemblance(one, other) == how

    @given(DIGITS, DIGITS)
    def test_is_symmetric(self, one: str, other: str) -> None:
        assert resemblance(f"400{one}", f"400{other}") == resemblance(f"400{other}", f"400{one}")

    @given(DIGITS)
    def test_never_finds_a_number_like_itself(self, one: str) -> None:
        assert resemblance(f"400{one}", f"400-{one}") == ""

    @given(st.text("0123456789", min_size=7, max_size=7), st.integers(0, 6), st.sampled_from("123456789"))
    def test_reads_every_spelling_alike(self, one: str, at: int, more: str) -> None:
        other = one[:at] + str((int(one[at]) + int(more)) % 10) + one[at + 1 :]
        spelled = f"+86 400-{other[:3]}-{other[3:]}"
        assert resemblance(f"400{one}", spelled) == resemblance(f"400 {one}", f"400{other}") == "near"


@pytest.mark.django_db
class TestDesk:
    @pytest.fixture
    def agent(self, now: datetime) -> Actor:
        ground.lay(now=now)
        account = people.account(cast.XIAO_CHEN.username)
        assert account is not None
        return actors.actor_of_account(account, now=now)

    def reported(self, now: datetime, code: str) -> ReportedNumber:
        told = actions.NumberReport(kind="hotline", code=code)
        return acting(lambda: actions.report(told=told, by=STRANGER, now=now))

    def test_is_shown_the_brands_own_and_others_reported(self, now: datetime, agent: Actor) -> None:
        row, other = self.reported(now, "400-000-0001"), self.reported(now, "400-000-0002")
        self.reported(now, "13900001111")
        found = [(one.code, one.kind, one.number, one.state) for one in queries.look_alikes(row)]
        assert (cast.HOTLINE, "hotline", "", "") in found
        assert ("400-000-0002", "reported", other.number, "received") in found
        assert "13900001111" not in [code for code, *_rest in found]

    @pytest.mark.parametrize("kind", ["technician", "outlet"])
    def test_is_shown_badges_and_outlets_one_sign_off(self, kind: str, now: datetime, agent: Actor) -> None:
        code = Authorisation.objects.filter(kind=kind, state="authorised").values_list("code", flat=True)[0]
        found = [(one.code, one.kind) for one in queries.look_alikes(self.reported(now, f"{code}9"))]
        assert (code, kind) in found

    def test_counts_for_the_public_what_holds_now(self, now: datetime, agent: Actor) -> None:
        assert (queries.false_tally().confirmed, queries.false_tally().since) == (0, None)
        row = self.reported(now, "400-000-0001")
        assert queries.false_tally().confirmed == 0
        acting(lambda: actions.confirm(number=row, why="回拨过", by=agent, now=now))
        for n in range(2):
            asked = actions.TakedownAsked(recipient="search", addressee="百度", place=f"https://www.example.com/{n}")
            one = acting(lambda asked=asked: actions.ask_takedown(number=row, asked=asked, by=agent, now=now))
            acting(lambda one=one: actions.send_takedown(row=one, reference="", by=agent, now=now))
        acting(lambda: actions.note_taken_down(row=one, why="搜不到了", by=agent, now=now))
        tally = queries.false_tally()
        assert (tally.confirmed, tally.taken_down, tally.since) == (1, 1, now)
        acting(lambda: actions.clear(number=row, why="弄错了", by=agent, now=now))
        assert (queries.false_tally().confirmed, queries.false_tally().taken_down) == (0, 0)
