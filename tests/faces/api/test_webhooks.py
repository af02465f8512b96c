"""Programs are told of their organisation's cases: signed, once, and of nobody else's."""

import ast
import http.server
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from anxin.core import later, outbox, settings
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.carriers import NotSent
from anxin.core.outbox import Message
from anxin.demo import cast
from anxin.domain.people import queries as people
from anxin.domain.people.actions import programs
from anxin.domain.people.models import WebhookEndpoint
from tests import builders, claim_builders
from tests.patience import PATIENCE_S

pytestmark = pytest.mark.django_db
HOW_TO = Path(__file__).resolve().parents[3] / "docs/how-to/webhooks.md"


def _printed() -> Callable[..., bool]:
    """Return the check that the how-to prints: whoever receives calls knows nothing else of us."""
    blocks = re.findall(r"```python\n(.*?)```", HOW_TO.read_text(encoding="utf-8"), re.S)
    space: dict[str, Any] = {}
    exec(compile(ast.parse(blocks[0]), str(HOW_TO), "exec"), space)
    found: Callable[..., bool] = space["is_genuine"]
    return found


is_genuine = _printed()


@dataclass
class Receiver:
    """A program that listens on this machine."""

    url: str
    answers: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    """Listen on a port of its own."""

    class Hook(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            one.got.append((dict(self.headers), self.rfile.read(length)))
            self.send_response(one.answers.pop(0) if one.answers else 204)
            self.end_headers()

        def log_message(self, *_told: object) -> None:
            """Say nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    one = Receiver(url=f"http://127.0.0.1:{server.server_port}/hook?shop=1")
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield one
    server.shutdown()
    thread.join(PATIENCE_S)
    server.server_close()


@pytest.fixture
def inside_allowed(now: Any) -> None:
    """Have two persons allow webhooks inside this network."""

    builders.ground.lay(now=now)  # put, where nothing else lies yet
    early = now - timedelta(days=9)

    def choose() -> None:
        first, second = (Actor(kind="staff", id=str(n), roles=frozenset({"operator"})) for n in (1, 2))
        row = settings.propose(name="outbox.private_webhooks", value=True, valid_from=early, by=first, now=early)
        settings.confirm(row, by=second, now=early)

    acting(choose)


def add(who: cast.Organisation, url: str, now: Any) -> tuple[UUID, str]:
    """Register an address."""
    home = people.organisation(who.slug)
    return acting(lambda: programs.add_webhook(organisation=home, url=url, by=SYSTEM, now=now))


@pytest.mark.usefixtures("inside_allowed")
class TestDelivery:
    def test_tells_every_fact_once_signed_with_ids_only(self, receiver: Receiver, now: Any) -> None:
        _key, secret = add(cast.HEYAN, receiver.url, now)
        one = builders.a_repair(now=now, at="accepted")
        later.run_due(one.now)
        later.run_due(one.now)
        told = [json.loads(body) for _headers, body in receiver.got]
        assert [row["data"]["code"] for row in told] == ["repair.submitted", "repair.accept"]
        assert {row["type"] for row in told} == {"repair.event"}
        assert {row["data"]["number"] for row in told} == {one.repair.number}
        for headers, body in receiver.got:
            assert is_genuine(secret, headers, body, now=one.now.timestamp())
            assert not is_genuine(secret, headers, body, now=one.now.timestamp() + 360)
            assert headers["Idempotency-Key"] == json.loads(body)["id"]
            assert not [text for text in ("张", "1380000", "银杏里", "红灯") if text in body.decode()]

    def test_tells_the_parties_and_nobody_else(self, receiver: Receiver, now: Any) -> None:
        for who in (cast.QINGFENG, cast.OUTLET_TANGXIA, cast.MERCHANT, cast.AUTHORITY):
            add(who, f"{receiver.url}&who={who.slug}", now)
        one = builders.a_repair(now=now, at="booked")
        later.run_due(one.now)
        assert receiver.got == []

    def test_tells_an_organisation_only_what_it_may_read(self, receiver: Receiver, now: Any) -> None:
        add(cast.HEYAN, receiver.url, now)
        one = builders.a_repair(now=now, at="quoted")
        builders.note_inside(one)
        later.run_due(one.now)
        told = {json.loads(body)["data"]["code"] for _headers, body in receiver.got}
        assert "quote.send" in told
        assert not told & {"repairs.note_inside", "quote.drafted", "offer.sent"}

    def test_asks_again_with_the_same_key_until_it_is_taken(self, receiver: Receiver, now: Any) -> None:
        add(cast.HEYAN, receiver.url, now)
        receiver.answers = [500, 302, 200]
        one = builders.a_repair(now=now)
        message = Message.objects.get(carrier="webhook")
        for _ in range(2):
            with pytest.raises(NotSent):
                outbox.deliver(message, now=one.now)
        assert outbox.deliver(message, now=one.now + timedelta(minutes=9)).state == "sent"
        keys = {headers["Idempotency-Key"] for headers, _body in receiver.got}
        stamps = {headers["Anxin-Timestamp"] for headers, _body in receiver.got}
        assert (len(receiver.got), len(keys), len(stamps)) == (3, 1, 2)

    def test_a_removed_address_hears_nothing_more(self, receiver: Receiver, now: Any) -> None:
        key, _secret = add(cast.HEYAN, receiver.url, now)
        one = builders.a_repair(now=now)
        acting(lambda: programs.remove_webhook(webhook=key, by=SYSTEM, now=now))
        with pytest.raises(NotSent):
            outbox.deliver(Message.objects.get(carrier="webhook"), now=one.now)
        assert receiver.got == []
        builders.a_repair(now=now, customer=cast.NEIGHBOUR)
        assert Message.objects.filter(carrier="webhook").count() == 1

    def test_gives_up_after_three_days(self, receiver: Receiver, now: Any) -> None:
        add(cast.HEYAN, receiver.url, now)
        builders.a_repair(now=now)
        message = Message.objects.get(carrier="webhook")
        assert outbox.deliver(message, now=now + timedelta(days=3, minutes=1)).state == "expired"
        assert receiver.got == []


@pytest.mark.usefixtures("inside_allowed")
class TestClaims:
    def test_tells_the_merchant_what_it_may_read(self, receiver: Receiver, now: Any) -> None:
        _key, secret = add(cast.MERCHANT, receiver.url, now)
        add(cast.HEYAN, f"{receiver.url}&who=heyan", now)
        one = claim_builders.a_claim(now=now, at="review")
        one.propose(claim_builders.refuse(fraud_said=True))
        later.run_due(one.now)
        later.run_due(one.now)
        told = [json.loads(body) for _headers, body in receiver.got]
        codes = [row["data"]["code"] for row in told]
        assert codes[:3] == ["claim.submitted", "claim.ask_merchant", "claim.contest"]
        assert "decision.proposed" not in codes
        assert ({row["type"] for row in told}, len(codes)) == ({"claim.event"}, len(set(codes)))
        assert {row["data"]["number"] for row in told} == {one.claim.number}
        for headers, body in receiver.got:
            assert is_genuine(secret, headers, body, now=one.now.timestamp())
            assert set(json.loads(body)["data"]) == {"number", "code", "fact", "at"}


class TestAddress:
    def test_never_calls_this_machine_unless_allowed(self, receiver: Receiver, now: Any) -> None:
        builders.ground.lay(now=now)
        _key, _secret = add(cast.HEYAN, "https://shop.example/hook", now)
        WebhookEndpoint.objects.update(url=receiver.url.replace("http:", "https:"))
        one = builders.a_repair(now=now)
        with pytest.raises(NotSent, match="private address"):
            outbox.deliver(Message.objects.get(carrier="webhook"), now=one.now)
        assert receiver.got == []

    @pytest.mark.parametrize(
        "url",
        [
            *("http://shop.example/", "ftp://shop.example", "shop.example", "https://", "https://a:b@shop.example/"),
            *(
                "https://shop.example:0/",
                "https://shop.example:99999/",
                "https://shop.example/#x",
                "https://商店.example",
            ),
            *("https://shop.example/" + "a" * 500, "https://shop.example/a b", "https://[::1", "file:///etc/passwd"),
        ],
    )
    def test_refuses_what_is_no_address(self, url: str, now: Any) -> None:
        builders.ground.lay(now=now)
        with pytest.raises(programs.BadWebhook):
            add(cast.HEYAN, url, now)

    def test_is_registered_once_and_its_secret_is_sealed(self, now: Any) -> None:
        builders.ground.lay(now=now)
        _key, secret = add(cast.HEYAN, "https://shop.example/hook", now)
        with pytest.raises(programs.BadWebhook):
            add(cast.HEYAN, "https://shop.example/hook", now)
        row = WebhookEndpoint.objects.get()
        assert secret not in row.secret_sealed


class TestHowTo:
    """The receiver printed in the how-to works as it stands."""

    @pytest.mark.usefixtures("inside_allowed")
    def test_accepts_what_we_send_and_refuses_the_rest(self, receiver: Receiver, now: Any) -> None:
        _key, secret = add(cast.HEYAN, receiver.url, now)
        one = builders.a_repair(now=now)
        later.run_due(one.now)
        [(headers, body)] = receiver.got
        seconds = one.now.timestamp()
        assert is_genuine(secret, headers, body, now=seconds)
        assert not is_genuine("other", headers, body, now=seconds)
        assert not is_genuine(secret, headers, body + b" ", now=seconds)
        assert not is_genuine(secret, headers, body, now=seconds + 301)
        assert not is_genuine(secret, {}, body, now=seconds)
        assert not is_genuine(secret, headers | {"Anxin-Timestamp": str(int(seconds) + 1)}, body, now=seconds)
