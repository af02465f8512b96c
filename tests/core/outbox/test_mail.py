"""What a mail server may do wrong, played through: a letter goes once, and what became of it is known or said.

The first lines of these tests are the table in `docs/reference/providers.md`.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from anxin.core import later, outbox
from anxin.core.acting import acting
from anxin.core.carriers import Mail, carriers
from anxin.core.outbox import Message, messages
from tests.standins.mail import MailServer, self_signed

pytestmark = pytest.mark.django_db
LETTER = "core.test_letter"
WAIT_S = 1.0


def owner(_message: Message) -> messages.MessageAddress:
    return messages.MessageAddress(to="owner@example.com")


class Post:
    """An outbox with letters for a server, and a clock."""

    def __init__(self, server: MailServer, now: datetime) -> None:
        self.server, self.now = server, now

    def sends(self, *moods: str) -> Message:
        """Put one letter, let it be sent, with all the server's moods, for a day."""
        self.server.moods.extend(moods)
        key = f"letter-{Message.objects.count()}"
        told = {"audience": "owner", "ids": {}, "key": key, "carrier": "mail"}
        acting(lambda: outbox.put("lamp.code", **told, now=self.now))
        for hours in range(4):
            later.run_due(self.now + timedelta(hours=6 * hours), raising=False)
        return Message.objects.get(key=key)

    @property
    def tries(self) -> int:
        return sum(line.upper().startswith(b"EHLO") for line in self.server.read)


@pytest.fixture(params=["smtps", "starttls"])
def post(request: Any, tmp_path: Path, settings: Any, monkeypatch: pytest.MonkeyPatch, now: datetime) -> Iterator[Post]:
    written = self_signed("localhost", tmp_path)
    monkeypatch.setitem(carriers._CARRIERS, "mail", Mail(timeout_s=WAIT_S))
    monkeypatch.setitem(messages._addresses, "mail", owner)
    with MailServer(request.param, written) as server:
        settings.SMTP, settings.SMTP_CA = server.address(), str(written)
        yield Post(server, now)


class TestLetter:
    def test_goes_once(self, post: Post) -> None:
        """Taken: sent once, with a number of its own, from whoever signs in"""
        kept = post.sends()
        assert (kept.state, kept.answer, len(post.server.letters)) == ("sent", "handed over", 1)
        assert f"Message-ID: <{kept.key}@".encode() in post.server.letters[0]

    @pytest.mark.parametrize("mood", ["silent", "unknown", "greylisted", "drop", "busy"])
    def test_goes_later_where_nothing_was_taken(self, post: Post, mood: str) -> None:
        """Too slow to greet, a wrong password, greylisted, a line that breaks, no room: sent later, once"""
        kept = post.sends(mood)
        assert (kept.state, kept.attempts, len(post.server.letters)) == ("sent", 2, 1)

    def test_to_nobody_is_given_up_and_lies_with_the_dead_letters(self, post: Post) -> None:
        """The recipient is refused (550): tried, then a dead letter that names the code; never called unclear"""
        kept = post.sends(*["nobody"] * 30)
        for days in range(1, 9):
            later.run_due(post.now + timedelta(days=days), raising=False)
        kept.refresh_from_db()
        assert (kept.state, kept.answer, post.server.letters) == ("failed", "SMTP 550", [])
        assert len(list(later.dead_letters())) == 1

    def test_refused_as_it_is_says_so(self, post: Post) -> None:
        """The letter itself is refused (554), then taken: the code is kept, and it is sent once"""
        kept = post.sends("spam", "spam")
        assert (kept.state, kept.attempts, len(post.server.letters)) == ("sent", 3, 1)

    @pytest.mark.parametrize("mood", ["hang", "break", "nonsense"])
    def test_whose_answer_is_lost_is_never_sent_again(self, post: Post, mood: str) -> None:
        """The answer to the whole letter is late, lost or nonsense: left unclear for a person, never sent again"""
        kept = post.sends(mood)
        assert (kept.state, kept.attempts, len(post.server.letters)) == ("unclear", 1, 1)

    @pytest.mark.parametrize("mood", ["rude", "gone", "deaf"])
    def test_that_was_taken_is_sent_however_they_part(self, post: Post, mood: str) -> None:
        """Taken, then a bad goodbye or none: sent, and not once more"""
        kept = post.sends(mood)
        assert (kept.state, kept.attempts, len(post.server.letters)) == ("sent", 1, 1)

    def test_goes_over_no_broken_handshake(self, post: Post) -> None:
        """A handshake that is none: not a word goes; sent later, once"""
        if post.server.way == "smtps":
            pytest.skip("from the first byte: the certificates of tests/attacks/test_mail.py")
        kept = post.sends("garbled")
        assert (kept.state, kept.attempts, len(post.server.letters)) == ("sent", 2, 1)
