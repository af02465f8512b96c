"""Somebody keeps a live stream open: signed out, stripped of a role or with a link taken back, he hears no more."""

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from anxin.config import feed, live
from anxin.core import outbox
from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.people import actions as people
from anxin.domain.people import queries
from anxin.domain.people.models import CaseLink, Role
from tests import builders
from tests.attacks import loops

pytestmark = pytest.mark.django_db(transaction=True)
FASTER = 50
"""So much faster than outside the right is asked anew here: 30 seconds are 0.6."""
HEARD, PATIENCE_S = 3, 60
"""So much is heard before the loss; a busy machine takes its time until the stream listens."""


@pytest.fixture(autouse=True)
def _faster(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(live, "RIGHT_S", live.RIGHT_S / FASTER)
    monkeypatch.setattr(live, "HEARTBEAT_S", 0.02)
    monkeypatch.setattr(feed, "POLL_S", 0.02)
    monkeypatch.setattr(live, "FEED", Feed())


def told(audience: str, number: int, **ids: str) -> None:
    """Say something to an audience, as a fact of the house would."""
    given = {"code": "repair.accept", "number": str(number), **ids}
    acting(
        lambda: outbox.tell("repair.changed", audiences=[audience], ids=given, key=str(number), now=datetime.now(UTC))
    )


def heard(client: Client, path: str, audience: str, lose: Callable[[], object], **ids: str) -> tuple[int, int, bool]:
    """Listen to a stream that is never silent; count what was said before the loss, and 30 s after; did it end?"""
    said: dict[int, float] = {}
    came: list[str] = []
    scope = {
        "method": "GET",
        "path": path,
        "query_string": b"",
        "headers": [(b"host", b"testserver"), (b"cookie", client.cookies.output(header="", sep=";").strip().encode())],
    }

    async def listen() -> tuple[int, int, bool]:
        clock = asyncio.get_running_loop().time

        async def send(message: dict[str, Any]) -> None:
            came.append(message.get("body", b"").decode())

        async def say(number: int) -> None:
            said[number] = clock()
            await asyncio.to_thread(closing, lambda: told(audience, number, **ids))
            await asyncio.sleep(0.02)

        def times() -> list[float]:
            return [said[int(one)] for one in re.findall(r'"number":"([0-9]+)"', "".join(came))]

        def late(lost: float) -> int:
            return sum(at > lost + 30 / FASTER for at in times())

        reads = asyncio.create_task(live.FEED.run())
        stream = asyncio.create_task(live.stream(scope, asyncio.Event().wait, send))  # type: ignore[arg-type]
        until = clock() + PATIENCE_S
        while len(times()) < HEARD and clock() < until:
            await say(len(said))
        await asyncio.to_thread(closing, lose)
        lost = clock()
        while clock() < lost + 50 / FASTER or (not stream.done() and not late(lost) and clock() < lost + PATIENCE_S):
            await say(len(said))
        await asyncio.sleep(0.1)
        ended = stream.done()
        stream.cancel()
        reads.cancel()
        return sum(at < lost for at in times()), late(lost), ended

    return loops.run(listen())


def closing[T](work: Callable[..., T], *arguments: object) -> T:
    """Do something in a thread and leave no connection behind."""
    try:
        return work(*arguments)
    finally:
        connections.close_all()


class Feed(feed.Feed):
    """A feed whose threads end with what they were asked."""

    async def ask[T](self, question: Callable[..., T], *arguments: object) -> T:
        """Put a question to the database."""
        return await asyncio.to_thread(closing, question, *arguments)


class TestOpenStream:
    def test_hears_nothing_30_s_after_signing_out(self, sits: Callable[[cast.Member], Client]) -> None:
        lin = sits(cast.LIN)
        audience = f"organisation:{queries.organisation(cast.OPERATOR.slug).id}"
        before, after, ended = heard(lin, "/live/desk/", audience, lambda: lin.post("/sign-out/"))
        assert before
        assert (after, ended) == (0, True)

    @pytest.mark.parametrize("kept", ["none", "packer"])
    def test_hears_nothing_30_s_after_a_role_was_lost(self, kept: str, sits: Callable[[cast.Member], Client]) -> None:
        member, house = cast.MERCHANT_OWNER, queries.organisation(cast.MERCHANT.slug)
        client, account = sits(member), queries.account(member.username)
        assert account is not None
        if kept != "none":
            people.grant(account=account, organisation=house, role=kept, now=datetime.now(UTC))

        def lose() -> None:
            Role.objects.filter(account=account).exclude(role=kept).update(to_at=datetime.now(UTC))

        before, after, ended = heard(client, "/live/merchant/", f"organisation:{house.id}", lose)
        assert before
        assert (after, ended) == (0, True)

    def test_hears_nothing_30_s_after_a_link_was_taken_back(self, live_now: datetime) -> None:
        walk = builders.a_repair(now=live_now)
        client = Client()
        client.get(f"/c/{walk.token}/")
        audience, case = f"person:{walk.repair.customer_id}", str(walk.repair.id)

        def lose() -> None:
            CaseLink.objects.update(revoked_at=datetime.now(UTC))

        before, after, ended = heard(client, "/live/customer/", audience, lose, repair=case)
        assert before
        assert (after, ended) == (0, True)

    def test_goes_on_for_who_may_still_listen(self, sits: Callable[[cast.Member], Client]) -> None:
        audience = f"organisation:{queries.organisation(cast.OPERATOR.slug).id}"
        before, after, ended = heard(sits(cast.LIN), "/live/desk/", audience, lambda: None)
        assert before
        assert after
        assert not ended
