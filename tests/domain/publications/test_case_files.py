"""The files of a case that was emptied: each goes with the last that needs it, and what reads it says so."""

import io
import json
import zipfile
from datetime import datetime, timedelta

import pytest
from django.test import Client

from anxin.commands import dossier as verifier
from anxin.core import case_contents, files, later
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM
from anxin.core.files import SealedFile
from anxin.demo import cast
from anxin.domain.claims import queries as claims
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import gateway
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.evidence.models import Link
from anxin.domain.repairs import actions as repairs
from anxin.faces import shared
from anxin.faces.ground import uploads
from tests import builders
from tests.builders import a_repair
from tests.claim_builders import a_claim, drawn, jpeg, sealed

pytestmark = pytest.mark.django_db(transaction=True)
YEARS, WEEK = timedelta(days=1096), timedelta(days=8)


def with_picture(now: datetime) -> tuple[builders.Walked, SealedFile]:
    walk = a_repair(now=now, at="submitted")
    shot = sealed(jpeg(drawn(8)), now=walk.now)
    walk.do(lambda: repairs.add_picture(repair=walk.repair, file=shot, by=walk.customer, now=walk.now))
    walk.do(lambda: repairs.cancel(repair=walk.repair, why="修好了", by=walk.customer, now=walk.now))
    return walk, shot


class TestAFile:
    def test_that_is_handed_in_again_stays_until_it_is_used_or_not(self, now: datetime) -> None:
        walk, shot = with_picture(now)
        content, stream = b"".join(files.open_(shot)), walk.repair.stream()
        over = now + YEARS
        acting(lambda: files.receive([content], length=len(content), allowed=files.PICTURES, now=over))
        acting(lambda: case_contents.empty(stream, reason="t", by=SYSTEM, now=over))
        assert b"".join(files.open_(SealedFile.objects.get(pk=shot.pk))) == content
        later.run_due(over + timedelta(days=6))
        assert files.find(str(shot.pk)) is not None
        later.run_due(over + timedelta(days=8))
        assert files.find(str(shot.pk)) is None, "nobody used it"
        assert not case_contents.is_left(kind=stream.kind, key=stream.key)

    def test_that_was_emptied_is_handed_in_by_nobody_who_kept_its_id(self, now: datetime) -> None:
        walk, shot = with_picture(now)
        by = walk.customer
        key = uploads.key_of(shot, by)
        assert uploads.opened([key], by=by) == [shot]
        acting(lambda: case_contents.empty(walk.repair.stream(), reason="t", by=SYSTEM, now=now + WEEK))
        with pytest.raises(uploads.KeyOver):
            uploads.opened([key], by=by)

    def test_of_two_cases_goes_with_the_last_of_them(self, now: datetime) -> None:
        walk, shot = with_picture(now)
        other = a_repair(now=now, at="submitted", customer=cast.NEIGHBOUR)
        other.do(lambda: repairs.add_picture(repair=other.repair, file=shot, by=other.customer, now=other.now))
        acting(lambda: case_contents.empty(walk.repair.stream(), reason="t", by=SYSTEM, now=now + WEEK))
        shot.refresh_from_db()
        assert shot.emptied_at is None
        acting(lambda: case_contents.empty(other.repair.stream(), reason="t", by=SYSTEM, now=now + WEEK))
        shot.refresh_from_db()
        assert shot.emptied_at == now + WEEK

    def test_that_comes_again_is_whole_again(self, now: datetime) -> None:
        walk, shot = with_picture(now)
        content = b"".join(files.open_(shot))
        acting(lambda: case_contents.empty(walk.repair.stream(), reason="t", by=SYSTEM, now=now + WEEK))
        again = acting(lambda: files.receive([content], length=len(content), allowed=files.PICTURES, now=now + WEEK))
        assert again.pk == shot.pk
        assert b"".join(files.open_(again)) == content
        assert list(files.missing()) == []


class TestAClaim:
    def test_leaves_its_dossier_and_the_copy_of_his_data_which_say_what_is_gone(self, now: datetime) -> None:
        one = a_claim(now=now, at="closed", pictures=(jpeg(drawn(7)),))
        acting(lambda: case_contents.empty(one.claim.stream(), reason="t", by=SYSTEM, now=one.now + YEARS))
        gone = one.now + YEARS + timedelta(days=1)
        link = Link.objects.get(stream_key=one.claim.stream().key)
        with evidence_queries.build(claims.dossier(one.claim, now=gone), now=gone) as out, zipfile.ZipFile(out) as pack:
            custody = json.loads(pack.read("custody.json"))
            assert [(told["file"], bool(told["gone_at"])) for told in custody] == [("", True)]
            lines = list(verifier.verify(pack))
        assert any("1 were kept as long as they may be" in line for line in lines)
        client = Client()
        session = client.session
        session.update(shared.proof_of(str(one.claim.buyer_id)))
        session.save()
        packed = client.post("/customer/me/copy/")
        assert packed.status_code == 200
        copy = zipfile.ZipFile(io.BytesIO(b"".join(packed.streaming_content)))
        told = json.loads(copy.read("data.json"))["claims"]
        assert [each["pictures_here"] for each in told] == [[{"sha256": link.file.sha256, "file": ""}]]
        look = acting(lambda: evidence.examine_again(link=link, by=SYSTEM, now=gone))
        assert look is not None
        assert gateway.examine(look, now=gone).why == "gone"
