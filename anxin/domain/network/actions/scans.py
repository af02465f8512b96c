"""Papers behind an authorisation: scans sealed, each look written down, erased when nothing stands on them."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from anxin.core import files, settings, timeline
from anxin.core.actors import SYSTEM, Actor
from anxin.core.errors import Invalid, Missing
from anxin.core.files import SealedFile
from anxin.core.ids import uuid7
from anxin.core.states import lock
from anxin.core.wording import joined
from anxin.domain.network import queries
from anxin.domain.network.actions.authorisations import approve, keeps
from anxin.domain.network.models import Authorisation, Scan
from anxin.domain.network.queries import vouch_rows
from anxin.domain.network.rules import papers as rules
from anxin.domain.network.wording.genuineness import PAPERS

AT_ONCE = 500


class PapersLack(Invalid):
    """Something that was to be looked at first wasn't."""

    code = "network.papers_lack"


class NoSuchScan(Missing):
    """There is no such scan of this authorisation, or it was erased."""

    code = "network.no_such_scan"


def check(*, authorisation: Authorisation, papers: Sequence[str], by: Actor, now: datetime) -> None:
    """Say that the papers are in order; raises `network.papers_lack` with those that are wanted first."""
    keeps(authorisation.brand, by)
    wanted = queries.wanted_papers(authorisation, now=now)
    unseen = [code for code in wanted.seen if code not in papers]
    kept = {one.paper for one in queries.scans_of(authorisation)}
    unkept = [code for code in wanted.kept if code not in kept]
    for code, lacking in (("seen", unseen), ("kept", unkept)):
        if lacking:
            said = joined(str(PAPERS[one]) for one in lacking)
            raise PapersLack("papers", expected=code, got=", ".join(papers), facts={"lacking": said})
    approve(authorisation=authorisation, by=by, now=now, papers=papers)


def hand_in(
    *, authorisation: Authorisation, paper: str, files: Sequence[SealedFile], by: Actor, now: datetime
) -> list[Scan]:
    """Keep scans of a paper: pictures or PDF, sealed by their hash."""
    keeps(authorisation.brand, by)
    if paper not in PAPERS:
        raise Invalid("paper", expected=" | ".join(PAPERS), got=paper[:40])
    lock(authorisation)
    if not files or len(queries.scans_of(authorisation)) + len(files) > rules.MOST:
        raise Invalid("files", expected=f"1 to {rules.MOST} scans of an authorisation", got=len(files))
    if wrong := next((one.kind for one in files if one.kind not in rules.KINDS), ""):
        raise Invalid("files", expected=" | ".join(sorted(rules.KINDS)), got=wrong)
    made = []
    for one in files:
        row = Scan(id=uuid7(), authorisation=authorisation, paper=paper, file=one.sha256, at=now)
        row.save(force_insert=True)
        _write(row, "network.scan_kept", by=by, now=now)
        made.append(row)
    return made


def bring(*, authorisation: Authorisation, papers: Mapping[str, Sequence[str]], by: Actor, now: datetime) -> list[Scan]:
    """Keep the scans that came along with a file, by paper and hash; what lies here already stays as it is."""
    kept, made = {(one.paper, one.file) for one in queries.scans_of(authorisation)}, list[Scan]()
    for paper, hashes in papers.items():
        fresh = [one for one in hashes if (paper, one) not in kept]
        rows = {one.sha256: one for one in SealedFile.objects.filter(sha256__in=fresh)}
        if len(kept) + len(made) + len(rows) > rules.MOST:
            expected = f"{rules.MOST} scans of an authorisation at most"
            raise Invalid(vouch_rows.scan_column(paper), expected=expected, got=len(rows))
        if rows:
            files = [*rows.values()]
            made += hand_in(authorisation=authorisation, paper=paper, files=files, by=by, now=now)
    return made


def open_scan(*, authorisation: Authorisation, scan: str, by: Actor, now: datetime) -> SealedFile:
    """Return the original of a scan to whoever keeps the network; that it was opened stands in the record."""
    row = _scan(authorisation, scan, by)
    _write(row, "network.scan_opened", by=by, now=now)
    return SealedFile.objects.get(sha256=row.file)


def drop_scan(*, authorisation: Authorisation, scan: str, why: str, by: Actor, now: datetime) -> None:
    """Erase a scan that doesn't belong here; when it came, and that it went, stays in the record."""
    row = _scan(authorisation, scan, by)
    lock(authorisation)
    _erase(row, now)
    _write(row, "network.scan_erased", by=by, now=now, why=why)


def take_back(*, authorisation: Authorisation, by: Actor, now: datetime) -> None:
    """Erase the scans that came with a word that is taken back as if it had never been given; earlier ones stay."""
    came = [one for one in queries.scans_of(authorisation) if one.authorisation_id == authorisation.pk]
    for row in came:
        _erase(row, now)
        _write(row, "network.scan_erased", by=by, now=now)


def take_back_added(
    *, authorisation: Authorisation, papers: Mapping[str, Collection[str]], by: Actor, now: datetime
) -> None:
    """Erase scans, by paper and hash, that a file added to a word that stood already and that is taken back.

    What a word was checked or signed on since it came stays: somebody relied on it.
    """
    lock(authorisation)
    relied = queries.relied_on_scans_at(authorisation)
    for row in queries.scans_of(authorisation):
        if row.file in papers.get(row.paper, ()) and not (relied and relied >= row.at):
            _erase(row, now)
            _write(row, "network.scan_erased", by=by, now=now)


def forget_scans(*, now: datetime) -> int:
    """Erase the scans behind what has ended that are older than they may be kept; give how many."""
    before = now - timedelta(days=settings.get("network.scans_days", at=now))
    rows = list(queries.outlived_scans(before)[:AT_ONCE])
    for row in rows:
        _erase(row, now)
        _write(row, "network.scan_erased", by=SYSTEM, now=now)
    return len(rows)


def _scan(authorisation: Authorisation, key: str, by: Actor) -> Scan:
    keeps(authorisation.brand, by)
    row = next((one for one in queries.scans_of(authorisation) if str(one.pk) == key), None)
    if row is None:
        raise NoSuchScan({"scan": key[:40]})
    return row


def _erase(row: Scan, now: datetime) -> None:
    sha256 = row.file
    Scan.objects.filter(pk=row.pk).update(file="", erased_at=now)
    original = SealedFile.objects.filter(sha256=sha256).first()
    if original is not None:
        files.release(original)


def _write(row: Scan, code: str, *, by: Actor, now: datetime, why: str = "") -> None:
    facts = {"papers": [row.paper], "sha256": row.file}
    private = {"why": why} if why else {}
    timeline.write(row.authorisation.stream(), code, by=by, now=now, facts=facts, private=private)
