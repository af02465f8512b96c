"""What is kept of somebody who signs in stands whole in the copy he takes, and nothing of anybody else does."""

import json
from datetime import datetime

import pytest
from django.apps import apps
from django.db.models import Model
from django.utils import timezone

from anxin.core.acting import acting
from anxin.demo import cast
from anxin.domain.claims import models as claims
from anxin.domain.contacts import models as contacts
from anxin.domain.custody import models as custody
from anxin.domain.goods import models as goods
from anxin.domain.invoices import models as invoices
from anxin.domain.network import models as network
from anxin.domain.network.models import Technician
from anxin.domain.notices import models as notices
from anxin.domain.parts.models import StockPlace
from anxin.domain.people import actions as people
from anxin.domain.people import models as kept
from anxin.domain.people.actions.reveals import NotRevealed
from anxin.domain.people.models import Account, Person
from anxin.domain.people.queries import actors
from anxin.domain.quality import models as quality
from anxin.domain.repairs import models as repairs
from anxin.domain.staff import models as staff
from anxin.domain.staff.queries import own_copies
from anxin.domain.visits import models as visits
from tests import builders

pytestmark = pytest.mark.django_db
CUSTOMER_S = "of a customer: his own copy holds it, and whoever works here is another row"
CASE_S = "what somebody did in a case is the case's"
ELSEWHERE: dict[tuple[type[Model], str], str] = {
    (staff.Mailbox, "account"): "a part that is opened first",
    (notices.Notice, "account"): "a part with its sentences",
    (quality.Review, "technician"): "a part as he reads it on his page",
    (quality.Contest, "technician"): "a part with its words opened",
    (kept.Consent, "person"): "a part of his person",
    (kept.Reveal, "person"): "a part of his person: who looked",
    (Technician, "person"): "a part by its account",
    (Account, "person"): "a part by itself",
    (kept.Challenge, "account"): "what a passkey signs next, gone within minutes",
    (network.BrandHours, "technician"): "drawn from the hours of all, which are a part",
    (staff.Leave, "deputy"): "the leave of somebody else",
    (StockPlace, "technician"): "which parts lie in his van, nothing of him",
    (custody.Custody, "witness"): CASE_S,
    (visits.DoorCheck, "witness"): CASE_S,
    (visits.Signature, "signer"): CASE_S,
    **dict.fromkeys(
        [
            (notices.Follower, "person"),
            (notices.Notice, "person"),
            (contacts.Contact, "person"),
            (claims.Claim, "buyer"),
            (repairs.Repair, "customer"),
            (repairs.Repair, "helper"),
            (visits.Visit, "customer"),
            (invoices.Title, "person"),
            (network.Report, "person"),
            (network.Waiting, "person"),
            (goods.Device, "owner"),
            (goods.Purchase, "buyer"),
            (kept.Party, "person"),
            (kept.CaseLink, "person"),
            (kept.NewPhone, "person"),
            (kept.DataRequest, "person"),
        ],
        CUSTOMER_S,
    ),
}


def test_every_model_that_names_who_signs_in_is_a_part_of_his_copy_or_says_why_not() -> None:
    named = {
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.get_fields()
        if field.concrete and field.related_model in (Account, Technician, Person)
    }
    parts = {(one.model, one.whose.partition("__")[0]) for one in own_copies.PARTS}
    assert named - parts == set(ELSEWHERE)


def test_a_technician_takes_all_that_is_kept_of_him_and_nothing_of_a_colleague_or_a_customer(now: datetime) -> None:
    walk = builders.a_repair(now=now, at="closed")
    himself = Technician.objects.get(visits__stream_key=walk.repair.pk)
    assert himself.account
    actor = actors.actor_of_account(himself.account, now=timezone.now())
    told = own_copies.own_copy(actor, handle="", now=timezone.now())

    assert [one["number"] for one in told["technician"]] == [himself.number]
    assert {"account", "roles", "engagements", "skills", "words", "offers", "visits"} <= {
        name for name, rows in told.items() if rows
    }
    text = json.dumps(told, default=str, ensure_ascii=False)
    others = Technician.objects.exclude(pk=himself.pk)
    assert not [one.number for one in others if one.number in text]
    assert cast.MS_ZHANG.name not in text
    assert cast.MS_ZHANG.phone not in text


def test_the_plain_number_of_who_signs_in_opens_to_himself_and_to_no_other_account(now: datetime) -> None:
    walk = builders.a_repair(now=now, at="closed")
    himself = Technician.objects.get(visits__stream_key=walk.repair.pk)
    other = Technician.objects.exclude(pk=himself.pk).exclude(account=None).first()
    assert himself.account
    assert other
    assert other.account
    mine, stranger = (actors.actor_of_account(one, now=timezone.now()) for one in (himself.account, other.account))

    assert people.reveal_own(person=himself.person, by=mine, now=now)["phone"]
    with pytest.raises(NotRevealed):
        acting(lambda: people.reveal_own(person=himself.person, by=stranger, now=now))
    with pytest.raises(NotRevealed):
        acting(lambda: people.reveal_own(person=walk.repair.customer, by=mine, now=now))
