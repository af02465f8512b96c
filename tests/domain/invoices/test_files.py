"""The file of an issued invoice: fetched, looked for again, and where it never comes, finance's to send."""

from datetime import timedelta

import pytest

from anxin.core.acting import acting
from anxin.core.clocks import Clock
from anxin.core.timeline import Entry
from anxin.domain.invoices import actions, queries, rules, tasks
from anxin.domain.invoices.commands import INVOICES
from anxin.domain.invoices.models import Invoice
from tests.domain.invoices.scenes import Scene
from tests.domain.ledger.test_money import FINANCE

pytestmark = pytest.mark.django_db
NEVER = ["", *["no_file"] * 20]


def never_came(scene: Scene) -> Invoice:
    """Have it issued, and its file fail for as long as it is fetched, and longer."""
    scene.ask()
    scene.there.moods.extend(NEVER)
    for _ in range(12):
        scene.run(3600)
    tasks.look_for_files.func(now=scene.now)
    return scene.blue


def clocks_of(row: Invoice) -> list[Clock]:
    return list(Clock.objects.filter(stream_key=str(row.pk), met_at=None, missed_at=None, stopped_at=None))


class TestAFile:
    def test_is_looked_for_again_where_the_provider_named_no_address_yet(self, scene: Scene) -> None:
        scene.ask()
        scene.there.moods.extend(["no_url", "no_url"])
        scene.run(10)
        assert (scene.blue.state, scene.blue.found_at) == ("issued", "")
        for _ in range(4):
            scene.run(300)
        assert scene.blue.state == "delivered"

    def test_that_never_comes_is_finances_to_send_and_it_is_told_by_a_clock(self, scene: Scene) -> None:
        row = never_came(scene)

        assert (row.state, row.fault, queries.waiting(FINANCE)) == ("issued", rules.NO_FILE, 1)
        assert [one.kind for one in clocks_of(row)] == ["invoices.by_hand"]
        told = Entry.objects.filter(code="invoices.file_lacks")
        assert [one.facts["number"] for one in told] == [row.number]
        tasks.look_for_files.func(now=scene.now + timedelta(hours=9))
        assert told.count() == 1

    def test_that_finance_sends_ends_its_turn(self, scene: Scene) -> None:
        row = never_came(scene)
        acting(lambda: INVOICES.give("sent", row=row, fields={}, by=FINANCE, now=scene.now))

        assert (scene.blue.state, scene.blue.fault, queries.waiting(FINANCE)) == ("delivered", "", 0)
        assert clocks_of(row) == []

    def test_of_what_was_written_by_hand_and_sent_to_nobody_is_finances_too(self, scene: Scene) -> None:
        scene.there.state = "22"
        row = scene.ask(seconds=10)
        given = {"official": "2" * 20, "at": scene.now, "by": FINANCE, "now": scene.now}
        acting(lambda: actions.issue(invoice=row, **given))
        scene.there.state = "2"
        scene.run(7 * 3600)
        tasks.look_for_files.func(now=scene.now)
        assert queries.waiting(FINANCE) == 1
