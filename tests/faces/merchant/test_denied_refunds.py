"""A merchant whose payment in its shop is denied by its buyer answers, in a claim that is over."""

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from anxin.core.acting import acting
from anxin.core.errors import AnxinError
from anxin.demo import cast
from anxin.domain.claims.commands import TABLE
from anxin.domain.evidence.models import Link
from anxin.domain.ledger.models import Payment
from anxin.domain.ledger.rules.payees import SHOP_SAID
from anxin.domain.threads.models import Message
from tests.claim_builders import Walked, a_claim
from tests.evidence_builders import drawn, jpeg
from tests.flat import flat

pytestmark = pytest.mark.django_db(transaction=True)
Sits = Callable[[cast.Member], Client]


@pytest.fixture
def over() -> Walked:
    one = a_claim(now=timezone.now(), at="closed")
    Payment.objects.filter(pk__in=one.claim.payouts.values("payment")).update(fault=SHOP_SAID)
    return one


def denied(one: Walked, *, since: bool = True) -> None:
    missed_at = one.now if since else None
    Payment.objects.filter(pk__in=one.claim.payouts.values("payment")).update(missed_at=missed_at)


def writes(one: Walked) -> None:
    fields = {"text": "退款截图见附件", "to": "buyer"}
    by = one.by(cast.MERCHANT_OWNER)
    acting(lambda: TABLE.give("message", row=one.claim, by=by, now=one.now, fields=fields))


def test_its_seller_writes_while_its_buyer_says_that_it_did_not_arrive(over: Walked) -> None:
    with pytest.raises(AnxinError):
        writes(over)
    denied(over)
    writes(over)
    assert Message.objects.filter(stream_key=str(over.claim.pk), side="merchant").count() == 1
    denied(over, since=False)
    with pytest.raises(AnxinError):
        writes(over)


def test_its_page_takes_his_message_and_his_proof(over: Walked, sits: Sits) -> None:
    owner, page = sits(cast.MERCHANT_OWNER), f"/merchant/claims/{over.claim.number}/"
    read = flat(owner.get(page))
    assert "?do=message" not in read
    assert "?do=evidence" not in read
    file = SimpleUploadedFile("proof.jpg", jpeg(drawn(7)), content_type="image/jpeg")
    given = {"role": "packing", "photo_files": file}
    assert owner.post(f"{page}evidence/", given).status_code == 409
    denied(over)
    read = flat(owner.get(page))
    assert "?do=message" in read
    assert "?do=evidence" in read
    file.seek(0)
    assert owner.post(f"{page}evidence/", given).status_code == 302
    assert Link.objects.filter(side="merchant", role="packing").exists()
