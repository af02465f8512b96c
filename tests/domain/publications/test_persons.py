"""Whom nothing needs any more is erased: no case, no hold, no device in warranty; whoever is needed stays."""

from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from anxin.core import row_seals
from anxin.core.acting import acting
from anxin.core.streams.models import Stream
from anxin.demo import cast
from anxin.demo.walk import a_report, begin
from anxin.domain.goods.models import Device, Product, WarrantyTerm
from anxin.domain.network.models import Technician
from anxin.domain.people import actions as people
from anxin.domain.people.actions import personal_data
from anxin.domain.people.models import Account, Hold, Party, Person
from anxin.domain.people.queries import kept
from anxin.domain.publications import tasks
from anxin.domain.repairs import actions as repairs
from anxin.domain.repairs.commands import JOBS
from anxin.domain.visits.models import Signature
from tests import builders
from tests.builders import a_repair
from tests.domain.publications.test_terms import YEARS, erased, with_picture

pytestmark = pytest.mark.django_db(transaction=True)
ASKED = {"people.Party.person", "people.Account.person", "people.Consent.person", "people.Hold.person"}
"""By which rows `people.queries.kept` itself asks whether somebody is needed."""
IN_A_CASE = "its person is party to the case, and goes with it"
A_TRACE = "a trace of what happened, which needs no name"
FREE = {
    "claims.Claim.buyer": IN_A_CASE,
    "contacts.Contact.person": IN_A_CASE,
    "goods.Purchase.buyer": IN_A_CASE,
    "network.Report.person": IN_A_CASE,
    "network.Waiting.person": IN_A_CASE,
    "repairs.Repair.customer": IN_A_CASE,
    "repairs.Repair.helper": IN_A_CASE,
    "visits.DoorCheck.witness": IN_A_CASE,
    "visits.Signature.signer": IN_A_CASE,
    "visits.Visit.customer": IN_A_CASE,
    "invoices.Title.person": "kept for the next invoice of somebody who is known still",
    "notices.Follower.person": "a way to tell somebody who is known still",
    "notices.Notice.person": A_TRACE,
    "people.DataRequest.person": A_TRACE,
    "people.CaseLink.person": "a key to his cases, revoked with his details",
    "people.NewPhone.person": "a phone not proved yet, which goes once its code is used, and with who is erased",
    "people.Reveal.person": A_TRACE,
    "people.RevealRequest.person": A_TRACE,
}
"""Which rows name somebody and don't keep him, and why."""


class TestAWitness:
    def test_is_held_until_the_case_ends_and_goes_with_it(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        walk = begin(replace(a_report(now=now), kind="install"), now=now).until("agreed")
        given = {"name": "欧阳代签", "read": True}
        by = walk.by(cast.MASTER_LUO)
        walk.do(lambda: JOBS.give("signature", row=walk.visit, by=by, now=walk.now, fields=given))
        hold = Hold.objects.get(person=Signature.objects.get().signer)
        assert hold.released_at is None
        walk.do(lambda: repairs.cancel(repair=walk.repair, why="不修了", by=walk.by(cast.XIAO_CHEN), now=walk.now))
        hold.refresh_from_db()
        assert hold.released_at
        tasks.retain.func(now=walk.now + YEARS + timedelta(days=1))
        assert Person.objects.get(pk=hold.person_id).erased_at

    def test_of_before_is_let_go_where_the_case_has_ended(self, now: datetime) -> None:
        walk, _shot = with_picture(now)
        other = a_repair(now=now, at="accepted", customer=cast.NEIGHBOUR)
        for one in (walk, other):
            of = {"person": one.repair.customer, "stream": one.repair.stream()}
            acting(lambda of=of: personal_data.hold(**of, reason="V1", source="V-20261129-1", now=now))
        migration = import_module("anxin.domain.people.migrations.0011_witness_holds")
        migration.lift(apps, SimpleNamespace(connection=connection))
        ended = Hold.objects.get(stream_key=walk.repair.pk, source__startswith="V")
        assert ended.released_at == Stream.objects.get(key=str(walk.repair.pk), kind="repair").ended_at
        assert row_seals.verifies(ended)
        assert Hold.objects.get(stream_key=other.repair.pk, source__startswith="V").released_at is None


class TestSomebody:
    def test_whose_device_is_in_warranty_stays_until_that_is_over(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        owner = acting(lambda: people.enrol(name="孙七", phone="13911112222", now=now))
        product = Product.objects.get(code="S3")
        terms = WarrantyTerm.objects.filter(brand=product.brand, category=product.category)
        terms.update(from_date=(now - YEARS).date(), months=24)
        Device.objects.create(product=product, serial="HY3-9", owner=owner, bought_date=now.date(), created_at=now)
        tasks.retain.func(now=now + timedelta(days=720))
        acting(lambda: personal_data.let_go_one(person=owner, now=now + timedelta(days=720)))
        assert Person.objects.get(pk=owner.pk).erased_at is None
        tasks.retain.func(now=now + timedelta(days=736))
        assert Person.objects.get(pk=owner.pk).erased_at

    def test_who_is_a_technician_stays(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        own = [one.person for one in Technician.objects.select_related("person")]
        Party.objects.filter(person__in=own).delete()
        Account.objects.filter(person__in=own).update(person=None)
        tasks.retain.func(now=now + timedelta(days=400))
        assert own
        assert not Person.objects.filter(pk__in=[one.pk for one in own], erased_at__isnull=False).exists()

    def test_is_asked_for_wherever_a_row_names_him(self) -> None:
        asked = {f"{model._meta.label}.{field}" for model, field in kept.KEEPERS} | ASKED
        named = {
            f"{one._meta.label}.{field.name}"
            for one in apps.get_models()
            for field in one._meta.concrete_fields
            if field.related_model is Person
        }
        assert asked.isdisjoint(FREE)
        assert named == asked | FREE.keys()

    def test_whom_no_case_names_goes_after_a_month(self, now: datetime) -> None:
        one = acting(lambda: people.enrol(name="孙七", phone="13911112222", now=now))
        tasks.retain.func(now=now + timedelta(days=29))
        assert Person.objects.get(pk=one.pk).erased_at is None
        tasks.retain.func(now=now + timedelta(days=31))
        assert Person.objects.get(pk=one.pk).erased_at
        assert erased("persons") >= 1

    def test_is_not_looked_for_again_while_a_case_names_him(self, now: datetime) -> None:
        builders.ground.lay(now=now)
        customer = a_repair(now=now).repair.customer
        alone = acting(lambda: people.enrol(name="孙七", phone="13911112222", now=now - timedelta(days=31)))
        acting(lambda: personal_data.hold(person=alone, reason="dispute", source="test", now=now))
        tasks.retain.func(now=now + timedelta(days=31))
        waiting = kept.not_seen_in_a_case(before=now + timedelta(days=1))
        assert not waiting.filter(pk=customer.pk).exists()
        assert waiting.filter(pk=alone.pk).exists()
        Hold.objects.filter(person=alone).update(released_at=now)
        tasks.retain.func(now=now + timedelta(days=32))
        assert Person.objects.get(pk=alone.pk).erased_at
        assert Person.objects.get(pk=customer.pk).erased_at is None
