"""Threads: each side reads what is for it, the desk reads all, strangers write nothing."""

import contextlib
from datetime import datetime

import pytest

from anxin.core.acting import acting
from anxin.core.errors import Invalid
from anxin.demo import cast
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.queries.situations import situation
from anxin.domain.contacts import actions as contacts
from anxin.domain.contacts.queries import ContactCase
from anxin.domain.threads import actions as threads
from anxin.domain.threads import queries
from tests.claim_builders import Walked, a_claim

pytestmark = pytest.mark.django_db


@pytest.fixture
def one(now: datetime) -> Walked:
    return a_claim(now=now)


def _say(one: Walked, by, *to: str, text: str = "您好") -> None:  # type: ignore[no-untyped-def]
    one.do(lambda: threads.post(stream=one.claim.stream(), text=text, to=to, by=by, now=one.now))


def _read(one: Walked, by) -> list[str]:  # type: ignore[no-untyped-def]
    return [line.text for line in queries.messages(one.claim.stream(), actor=by, now=one.now)]


class TestPost:
    def test_reaches_the_sides_it_is_for_and_always_the_desk(self, one: Walked) -> None:
        owner, lin = one.by(cast.MERCHANT_OWNER), one.by(cast.LIN)
        _say(one, one.buyer, "desk", text="只给审核看")
        _say(one, owner, "buyer", text="给买家")
        assert _read(one, one.buyer) == ["只给审核看", "给买家"]
        assert _read(one, owner) == ["给买家"]
        assert _read(one, lin) == ["只给审核看", "给买家"]

    def test_is_refused_to_who_is_no_party(self, one: Walked) -> None:
        with pytest.raises(threads.NotOnThis):
            _say(one, one.by(cast.HEYAN_OWNER), "buyer")
        assert _read(one, one.by(cast.HEYAN_OWNER)) == []

    def test_refuses_empty_words_and_unknown_sides(self, one: Walked) -> None:
        for to, text in ((("buyer",), " "), (("everybody",), "x"), ((), "x")):
            with pytest.raises(Invalid):
                _say(one, one.buyer, *to, text=text)

    def test_keeps_text_out_of_the_clear(self, one: Walked) -> None:
        _say(one, one.buyer, "desk", text="我的秘密")
        from anxin.domain.threads.models import Message

        assert "秘密" not in str(list(Message.objects.values()))


class TestTell:
    def test_says_that_it_is_automatic(self, one: Walked) -> None:
        acting(
            lambda: threads.tell(stream=one.claim.stream(), automatic="people.login_code", to=("buyer",), now=one.now)
        )
        assert queries.messages(one.claim.stream(), actor=one.buyer, now=one.now)[0].automatic


class TestAfterTheEnd:
    @pytest.mark.parametrize(("days", "says"), [(29, {"buyer", "lin"}), (31, set())])
    def test_the_buyer_and_the_reviewers_write_for_a_while_and_nobody_else(
        self, now: datetime, days: int, says: set[str]
    ) -> None:
        ended = a_claim(now=now, at="closed")
        ended.wait(days=days)
        everybody = {
            "buyer": ended.buyer,
            "lin": ended.by(cast.LIN),
            "owner": ended.by(cast.MERCHANT_OWNER),
            "packer": ended.by(cast.XIAO_WU),
        }
        said, offered = set(), set()
        for name, by in everybody.items():
            if "message" in TABLE.allowed(situation(ended.claim, by=by, now=ended.now), by):
                offered.add(name)
            with contextlib.suppress(threads.ThreadOver, threads.NotOnThis):
                _say(ended, by, "desk")
                said.add(name)
        assert (said, offered) == (says, says)

    def test_the_desk_s_answer_to_a_later_question_stays_with_the_question(self, now: datetime) -> None:
        ended = a_claim(now=now, at="closed")
        ended.wait(days=40)
        about = ContactCase(stream=ended.claim.stream(), number=ended.claim.number)
        asked = contacts.WrittenMessage(text="发票呢", about=about)
        one = ended.do(lambda: contacts.receive(message=asked, by=ended.buyer, now=ended.now))
        chen = ended.by(cast.XIAO_CHEN)
        ended.do(lambda: contacts.answer(contact=one, text="已补发", by=chen, now=ended.now))
        assert (one.state, _read(ended, ended.buyer)) == ("answered", [])
