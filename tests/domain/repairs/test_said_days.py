"""Days of purchase from before they had to be proved: who said one decides whether it covers anything."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import row_seals
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.imports.models import ImportBatch, ImportLine
from anxin.demo import cast
from anxin.demo.walk import a_report
from anxin.domain.goods.models import Device
from anxin.domain.people import queries as people
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.models import Repair
from tests import builders

pytestmark = pytest.mark.django_db
migration = import_module("anxin.domain.repairs.migrations.0013_said_days")


@pytest.fixture(autouse=True)
def _ground(now: datetime) -> None:
    builders.a_visit(now=now, at="triaged")


def upgraded() -> None:
    """Do what the upgrade does to the rows."""
    editor = SimpleNamespace(connection=connection)
    migration.mark_said(apps, editor)
    migration.keep_proved(apps, editor)


def reported(now: datetime, serial: str, *, by: Actor = SYSTEM, channel: str = "page") -> Repair:
    """Have a lock reported, and its day of purchase written on the device as it once was, whoever said it."""
    said = replace(a_report(now=now, customer=cast.MS_ZHANG), serial=serial, channel=channel)
    made = acting(lambda: repairs.report(report=said, by=by, now=now)).repair
    Device.objects.filter(serial=serial).update(bought_date=bought(now))
    return made


def bought(now: datetime) -> date:
    """Return a day that is in warranty."""
    return now.date() - timedelta(days=10)


def covered(now: datetime, serial: str) -> tuple[bool, str]:
    """Tell what warranty the next report of a device has."""
    later = now + timedelta(hours=1)
    said = replace(a_report(now=later, customer=cast.MS_ZHANG), serial=serial)
    made = acting(lambda: repairs.report(report=said, by=SYSTEM, now=later)).repair
    return made.covered, made.warranty_why


class TestSaidByReporters:
    def test_covers_nothing_until_it_is_proved_and_keeps_its_seal(self, now: datetime) -> None:
        reported(now, "OLD-1")
        assert covered(now, "OLD-1") == (True, "in_term"), "as it was before the upgrade"
        upgraded()
        device = Device.objects.get(serial="OLD-1")
        assert (device.bought_said, device.proved_date, row_seals.verifies(device)) == (True, None, True)
        assert covered(now + timedelta(hours=1), "OLD-1") == (False, "unproved")

    def test_is_proved_by_the_receipt_that_somebody_reads(self, now: datetime) -> None:
        reported(now, "OLD-2")
        upgraded()
        made = acting(
            lambda: repairs.report(
                report=replace(a_report(now=now, customer=cast.GRANDMA_LI), serial="OLD-2"), by=SYSTEM, now=now
            )
        ).repair
        chen = builders.a_repair(now=now, at="accepted").by(cast.XIAO_CHEN)
        acting(lambda: repairs.check_cover(repair=made, bought_date=bought(now), by=chen, now=now))
        device = Device.objects.get(serial="OLD-2")
        assert (device.bought_said, device.proved_date) == (False, bought(now))

    def test_once_marked_is_marked_no_second_time(self, now: datetime) -> None:
        reported(now, "OLD-3")
        upgraded()
        seal = Device.objects.get(serial="OLD-3").seal
        upgraded()
        assert Device.objects.get(serial="OLD-3").seal == seal


class TestProvedElsewhere:
    def test_stays_covered_where_the_desk_had_read_the_receipt(self, now: datetime) -> None:
        made = reported(now, "READ-1")
        Repair.objects.filter(pk=made.pk).update(covered=False, warranty_why="no_purchase_date")
        made.refresh_from_db()
        chen = builders.a_repair(now=now, at="accepted").by(cast.XIAO_CHEN)
        acting(lambda: repairs.check_cover(repair=made, bought_date=bought(now), by=chen, now=now))
        upgraded()
        assert covered(now, "READ-1") == (True, "in_term")

    def test_stays_covered_where_an_order_or_another_system_told_it(self, now: datetime) -> None:
        reported(now, "ORDER-1", channel="import")
        upgraded()
        assert covered(now, "ORDER-1") == (True, "in_term")

    def test_stays_covered_where_a_file_of_devices_brought_it(self, now: datetime) -> None:
        reported(now, "FILE-1")
        batch = ImportBatch.objects.create(
            table="devices", sha256="", new=1, changed=0, same=0, refused=0, applied_by="system:system", applied_at=now
        )
        ImportLine.objects.create(batch=batch, number=1, key={"model": "heyan:Y3", "serial": "FILE-1"}, content="")
        upgraded()
        assert covered(now, "FILE-1") == (True, "in_term")

    def test_stays_covered_where_the_brands_own_program_told_it(self, now: datetime) -> None:
        brand = people.organisation(cast.HEYAN.slug)
        reported(now, "TOLD-1", by=Actor(kind="token", id="t", organisation=str(brand.pk)))
        upgraded()
        assert covered(now, "TOLD-1") == (True, "in_term")

    def test_is_kept_with_the_open_repair_so_that_a_second_proof_is_compared_with_it(self, now: datetime) -> None:
        reported(now, "KEPT-1", channel="import")
        covered(now, "KEPT-1")
        Repair.objects.update(bought_proved=None)
        upgraded()
        made = Repair.objects.filter(device__serial="KEPT-1").latest("created_at")
        assert made.bought_proved == bought(now)
