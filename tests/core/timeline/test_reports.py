import email
import socketserver
import threading
from datetime import timedelta
from email import policy

import pytest

from anxin.core import outbox, timeline
from anxin.core import settings as choices
from anxin.core.acting import acting
from anxin.core.actors import Actor
from anxin.core.checkpoints import reports
from anxin.core.outbox import Message

pytestmark = pytest.mark.django_db
BOB = Actor(kind="staff", id="bob", organisation="o1", roles=frozenset({"operator"}))
EVE = Actor(kind="staff", id="eve", organisation="o1", roles=frozenset({"operator"}))


class Letterbox(socketserver.StreamRequestHandler):
    """An SMTP server as small as one can be: it takes one letter and keeps its lines."""

    kept: list[str] = []

    def handle(self):
        self.wfile.write(b"220 letterbox\r\n")
        for line in self.rfile:
            verb = line.strip().upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self.kept.extend(iter(lambda: self.rfile.readline().decode().strip("\r\n"), "."))
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            if verb == b"QUIT":
                return


@pytest.fixture
def letterbox():
    Letterbox.kept.clear()
    with socketserver.TCPServer(("127.0.0.1", 0), Letterbox) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1]
        server.shutdown()


@pytest.fixture
def keeper(now):
    """Somebody outside keeps the hash: set by one person, confirmed by another."""
    given = {"name": "timeline.report_to", "value": "keeper@outside.example", "valid_from": now}
    proposed = acting(lambda: choices.propose(**given, by=BOB, now=now))
    acting(lambda: choices.confirm(proposed, by=EVE, now=now))


class TestReport:
    def test_is_not_made_where_nobody_keeps_it(self, now):
        acting(lambda: timeline.checkpoint(now))
        assert acting(lambda: reports.report(now)) is None

    def test_carries_the_newest_hash_out_once_a_day(self, now, keeper, letterbox, settings):
        settings.SMTP = f"smtp://127.0.0.1:{letterbox}"
        newest = acting(lambda: timeline.checkpoint(now))
        for hours in (0, 1, 2):
            acting(lambda hours=hours: reports.report(now + timedelta(hours=hours)))
        row = Message.objects.get(carrier="mail")
        outbox.deliver(row, now=now)
        letter = email.message_from_string("\n".join(Letterbox.kept), policy=policy.default)
        assert letter["To"] == "keeper@outside.example"
        assert newest.hash in letter.get_content()
        row.refresh_from_db()
        assert row.state == "sent"
        assert acting(lambda: reports.report(now + timedelta(days=1))).pk != row.pk

    def test_waits_where_no_server_is_named(self, now, keeper):
        acting(lambda: timeline.checkpoint(now))
        row = acting(lambda: reports.report(now))
        with pytest.raises(outbox.NotSent):
            outbox.deliver(row, now=now)
        row.refresh_from_db()
        assert row.state == "waiting"
