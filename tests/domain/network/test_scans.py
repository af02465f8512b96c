"""Papers behind an authorisation: what is wanted before it, scans that are sealed, looked at and erased."""

from datetime import datetime, timedelta

import pytest

from anxin.core import files, settings, timeline
from anxin.core.acting import acting
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Forbidden, Invalid, Missing
from anxin.core.files import SealedFile
from anxin.demo import cast, ground
from anxin.domain.network import actions, queries
from anxin.domain.network.models import Authorisation, Scan
from anxin.domain.people import queries as people
from tests.claim_builders import drawn, jpeg, sealed

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%one page"
OWNER, OPERATOR = ("merchant_owner", cast.HEYAN.slug), ("operator", cast.OPERATOR.slug)


def somebody(role: str, house: str = cast.HEYAN.slug) -> Actor:
    return Actor(kind="staff", id="0199", organisation=str(people.organisation(house).id), roles=frozenset({role}))


@pytest.fixture
def row(now: datetime) -> Authorisation:
    """Return what waits for a check: a technician of whom the operator applied."""
    ground.lay(now=now)
    luo = Authorisation.objects.get(kind="technician", code=cast.MASTER_LUO.number, brand__slug="heyan")
    return acting(
        lambda: actions.renew(
            authorisation=luo, to_date=luo.to_date + timedelta(days=90), by=somebody(*OPERATOR), now=now
        )
    )


def a_pdf(now: datetime) -> SealedFile:
    return acting(lambda: files.receive([PDF], length=len(PDF), allowed={"application/pdf"}, now=now))


def kept(row: Authorisation, by: Actor, now: datetime, paper: str = "identity") -> Scan:
    file = a_pdf(now)
    return acting(lambda: actions.hand_in(authorisation=row, paper=paper, files=[file], by=by, now=now))[0]


def codes(row: Authorisation) -> list[str]:
    return [one.code for one in timeline.read(row.stream())]


class TestWanted:
    def test_papers_must_have_been_looked_at(self, row: Authorisation, now: datetime) -> None:
        by = somebody(*OPERATOR)
        with pytest.raises(actions.PapersLack) as refused:
            acting(lambda: actions.check(authorisation=row, papers=["photo"], by=by, now=now))
        assert refused.value.facts["expected"] == "seen"
        row.refresh_from_db()
        assert row.state == "applied"
        acting(lambda: actions.check(authorisation=row, papers=["photo", "identity"], by=by, now=now))
        assert row.state == "checked"

    def test_scans_must_lie_here_where_the_brand_wants_them(self, row: Authorisation, now: datetime) -> None:
        by, given = somebody(*OPERATOR), {"papers": ["photo", "identity"], "authorisation": row}
        acting(
            lambda: settings.propose(
                name="network.papers_kept",
                value={"technician": ["identity"]},
                organisation=str(row.brand_id),
                valid_from=now,
                by=SYSTEM,
                now=now,
            )
        )
        with pytest.raises(actions.PapersLack) as refused:
            acting(lambda: actions.check(**given, by=by, now=now))  # type: ignore[arg-type]
        assert refused.value.facts["expected"] == "kept"
        kept(row, by, now)
        acting(lambda: actions.check(**given, by=by, now=now))  # type: ignore[arg-type]
        assert row.state == "checked"

    @pytest.mark.parametrize("value", [{"shop": []}, {"hotline": ["passport"]}, {"hotline": "number"}])
    def test_a_setting_names_only_what_there_is(self, value: dict[str, object]) -> None:
        with pytest.raises(Invalid):
            settings.declared("network.papers_seen").checked(value)


class TestScan:
    def test_is_sealed_looked_at_with_a_line_and_erased_for_good(self, row: Authorisation, now: datetime) -> None:
        by = somebody(*OWNER)
        scan = kept(row, by, now)
        (view,) = queries.scan_views(row)
        assert (view.paper, view.kind, view.earlier) == ("identity", "application/pdf", False)
        found = acting(lambda: actions.open_scan(authorisation=row, scan=view.key, by=by, now=now))
        assert b"".join(files.open_(found)) == PDF
        acting(lambda: actions.drop_scan(authorisation=row, scan=view.key, why="传错人", by=by, now=now))
        scan.refresh_from_db()
        assert (scan.file, scan.erased_at, queries.scan_views(row)) == ("", now, [])
        assert not SealedFile.objects.filter(pk=found.pk).exists()
        assert codes(row)[-3:] == ["network.scan_kept", "network.scan_opened", "network.scan_erased"]
        with pytest.raises(Missing):
            acting(lambda: actions.open_scan(authorisation=row, scan=view.key, by=by, now=now))

    def test_opens_to_nobody_who_does_not_keep_the_network(self, row: Authorisation, now: datetime) -> None:
        scan = kept(row, somebody(*OWNER), now)
        for by in (somebody("merchant_owner", "qingfeng"), somebody("agent", cast.OPERATOR.slug)):
            with pytest.raises(Forbidden):
                acting(lambda by=by: actions.open_scan(authorisation=row, scan=str(scan.pk), by=by, now=now))
            with pytest.raises(Forbidden):
                kept(row, by, now)

    def test_is_a_picture_or_a_pdf_and_no_paper_nobody_knows(self, row: Authorisation, now: datetime) -> None:
        by = somebody(*OWNER)
        text = acting(lambda: files.receive([b"words"], length=5, allowed={"text/plain"}, now=now))
        picture = sealed(jpeg(drawn(3)), now=now)
        for given in (
            {"paper": "identity", "files": [text]},
            {"paper": "passport", "files": [picture]},
            {"paper": "photo", "files": []},
        ):
            with pytest.raises(Invalid):
                acting(lambda g=given: actions.hand_in(authorisation=row, by=by, now=now, **g))
        assert not Scan.objects.exists()

    def test_goes_along_with_the_next_word_for_the_same(self, row: Authorisation, now: datetime) -> None:
        luo = Authorisation.objects.get(kind="technician", code=row.code, brand=row.brand, state="authorised")
        kept(luo, somebody(*OWNER), now)
        (view,) = queries.scan_views(row)
        assert view.earlier

    def test_is_erased_once_nothing_has_stood_on_it_for_long(self, row: Authorisation, now: datetime) -> None:
        owner = somebody(*OWNER)
        scan = kept(row, owner, now)
        later = now + timedelta(days=200)
        assert acting(lambda: actions.forget_scans(now=later)) == 0
        for one in Authorisation.objects.filter(kind="technician", code=row.code, brand=row.brand):
            ends = actions.refuse if one.state == "applied" else actions.revoke
            acting(lambda e=ends, o=one: e(authorisation=o, why="离职", by=owner, now=now))
        assert acting(lambda: actions.forget_scans(now=now + timedelta(days=179))) == 0
        assert acting(lambda: actions.forget_scans(now=later)) == 1
        scan.refresh_from_db()
        assert (scan.file, scan.erased_at) == ("", later)
        assert acting(lambda: actions.forget_scans(now=later)) == 0
