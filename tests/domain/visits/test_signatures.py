"""Whoever had the work done signs on the phone where its kind asks for it; what was drawn is sealed."""

from dataclasses import replace
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from PIL import Image

from anxin.core import files
from anxin.core.errors import Invalid, WrongState
from anxin.core.files import SealedFile
from anxin.core.timeline import Entry
from anxin.demo import cast, ground
from anxin.demo.walk import Walked, a_report, begin
from anxin.domain.claims import queries as claims
from anxin.domain.claims.models import Claim
from anxin.domain.people.models import Party
from anxin.domain.repairs.commands import JOBS
from anxin.domain.visits import actions as visits
from anxin.domain.visits import queries
from anxin.domain.visits.actions import completion
from anxin.domain.visits.models import FieldPhoto, Signature
from tests.claim_builders import a_claim
from tests.core.test_drawings import SIGNED
from tests.domain.rows import every_row

pytestmark = pytest.mark.django_db
NEIGHBOUR = "欧阳代签"


def at_work(now: datetime, kind: str = "install") -> Walked:
    ground.lay(now=now)
    return agreed(now, kind)


def agreed(now: datetime, kind: str = "install") -> Walked:
    return begin(replace(a_report(now=now), kind=kind), now=now).until("agreed")


def sign(one: Walked, **fields: object) -> None:
    by = one.by(cast.MASTER_LUO)
    one.do(lambda: JOBS.give("signature", row=one.visit, by=by, now=one.now, fields=fields))


class TestSignature:
    def test_drawn_is_sealed_as_a_picture_told_with_its_hash_and_fills_its_slot(self, now: datetime) -> None:
        one = at_work(now)
        assert "photo.signature" in completion.lacks(one.visit)
        sign(one, drawn=SIGNED)
        row, photo = Signature.objects.get(), FieldPhoto.objects.get()
        assert (row.how, row.signer, row.file) == ("drawn", one.visit.customer, photo.file)
        assert photo.slot == "signature"
        with Image.open(BytesIO(b"".join(files.open_(SealedFile.objects.get(sha256=row.file))))) as shown:
            assert shown.format == "PNG"
        told = Entry.objects.get(code="visits.signed")
        assert (told.facts["sha256"], told.facts["how"]) == (row.file, "drawn")
        assert "photo.signature" not in completion.lacks(one.visit)

    def test_by_name_takes_the_name_into_the_vault_and_fills_the_slot_without_a_picture(self, now: datetime) -> None:
        one = at_work(now)
        sign(one, name=NEIGHBOUR, read=True)
        row = Signature.objects.get()
        assert (row.how, row.file, FieldPhoto.objects.count()) == ("typed", "", 0)
        assert row.signer != one.visit.customer
        assert Party.objects.filter(person=row.signer, role="witness", stream_key=one.repair.pk).exists()
        assert not [table for table, found in every_row() if NEIGHBOUR in found]
        assert "photo.signature" not in completion.lacks(one.visit)
        view = queries.view(one.visit, actor=one.by(cast.XIAO_CHEN), now=one.now)
        assert view.signature is not None
        assert view.signature.signer.name.startswith("欧")
        assert "signature" not in view.missing_slots

    def test_by_the_technicians_own_name_is_none(self, now: datetime) -> None:
        one = at_work(now)
        with pytest.raises(visits.OwnName) as refused:
            sign(one, name=cast.MASTER_LUO.name, read=True)
        assert refused.value.field == "name"
        assert not Signature.objects.exists()

    def test_by_the_customers_own_name_is_the_customers(self, now: datetime) -> None:
        one = at_work(now)
        sign(one, name=cast.MS_ZHANG.name, read=True)
        assert Signature.objects.get().signer == one.visit.customer

    @pytest.mark.parametrize(
        ("given", "lacks"),
        [
            ({}, "drawn"),
            ({"drawn": "500,200 510,205"}, "drawn"),
            ({"name": "张"}, "read"),
            ({"read": True}, "drawn"),
            ({"drawn": "<svg/>"}, "drawn"),
        ],
    )
    def test_asks_for_what_is_lacking_by_its_field(self, given: dict[str, object], lacks: str, now: datetime) -> None:
        one = at_work(now)
        with pytest.raises(Invalid) as refused:
            sign(one, **given)
        assert refused.value.field == lacks
        assert not Signature.objects.exists()

    def test_waits_for_the_customers_yes_to_the_quote(self, now: datetime) -> None:
        ground.lay(now=now)
        one = begin(replace(a_report(now=now), kind="install"), now=now).until("on_site")
        with pytest.raises(WrongState):
            sign(one, drawn=SIGNED)

    def test_too_little_is_refused_by_the_action_too(self, now: datetime) -> None:
        one = at_work(now)
        by, little = one.by(cast.MASTER_LUO), {"drawn": "1,1 2,2", "name": ""}
        with pytest.raises(visits.NoSignature):
            one.do(lambda: visits.sign(visit=one.visit, by=by, now=one.now, **little))

    def test_is_given_once_and_only_where_the_kind_asks_for_it(self, now: datetime) -> None:
        one = at_work(now)
        sign(one, drawn=SIGNED)
        with pytest.raises(WrongState):
            sign(one, drawn=SIGNED)
        other = agreed(one.now + timedelta(minutes=1), "repair")
        with pytest.raises(WrongState):
            sign(other, drawn=SIGNED)


class TestDossier:
    def test_of_a_claim_beside_the_repair_says_who_signed_when_and_the_hash(self, now: datetime) -> None:
        one = at_work(now)
        sign(one, drawn=SIGNED)
        claim = a_claim(now=one.now).claim
        assert "signatures" not in claims.dossier(claim, now=one.now).pages
        Claim.objects.filter(pk=claim.pk).update(repair_number=one.repair.number)
        claim.refresh_from_db()
        [told] = claims.dossier(claim, now=one.now).pages["signatures"]  # type: ignore[misc,attr-defined]
        assert (told["sha256"], told["how"]) == (Signature.objects.get().file, "drawn")
        assert told["signed_by"] == one.visit.customer.name_masked
