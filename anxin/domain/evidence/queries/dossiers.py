"""The dossier of a case: one ZIP with originals, custody, examinations, decisions, law, chain, root and signature.

Everything in it is listed with its hash in `manifest.json`; the root over that list is signed by the
installation. `anxin dossier verify` checks it without this installation.
"""

import hashlib
import json
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import IO, Any
from uuid import UUID

from anxin.core import files, timeline, vault, wording
from anxin.core.checkpoints import stamps
from anxin.core.checkpoints.models import CheckpointStamp
from anxin.core.files import SealedFile
from anxin.core.streams.hashing import instant, leaf, merkle_root
from anxin.core.streams.models import Entry, Private, Stream
from anxin.core.streams.seals import unsealed
from anxin.core.timeline import Checkpoint, StreamKey
from anxin.domain.evidence import rules
from anxin.domain.evidence.models import Challenge, Examination, Link
from anxin.domain.evidence.queries.captures import report_of
from anxin.domain.evidence.queries.lookup import challenges_of, links_of
from anxin.domain.evidence.queries.movements import action_of

FORMAT = "anxin-dossier-1"
ENDINGS = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp", "image/heic": "heic", "video/mp4": "mp4"}
EPOCH = (2000, 1, 1, 0, 0, 0)
DOCUMENT = "卷宗.html"
OPENED = ("why", "reason", "facts", "text", "note")


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A file of a case that is no evidence of a side: the fact that told of it (`row`), and what is known of it."""

    label: str
    row: str
    sha256: str
    file: SealedFile | None
    about: Mapping[str, object]

    @property
    def name(self) -> str:
        """Return its name in the pack; empty where the file is erased."""
        if self.file is None:
            return ""
        return f"pictures/{self.label}-{self.sha256[:12]}.{ENDINGS.get(self.file.kind, 'bin')}"


@dataclass(frozen=True, kw_only=True)
class Dossier:
    """What the caller hands in: the case's number, and pages of plain values (`decisions`, `law`, …).

    With a `side` it is that side's own pack: its originals and pages, no examinations, no chain; another format.
    With `readable` the chain tells those facts only; of every other there stays its place and its hash. With an
    `audience` words that a fact keeps from it stay commitments. With
    `originals_of` only that side's files go along; of the others there stay the hashes, and of no picture the report.
    `pictures` are files that a case keeps beside evidence. `document` writes from all pages, by their names, one that
    people read.
    """

    stream: StreamKey
    number: str
    pages: Mapping[str, object]
    read_me: str
    side: str = ""
    readable: frozenset[UUID] | None = None
    audience: str = ""
    originals_of: str = ""
    pictures: tuple[Picture, ...] = ()
    document: Callable[[Mapping[str, Any]], str] | None = None


def build(dossier: Dossier, *, now: datetime, taken: Callable[[], Dossier] | None = None) -> IO[bytes]:
    """Write the ZIP into a temporary file and give it, rewound; it never holds an original whole in memory.

    `taken` writes down that somebody takes it, once all files are in, and gives the dossier anew, with that line.
    """
    out: IO[bytes] = tempfile.TemporaryFile(prefix="anxin-")  # noqa: SIM115 - the caller closes it
    try:
        _write(out, dossier, now, taken)
        out.seek(0)
    except BaseException:
        out.close()
        raise
    return out


def _write(out: IO[bytes], dossier: Dossier, now: datetime, taken: Callable[[], Dossier] | None) -> None:
    listed: list[tuple[str, str, int]] = []
    links = [one for one in links_of(dossier.stream) if dossier.side in ("", one.side)]

    def parts() -> Iterator[tuple[str, Iterable[bytes]]]:
        yield from _files(dossier, links)
        yield from _papers(taken() if taken else dossier, links, now)

    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as pack:
        for name, blocks in parts():
            digest, size = hashlib.sha256(), 0
            with pack.open(zipfile.ZipInfo(name, EPOCH), "w", force_zip64=True) as part:
                for block in blocks:
                    digest.update(block)
                    size += len(block)
                    part.write(block)
            listed.append((name, digest.hexdigest(), size))
        for name, text in _manifest(dossier, listed, now).items():
            pack.writestr(zipfile.ZipInfo(name, EPOCH), text)


def _files(dossier: Dossier, links: list[Link]) -> Iterator[tuple[str, Iterable[bytes]]]:
    for link in links:
        if _goes(link, dossier):
            yield _name(link), files.open_(link.file)
    for one in dossier.pictures:
        if one.file is not None:
            yield one.name, files.open_(one.file)


def _papers(dossier: Dossier, links: list[Link], now: datetime) -> Iterator[tuple[str, Iterable[bytes]]]:
    contents: dict[str, object] = {}
    for page, content in _contents(dossier, links, now):
        yield f"{page}.json", [_json(content)]
        if dossier.document is not None:
            contents[page] = content
    if dossier.document is not None:
        yield DOCUMENT, [dossier.document(contents).encode()]
    yield "README.txt", [dossier.read_me.encode()]


def _contents(dossier: Dossier, links: list[Link], now: datetime) -> Iterator[tuple[str, object]]:
    yield "custody", [_custody(one, dossier) for one in links]
    if dossier.pictures:
        yield "pictures", [_picture(one) for one in dossier.pictures]
    if not dossier.side:
        yield from _whole(dossier, links, now)
    yield from sorted(dossier.pages.items())


def _whole(dossier: Dossier, links: list[Link], now: datetime) -> Iterator[tuple[str, object]]:
    deep = not dossier.originals_of
    yield "examinations", [_examination(one, deep=deep) for one in _examinations(links)]
    yield "captures", [_capture(one, deep=deep) for one in reversed(challenges_of(dossier.stream))]
    yield "chain", _chain(dossier)
    yield "checkpoints", _checkpoints(dossier.stream, now)


def _goes(link: Link, dossier: Dossier) -> bool:
    """Return whether an original goes along: not one of the other side, and none whose time was over."""
    return dossier.originals_of in ("", link.side) and link.file.emptied_at is None


def _name(link: Link) -> str:
    return f"originals/{link.label}-{link.file.sha256[:12]}.{ENDINGS.get(link.file.kind, 'bin')}"


def _custody(link: Link, dossier: Dossier) -> dict[str, object]:
    return {
        "label": link.label,
        "file": _name(link) if _goes(link, dossier) else "",
        "sha256": link.file.sha256,
        "gone_at": link.file.emptied_at and instant(link.file.emptied_at),
        "link": str(link.id),
        "side": link.side,
        "role": link.role,
        "media": link.file.kind,
        "size": link.file.size,
        "declared": rules.told_declaration(link.declaration),
        "shot_at": link.shot_at and instant(link.shot_at),
        "said_handed_in": link.handed_in_date and link.handed_in_date.isoformat(),
        "sealed_at": instant(link.sealed_at),
        "linked_at": instant(link.linked_at),
        "sealed_after_the_claim": link.late,
        "sealed_with_the_claim": link.with_claim,
        "challenge": link.challenge.kind if link.challenge else "",
    }


def _picture(one: Picture) -> dict[str, object]:
    return {"label": one.label, "file": one.name, "row": one.row, "sha256": one.sha256, **one.about}


def _examinations(links: list[Link]) -> Iterable[Examination]:
    return Examination.objects.select_related("link").filter(link__in=links).order_by("link__label", "number")


def _examination(row: Examination, *, deep: bool) -> dict[str, object]:
    report = vault.open_("evidence.report", row.id, row.report_sealed) if deep and row.report_sealed else ""
    return {
        "label": row.link.label,
        "number": row.number,
        "outcome": row.state,
        "attention": row.attention,
        "reasons": row.reasons,
        "why": row.why,
        "asked_at": instant(row.created_at),
        "ended_at": row.ended_at and instant(row.ended_at),
        "report": json.loads(report) if report else None,
    }


def _capture(row: Challenge, *, deep: bool) -> dict[str, object]:
    """Return what was asked for, what came and when, and what each question was answered; the code stays closed."""
    look = getattr(row, "capture", None)
    return {
        "kind": row.kind,
        "asked_at": instant(row.created_at),
        "until": instant(row.expires_at),
        "became": row.state,
        "action": "paper" if row.kind == "paper" else action_of(row.code),
        "frames": [
            {
                "role": one.role,
                "number": one.number,
                "sha256": one.sha256,
                "hash_told_at": one.told_at and instant(one.told_at),
                "received_at": one.received_at and instant(one.received_at),
                "label": one.link.label if one.link else "",
            }
            for one in row.frames.select_related("link").order_by("id")
        ],
        "outcome": look.state if look else "",
        "why": look.why if look else "",
        "ended_at": look and look.ended_at and instant(look.ended_at),
        "report": _answers(report_of(look), deep=deep) if look else None,
    }


def _answers(report: dict[str, Any], *, deep: bool) -> dict[str, Any]:
    """Return what each question was answered; what was measured only to who takes everything."""
    if deep or not report:
        return report
    return {"checks": [{"code": one["code"], "answer": one["answer"]} for one in report.get("checks", ())]}


def _chain(dossier: Dossier) -> dict[str, object]:
    """Return every fact with what its hash covers; reasons and findings are opened, all else stays a commitment.

    A fact that is not `readable` is closed whole: a name or a moment of it would tell what it is about.
    """
    stream, readable = dossier.stream, dossier.readable
    head = Stream.objects.get(kind=stream.kind, key=stream.key)
    rows = timeline.chain(stream)
    return {
        "stream": list(stream),
        "id": str(head.id),
        "length": head.length,
        "head": head.head,
        "entries": [
            _entry(one, dossier.audience) if readable is None or one.id in readable else _place(one) for one in rows
        ],
    }


def _place(row: Entry) -> dict[str, object]:
    """Return where a closed fact stands; its id is part of what is hashed, so nobody guesses the rest from the hash."""
    return {"position": row.position, "previous": row.previous, "hash": row.hash, "closed": True}


def _entry(row: Entry, audience: str) -> dict[str, object]:
    opened = OPENED if not audience or wording.fact(row.code).tells((audience,)) else ()
    return {
        **_place(row),
        "closed": False,
        "id": str(row.id),
        "code": row.code,
        "at": instant(row.at),
        "by": [row.actor_kind, row.actor_id, row.organisation, row.via],
        "facts": row.facts,
        "commitments": row.commitments,
        "opened": {one.name: _opened(one) for one in row.private_values.all() if one.name in opened},
    }


def _opened(row: Private) -> object:
    return {"erased_at": instant(row.erased_at)} if row.erased_at else list(unsealed(row))


def _checkpoints(stream: StreamKey, now: datetime) -> list[dict[str, object]]:
    """Return the newest checkpoints with signatures and outside stamps; how the case leads to the newest stamped one.

    That may be older than the newest: it goes along too.
    """
    made = Checkpoint.objects.filter(at__lte=now).order_by("-number").prefetch_related("stamps")
    stamped = made.exclude(stamps=None).first()
    rows = list(made[:3])
    rows += [stamped] if stamped and stamped not in rows else []
    proof = stamps.proof(stream, stamped) if stamped else None
    return [
        {
            "number": one.number,
            "at": instant(one.at),
            "count": one.count,
            "root": one.root,
            "previous": one.previous,
            "hash": one.hash,
            "signature": one.signature,
            "stamps": [_stamp(given) for given in one.stamps.all()],
            "proof": asdict(proof) if proof and one == stamped else None,
        }
        for one in rows
    ]


def _stamp(one: CheckpointStamp) -> dict[str, object]:
    title, roots = stamps.title(one.authority), stamps.trusted(one.authority)
    return {"by": title, "at": instant(one.at), "answer": bytes(one.answer).hex(), "roots": roots}


def _manifest(dossier: Dossier, listed: list[tuple[str, str, int]], now: datetime) -> dict[str, bytes]:
    """Return every part with its hash, the root over them, and the signature over the root."""
    ordered = sorted(listed)
    root, count = merkle_root(leaf(name, StreamKey("part", name), size, digest) for name, digest, size in ordered)
    signature = vault.sign(bytes.fromhex(root))
    manifest: dict[str, Any] = {
        "format": f"anxin-{dossier.side}-pack-1" if dossier.side else FORMAT,
        "number": dossier.number,
        "made_at": instant(now),
        "parts": [{"name": name, "sha256": digest, "size": size} for name, digest, size in ordered],
        "count": count,
        "root": root,
        "signature": signature,
        "public_key": vault.public_key(signature.partition("|")[0]).hex(),
    }
    return {"manifest.json": _json(manifest)}


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()
