"""The first sentence of a claim's page, over every combination of states, of what is open and of what is late."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import product

import pytest

from anxin.core.headlines import Headline, Ran
from anxin.domain.claims.choices import ANEW
from anxin.domain.claims.rules import headline
from anxin.domain.claims.rules.headline import ACTIONS, COUNTS, OWN, ClaimHeadlineFacts
from anxin.domain.claims.states import CLAIM
from anxin.domain.claims.wording import OUTCOMES
from anxin.domain.claims.wording.headlines import DOES, HEADLINES
from anxin.domain.notices.rules import TABLE

HOUR = timedelta(hours=3)


def _may(state: str) -> frozenset[str]:
    return frozenset(one.name for one in CLAIM.out_of(state) if "customer" in one.who)


def _open(state: str) -> Iterator[dict[str, object]]:
    flags = [(False, True)] * 7
    names = ("own_appeal", "accepted", "waybill", "address_needed", "nowhere", "may_add", "still_needed")
    for forum, agreed, hearing, asked, paying, repairing, *on in product(
        ("own", "platform"),
        ("", "agree", "offer"),
        ("", "appeal"),
        ("", "paper", "link"),
        ("", "out", "by_hand", "by_shop", "failed", "waits", "account", "returned"),
        ("", "on", "unsent", "goods"),
        *flags,
    ):
        if (paying and state != "executing") or (agreed and state not in CLAIM.capabilities["judge"]):
            continue
        yield {
            **dict(zip(names, on, strict=True)),
            "forum": forum,
            "agreed": agreed,
            "hearing": hearing,
            "asked": asked if state == "need_evidence" else "",
            "paying": paying,
            "repairing": bool(repairing) and state == "executing",
            "goods_due": repairing == "goods" and state == "executing",
            "unsent": repairing == "unsent" and state == "executing",
            "longer": bool(hearing) and state == "merchant_answer",
        }


@cache
def every() -> tuple[tuple[ClaimHeadlineFacts, Headline], ...]:
    """Give every combination a page can show, and some that it can't."""
    return tuple(_every())


def _every() -> Iterator[tuple[ClaimHeadlineFacts, Headline]]:
    for state in CLAIM.states:
        if state in CLAIM.capabilities["over"]:
            for outcome, doors in product(("", *OUTCOMES), (False, True)):
                now = ClaimHeadlineFacts(claim=state, outcome=outcome, doors=doors, may=_may(state))
                yield now, headline.headline(now)
            continue
        for cause in ANEW if state == "review" else ():
            now = ClaimHeadlineFacts(claim=state, cause=cause, may=_may(state))
            yield now, headline.headline(now)
        if state == "review":
            now = ClaimHeadlineFacts(claim=state, hearing="appeal", asked_back=True, may=_may(state))
            yield now, headline.headline(now)
        late_there = {one: ("", *headline.counts(state, forum=one)) for one in ("own", "platform")}
        for given, late in ((one, late) for one in _open(state) for late in late_there[str(one["forum"])]):
            now = ClaimHeadlineFacts(
                claim=state, may=_may(state), late=late, late_by=HOUR if late else timedelta(), **given
            )
            yield now, headline.headline(now)


class TestHeadline:
    def test_is_one_sentence_with_one_main_action(self) -> None:
        seen = set()
        for now, first in every():
            says = "closed" if first.says.startswith("closed") else first.says
            seen.add(says)
            assert says in HEADLINES, now
            assert {first.main, *first.beside} <= set(ACTIONS), now
            assert len({first.main, *first.beside}) == 1 + len(first.beside) <= 3, now
        assert seen == set(HEADLINES)
        assert set(DOES) == set(ACTIONS)

    def test_says_how_late_it_is_wherever_it_is_not_the_buyers_turn(self) -> None:
        for now, first in every():
            if now.late and not first.yours:
                assert (first.late, first.late_by, first.says[:5]) == (now.late, HOUR, "late_"), now
            else:
                assert not first.late, now

    def test_before_a_platform_names_it_whatever_the_state_and_never_a_reviewer(self) -> None:
        said = {
            first.says
            for now, first in every()
            if now.forum == "platform" and now.claim not in CLAIM.capabilities["over"]
        }
        assert said == {"platform", "late_platform", "offer_there"}
        for code in said:
            text = " ".join(str(one) for one in HEADLINES[code])
            assert "平台" in text, code
            assert "客服" not in text, code
            assert "评审" not in text, code
            assert "审核" not in text, code

    def test_offers_nothing_that_the_machine_refuses(self) -> None:
        needs = {"accept_offer": "accept_offer", "refuse_offer": "refuse_offer", "appeal": "appeal"}
        needs |= {"drop_appeal": "drop_appeal"}
        for now, first in every():
            for action in (first.main, *first.beside):
                assert needs.get(action, "") in ("", *now.may), (now, action)
                assert action != "add" or now.may_add, now
                assert action != "doors" or now.doors, now

    @pytest.mark.parametrize("kind", sorted({one for some in COUNTS.values() for one in some} - set(OWN)))
    def test_of_every_time_limit_somebody_is_told_when_it_is_over(self, kind: str) -> None:
        ends = {"claims.answer": "claim.time_out", "claims.receive": "claim.miss_parcel"}
        heard = {"claims.inspection": "claim.pass_inspection"}  # over by itself: the money is due, nobody need be told
        on = {one.on for one in TABLE}
        assert kind in heard or ends.get(kind, "claims.late") in on


class TestOverdue:
    NOW = datetime(2026, 11, 24, 4, tzinfo=UTC)

    def test_never_counts_the_buyers_own_time(self) -> None:
        for kind in OWN:
            state = next(state for state, kinds in COUNTS.items() if kind in kinds)
            clock = Ran(kind=kind, due_at=self.NOW - HOUR, open=True)
            assert headline.overdue([clock], claim=state, now=self.NOW) == ("", timedelta())

    def test_gives_the_oldest_of_two_broken_promises(self) -> None:
        clocks = [
            Ran(kind="claims.decision", due_at=self.NOW - HOUR, open=True),
            Ran(kind="claims.ceiling", due_at=self.NOW - 2 * HOUR, open=True),
        ]
        assert headline.overdue(clocks, claim="review", now=self.NOW) == ("claims.ceiling", 2 * HOUR)
