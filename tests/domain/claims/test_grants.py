"""Cases opened to an authority, and how the desk finds them."""

from datetime import datetime, timedelta

import pytest

from anxin.core.errors import Forbidden, Invalid, Missing
from anxin.core.streams.models import Entry
from anxin.core.timeline import verify_stream
from anxin.demo import cast
from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.people import actions as people_actions
from anxin.domain.people import queries as people
from anxin.domain.people.models import Reveal
from tests.claim_builders import Walked, a_claim

pytestmark = pytest.mark.django_db


def opened(one: Walked, *, days: int = 30, by: cast.Member = cast.ADMIN) -> None:
    one.do(
        lambda: claims.open_to(
            claim=one.claim,
            organisation=people.organisation(cast.AUTHORITY.slug),
            until=one.now + timedelta(days=days),
            letter="市监调字 2026-17",
            by=one.by(by),
            now=one.now,
        )
    )


class TestAuthority:
    def test_reads_a_case_from_its_letter_until_the_day(self, now: datetime) -> None:
        one = a_claim(now=now)
        with pytest.raises(Missing):
            one.view(one.by(cast.ZHOU))
        opened(one)
        assert one.view(one.by(cast.ZHOU)).side == "auditor"
        assert [(row.slug, row.until is None) for row in queries.granted(one.claim, now=one.now)] == [
            (cast.AUTHORITY.slug, False)
        ]
        one.now += timedelta(days=31)
        with pytest.raises(Missing):
            one.view(one.by(cast.ZHOU))

    def test_is_let_in_by_the_operator_only_and_not_for_ever(self, now: datetime) -> None:
        one = a_claim(now=now)
        for member in (cast.MERCHANT_OWNER, cast.XIAO_CHEN):
            with pytest.raises(Forbidden):
                opened(one, by=member)
        with pytest.raises(Invalid):
            opened(one, days=800)

    def test_can_be_shut_out_again(self, now: datetime) -> None:
        one = a_claim(now=now)
        opened(one)
        house = people.organisation(cast.AUTHORITY.slug)
        one.do(
            lambda: claims.close_to(
                claim=one.claim, organisation=house, why="已结案", by=one.by(cast.ADMIN), now=one.now
            )
        )
        assert queries.granted(one.claim, now=one.now) == ()

    def test_sees_nobody_unmasked_and_the_try_is_written_down(self, now: datetime) -> None:
        one = a_claim(now=now)
        opened(one)
        buyer = one.claim.buyer
        with pytest.raises(people_actions.NotRevealed):
            one.do(
                lambda: people_actions.reveal(
                    person=buyer,
                    stream=one.claim.stream(),
                    field="phone",
                    reason="complaint",
                    by=one.by(cast.ZHOU),
                    now=one.now,
                )
            )
        assert list(Reveal.objects.filter(person=buyer).values_list("granted", flat=True)) == [False]


class TestSearch:
    @pytest.mark.parametrize("text", ["number", "serial", "YT-20261118-7730", "YD0000004410", cast.BUYER.phone, "0003"])
    def test_finds_a_claim_by_what_is_at_hand(self, text: str, now: datetime) -> None:
        one = a_claim(now=now)
        said = {"number": one.claim.number, "serial": one.claim.number.split("-")[2]}.get(text, text)
        found = queries.search(said, actor=one.by(cast.LIN), now=one.now)
        assert [row.number for row in found] == [one.claim.number]
        assert queries.search(said, actor=one.by(cast.HEYAN_OWNER), now=one.now) == ()

    def test_finds_nobody_by_a_phone_for_who_inspects(self, now: datetime) -> None:
        one = a_claim(now=now)
        opened(one)
        assert queries.search(cast.BUYER.phone, actor=one.by(cast.ZHOU), now=one.now) == ()


class TestChain:
    def test_holds_until_a_row_is_changed(self, now: datetime) -> None:
        one = a_claim(now=now)
        assert verify_stream(one.claim.stream()) is None
        Entry.objects.filter(stream__key=str(one.claim.id), position=2).update(code="claim.withdraw")
        found = verify_stream(one.claim.stream())
        assert (found and found.code, found and found.position) == ("timeline.changed", 2)
