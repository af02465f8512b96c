"""Somebody writes roles, keys, prices or who is sent into their tables by SQL: the verifier names the row."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import models, transaction

from anxin.core import row_seals, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.checkpoints import rows
from anxin.core.ids import uuid7
from anxin.core.keys import mark
from anxin.core.row_seals import SealedRow
from anxin.core.sessions.models import Session
from anxin.core.sessions.store import SessionStore, digest
from anxin.core.zone import SHANGHAI
from anxin.demo import cast
from anxin.demo.guides import STEPS
from anxin.domain.contacts import rules as contact_rules
from anxin.domain.goods.models import PriceLine
from anxin.domain.ledger.models import Bill, Payment, ProviderEvent, Transfer
from anxin.domain.network.actions import reports
from anxin.domain.network.models import BrandKey, ReportedNumber, Technician
from anxin.domain.parts.models import StockPlace
from anxin.domain.people.actions import factors
from anxin.domain.people.models import Account, ApiToken, CaseLink, Party, Person, Role
from anxin.domain.publications import actions as publications
from anxin.domain.publications import queries as publications_queries
from anxin.domain.publications import rules as publications_rules
from anxin.domain.publications.models import Text
from anxin.domain.reputation import actions as reputation
from anxin.domain.reputation.models import Mark
from anxin.domain.staff.actions import role_changes
from anxin.domain.staff.models import RoleChange
from anxin.domain.visits.models import Visit
from tests import builders
from tests.attacks.test_rows import AT, others, written
from tests.builders import Walked
from tests.evidence_builders import drawn, jpeg, sealed

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def walked(now: datetime) -> Walked:
    """A repair to its end, a guide with a picture, a role asked for, a number called false, something counted."""
    one = builders.a_repair(now=now, at="closed")
    at, lin, admin = one.now, one.by(cast.LIN), one.by(cast.ADMIN)
    category, symptom, steps, english = STEPS[0]
    guide = publications_queries.document(publications_rules.help_code(category, symptom))
    picture = sealed(jpeg(drawn(3)), now=at)
    told: dict[str, Any] = {"document": guide, "by": SYSTEM, "now": at}
    one.do(lambda: publications.write(zh="\n".join(steps), en="\n".join(english), note="", **told))
    one.do(lambda: publications.add_picture(step="1", file=picture, **told))
    today = at.astimezone(SHANGHAI).date()
    one.do(lambda: publications.publish(from_date=today, notice_days=0, checked_by="", **told))
    StockPlace.objects.create(technician=builders.technician())
    account = Account.objects.get(pk=lin.id)
    house = account.roles.get().organisation
    one.do(
        lambda: role_changes.ask(account=account, organisation=house, role="finance", command="grant", by=admin, now=at)
    )
    one.do(
        lambda: reports.report(told=reports.NumberReport(kind="hotline", code="4009998888"), by=one.customer, now=at)
    )
    mark_ = {"counter": "claimed", "subject": one.repair.customer_id, "stream": one.repair.stream()}
    one.do(lambda: reputation.record(**mark_, by=SYSTEM, now=at))
    assert timeline.verify() == []
    return one


def whole(model: type[SealedRow], **told: Any) -> SealedRow:
    """Return a row that lies in a table, or one made up with something in each field."""
    if not told and (row := model._base_manager.order_by("pk").first()) is not None:
        return row
    for number, field in enumerate(model._meta.concrete_fields):
        if {field.name, field.attname} & told.keys() or field.has_default() or field.null or field.blank:
            continue
        if isinstance(field, models.ForeignKey):
            above = field.related_model._base_manager.order_by("-pk").first()
            told[field.attname] = above.pk if above else uuid7()
        elif isinstance(field, models.DateTimeField | models.DateField):
            told[field.name] = AT + timedelta(days=number)
        elif isinstance(field, models.CharField | models.TextField):
            told[field.name] = field.choices[0][0] if field.choices else "1"
        else:
            told[field.name] = True if isinstance(field, models.BooleanField) else 1
    return model(**told)


def made_up(model: type[SealedRow], **told: Any) -> str:
    """Insert a row past the house, with another row's seal."""
    other, row = model._base_manager.first(), whole(model, **told)
    model._base_manager.bulk_create([row])
    model._base_manager.filter(pk=row.pk).update(seal=other.seal if other else "")
    return str(row.pk)


def edited(rows: Any, **sets: Any) -> str:
    """Edit the first of some rows past the house."""
    key = rows.order_by("pk").values_list("pk", flat=True)[0]
    assert rows.model._base_manager.filter(pk=key).update(**sets)
    return str(key)


def by_username(model: type[SealedRow], member: cast.Member) -> Any:
    """Return the rows of a member's account."""
    path = "username" if model is Account else "account__username"
    return model._base_manager.filter(**{path: member.username})


SAID = {"Said": {"way": "call", "direction": contact_rules.DIRECTIONS[0], "result": contact_rules.RESULTS[0]}}


def edits(model: type[SealedRow]) -> Iterator[tuple[str, bool]]:
    """Edit each field of a row in turn; yield which, and whether the row no longer holds."""
    row = whole(model, **SAID.get(model.__name__, {}))
    if row._state.adding:
        row.save(force_insert=True)
    assert row_seals.verifies(model._base_manager.get(pk=row.pk)), model
    for field in row_seals.sealed_fields(model):
        before = getattr(row, field.attname)
        for value in (one for one in others(field, before) if one != before and not field.primary_key):
            with transaction.atomic():
                if written(model, row.pk, field, value):
                    yield (
                        f"{model._meta.label}.{field.name}",
                        not row_seals.verifies(model._base_manager.get(pk=row.pk)),
                    )
                transaction.set_rollback(True)


ACTS: dict[str, Callable[[], str]] = {
    "a role of more": lambda: edited(by_username(Role, cast.XIAO_WU), role="merchant_owner"),
    "a role since another day": lambda: edited(Role._base_manager.all(), from_at=AT),
    "a role of one's own": lambda: made_up(Role, role="operator"),
    "a password of one's own": lambda: edited(by_username(Account, cast.LIN), password="pbkdf2_sha256$1$x$y"),
    "a token of one's own": lambda: made_up(ApiToken, secret_hash="0" * 64),
    "a link of one's own to a case": lambda: made_up(CaseLink, token_hash="0" * 64),
    "another who goes to the door": lambda: edited(Party._base_manager.filter(role="technician"), to_at=None),
    "an outlet that joined": lambda: edited(Party._base_manager.filter(role="outlet"), from_at=AT),
    "a price": lambda: edited(PriceLine._base_manager.filter(kind="labour"), amount_fen=1),
    "a key that signs for a brand": lambda: edited(BrandKey._base_manager.all(), public="x"),
    "a notification that never came": lambda: made_up(ProviderEvent, event="e1"),
    "how long a code to pay may be scanned": lambda: edited(Payment._base_manager.all(), until_at=AT),
    "who is sent": lambda: edited(Visit._base_manager.all(), technician=Technician.objects.order_by("-pk")[0]),
    "whose door it is": lambda: edited(Visit._base_manager.all(), customer=Person.objects.order_by("pk")[0]),
    "the case of a visit": lambda: edited(Visit._base_manager.all(), stream_key=uuid7()),
    "a number called false": lambda: edited(ReportedNumber._base_manager.all(), bare="4001000000"),
    "what was counted": lambda: edited(Mark._base_manager.all(), counter="x"),
    "another role that was asked for": lambda: edited(RoleChange._base_manager.all(), role="operator"),
    "another who asked for it": lambda: edited(RoleChange._base_manager.all(), asked_by="staff:x"),
    "another picture of a guide": lambda: pictured({"1": "0" * 64}),
    "a picture at another step": lambda: pictured({"2": Text.objects.exclude(pictures={})[0].pictures["1"]}),
    "a guide without its picture": lambda: pictured({}),
}
"""What nobody of the house did, each giving the key of the row that has to be named."""


def pictured(pictures: dict[str, str]) -> str:
    """Put other pictures beside the guide that has one."""
    return edited(Text._base_manager.exclude(pictures={}), pictures=pictures)


class TestSession:
    def test_that_was_copied_into_another_row_signs_nobody_in(self, walked: Walked) -> None:
        mine, theirs = SessionStore(), SessionStore()
        mine.save(must_create=True)
        theirs["_auth_user_id"] = "somebody"
        theirs.save(must_create=True)
        data = Session.objects.get(session_key=digest(theirs.session_key)).session_data
        Session.objects.filter(session_key=digest(mine.session_key)).update(session_data=data)
        assert SessionStore(theirs.session_key).load() == {"_auth_user_id": "somebody"}
        assert SessionStore(mine.session_key).load() == {}


class TestDeeds:
    def test_are_named(self, walked: Walked) -> None:
        for name, act in ACTS.items():
            with transaction.atomic():
                key = act()
                found = [one.row for one in timeline.verify()]
                assert any(key in one for one in found), (name, found)
                transaction.set_rollback(True)
        assert timeline.verify() == []


class TestSealedRow:
    def test_is_named_whatever_field_of_it_somebody_edits(self, walked: Walked) -> None:
        unseen: list[str] = []
        done: set[str] = set()
        for model in row_seals.sealed_models():
            with transaction.atomic():
                for name, seen in edits(model):
                    done.add(name)
                    unseen += [] if seen else [name]
                transaction.set_rollback(True)
        assert unseen == []
        assert done >= {"people.Role.role", "people.Factor.public_key", "people.RecoveryCode.code_hash"}
        assert done >= {"core.SettingRow.value", "core.ProviderAccount.values", "network.Engagement.to_at"}
        assert len(done) > 150, sorted(done)

    def test_changed_by_the_house_holds_and_one_changed_past_it_never_holds_again(self, walked: Walked) -> None:
        mine, theirs = Role.objects.order_by("pk")[:2]
        edited(Role._base_manager.filter(pk=theirs.pk), role="operator")
        assert Role.objects.filter(pk__in=[mine.pk, theirs.pk]).update(to_at=AT) == 2
        theirs.refresh_from_db()
        theirs.to_at = None
        theirs.save()
        held = {one.pk for one in Role.objects.all() if row_seals.verifies(one)}
        assert (mine.pk in held, theirs.pk in held) == (True, False)
        assert [one.row for one in timeline.verify()] == [f"people.role {theirs.pk}"]

    def test_holds_through_whatever_is_only_counted_beside(self, walked: Walked, now: datetime) -> None:
        account = Account.objects.get(username=cast.LIN.username)
        acting(lambda: factors.begin(account=account.pk, now=now))
        before = account.factors.get().seal
        account.factors.update(last_step=7, used_at=now)
        assert (account.factors.get().seal, timeline.verify()) == (before, [])


class TestRowsOfBefore:
    def test_are_sealed_as_they_stand_once_and_never_again_beside_the_mark(self, walked: Walked, now: datetime) -> None:
        for model in row_seals.sealed_models():
            model._base_manager.update(seal="")
        row_seals.ensure(now=now)
        assert any(one.code == "timeline.row_unsealed" for one in timeline.verify())
        mark.mark_file(mark.ROWS).unlink()
        row_seals.ensure(now=now)
        assert (mark.stands(mark.ROWS), timeline.verify()) == (True, [])
        Role._base_manager.update(seal="")
        mark.mark_file(mark.ROWS).unlink()
        row_seals.ensure(now=now)
        assert {one.row.split()[0] for one in timeline.verify()} == {"people.role"}


class TestModels:
    def test_are_all_held_or_named_with_the_reason(self) -> None:
        held = {one.model for one in rows.witnesses() if {*chain(*one.told.values())} - {"state"}}
        held |= {*row_seals.sealed_models(), Bill, Payment, Transfer, Text}
        page = (ROOT / "docs/explanation/protection.md").read_text(encoding="utf-8").partition("## What is not held")[2]
        named = set(re.findall(r"`([a-z]+\.[A-Z]\w+)`", page))
        ours = [one for one in apps.get_models() if one.__module__.startswith("anxin.")]
        free = {f"{one._meta.app_label}.{one.__name__}" for one in ours if one not in held}
        assert free == named
