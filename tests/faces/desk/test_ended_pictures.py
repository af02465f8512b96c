"""A picture of a claim whose time is over is said to have ended, where it was a tile that didn't load."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from anxin.core.files.models import SealedFile
from anxin.demo import cast
from anxin.domain.evidence.models import Link
from anxin.faces import shared
from tests import builders
from tests.claim_builders import a_claim, drawn, jpeg

pytestmark = pytest.mark.django_db(transaction=True)
ENDED = "已到期清理"


def test_is_no_broken_tile_for_desk_and_buyer() -> None:
    claim = a_claim(now=timezone.now(), at="review", pictures=(jpeg(drawn(7)),)).claim
    own = Link.objects.get(stream_key=claim.pk, side="buyer").pk
    desk, buyer = Client(), Client()
    desk.force_login(builders.account(cast.ADMIN))
    session = buyer.session
    session.update(shared.proof_of(str(claim.buyer_id)))
    session.save()
    pages = (
        (desk, f"/desk/claims/{claim.number}/?tab=evidence", f"/desk/claims/{claim.number}/pictures/"),
        (buyer, f"/customer/claims/{claim.number}/", reverse("buyer:picture", args=[claim.number, own])),
    )
    for client, url, picture in pages:
        text = client.get(url).content.decode()
        assert picture in text, url
        assert ENDED not in text
    SealedFile.objects.update(emptied_at=timezone.now())
    for client, url, picture in pages:
        text = client.get(url).content.decode()
        assert f'src="{picture}' not in text
        assert ENDED in text, url
