"""The gateway to the evidence engine: a row → files on disk → findings → plain values."""

from __future__ import annotations

import io
import json
import os
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from itertools import batched
from pathlib import Path
from secrets import randbelow
from typing import Any

from django.conf import settings
from django.utils.translation import get_language
from PIL import Image

from anxin import __version__
from anxin.core import child_processes, files, plain_files
from anxin.core.acting import refuse_inside
from anxin.core.files import SealedFile
from anxin.core.singletons import single
from anxin.core.vault import Tampered
from anxin.domain.evidence import rules
from anxin.domain.evidence.models import Capture, Challenge, Examination, Frame, Link
from anxin.domain.evidence.queries import movements, references_of, still_held
from anxin.domain.evidence.wording import error_rate
from anxin.engines import evidence as engine

ADVICE_S = 3.0
"""So long one waits for advice while another picture is looked at."""
AT_ONCE = 1_000
"""So many entries of the index are held against the links in one statement."""
CODES = 23**5
FRAME_QUALITY = 50


@dataclass(frozen=True, kw_only=True)
class ExaminationOutcome:
    """What became of an examination: a report as JSON, or the code of why there is none."""

    why: str = ""
    attention: str = "none"
    reasons: tuple[str, ...] = ()
    engine: str = ""
    report: str = ""
    heat: str = ""


@dataclass(frozen=True, kw_only=True)
class Clarity:
    """How clear a picture is; advice, never a reason to refuse it."""

    sharp: bool | None
    whole: bool | None
    exposure: str
    advice: tuple[str, ...] = field(default=())


def examine(row: Examination, *, now: datetime) -> ExaminationOutcome:
    """Examine a picture against the seller's pictures of its order; doubt is an outcome, not an error."""
    refuse_inside()
    link = row.link
    try:
        with _unsealed(link.file) as path, _references(link) as (references, names):
            report = _looked(link, path, references)
            return _outcome(report, {str(path): link.label, **names}, now)
    except Tampered:
        return ExaminationOutcome(why="tampered")
    except files.Lost:
        return ExaminationOutcome(why="lost")
    except files.Emptied:
        return ExaminationOutcome(why="gone")
    except engine.WrongPicture:
        return ExaminationOutcome(why="unreadable")


def _looked(link: Link, path: Path, references: list[engine.Reference]) -> engine.Report:
    keys = engine.Keys(owner=link.owner_key, order=link.order_key, party=link.party_key)
    opened = engine.open_picture(path)
    with engine.Index(folder(), create=True) as index:
        report = engine.examine(opened, references=references, index=index, claimed_at=link.claimed_at, keys=keys)
        _remember(index, link, opened, keys)
    return report


def _remember(index: engine.Index, link: Link, opened: engine.Opened, keys: engine.Keys) -> None:
    """Put a picture into the index once; the index is a cache of the links' table."""
    taken, name = opened.taken, str(link.id)
    if opened.features is None or any(one.name == name for one in index.same(taken.sha256, taken.pixels_sha256)):
        return
    codes = dict.fromkeys([taken.pdq, *(code for _, code, quality in taken.frames if quality >= FRAME_QUALITY)])
    index.add(
        name=name,
        sha256=taken.sha256,
        pixels=taken.pixels_sha256,
        codes=list(codes),
        quality=taken.pdq_quality,
        keys=keys,
        features=opened.features,
    )


def forget_gone() -> int:
    """Take out of the index what it knows of pictures that are gone, and write its files anew; give how many."""
    refuse_inside()
    if not (folder() / "table.sqlite3").exists():
        return 0
    with engine.Index(folder()) as index:
        known = index.names()
        gone = [one for part in batched(known, AT_ONCE, strict=False) for one in sorted(set(part) - still_held(part))]
        for name in gone:
            index.remove(name)
        if gone:
            index.rebuild()
    return len(gone)


def _outcome(report: engine.Report, names: dict[str, str], now: datetime) -> ExaminationOutcome:
    if any(one.code == "file.unreadable" for one in report.findings):
        return ExaminationOutcome(why="unreadable")
    heat = _heat(report, now)
    told = {**_renamed(report.to_json(), names), "heat_sha256": heat}
    return ExaminationOutcome(
        attention=report.attention,
        reasons=tuple(report.reasons),
        engine=str(report.versions.get("engine", "")),
        report=json.dumps(told, ensure_ascii=False, sort_keys=True),
        heat=heat,
    )


def _heat(report: engine.Report, now: datetime) -> str:
    """Seal the map of where a picture differs from the one it derives from; give its hash, or nothing."""
    if report.heat is None:
        return ""
    out = io.BytesIO()
    Image.fromarray(report.heat).save(out, "JPEG", quality=85)
    content = out.getvalue()
    return files.receive([content], length=len(content), allowed={"image/jpeg"}, now=now).sha256


def _renamed(value: Any, names: dict[str, str]) -> Any:
    """Put labels where the engine speaks of paths."""
    if isinstance(value, dict):
        return {key: _renamed(one, names) for key, one in value.items()}
    if isinstance(value, list):
        return [_renamed(one, names) for one in value]
    return names.get(value, value) if isinstance(value, str) else value


@contextmanager
def _references(link: Link) -> Iterator[tuple[list[engine.Reference], dict[str, str]]]:
    """Lay the seller's pictures of the order on disk for a moment, each with the time it was sealed."""
    found, names = [], {}
    with plain_files.folder() as room:
        for other in references_of(link):
            path = room / str(other.id)
            try:
                _lay(other.file, path)
            except (Tampered, files.Lost, files.Emptied):
                continue
            found.append(engine.Reference(path, sealed_at=other.sealed_at))
            names[str(path)] = other.label
        yield found, names


@contextmanager
def _unsealed(file: SealedFile) -> Iterator[Path]:
    with plain_files.folder() as room:
        path = room / file.sha256
        _lay(file, path)
        yield path


def _lay(file: SealedFile, path: Path) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        for block in files.open_(file):
            out.write(block)


def verify(row: Capture) -> ExaminationOutcome:
    """Ask the engine what of a challenge was answered; doubt is an outcome, not an error, and none is a verdict."""
    refuse_inside()
    frames = list(row.challenge.frames.select_related("file", "link").filter(link__isnull=False).order_by("id"))
    try:
        with plain_files.folder() as room:
            shots = tuple(_shot(one, room) for one in frames)
            result = engine.verify_capture(_session(row.challenge, frames, shots))
    except Tampered:
        return ExaminationOutcome(why="tampered")
    except files.Lost:
        return ExaminationOutcome(why="lost")
    except files.Emptied:
        return ExaminationOutcome(why="gone")
    except engine.EvidenceError:
        return ExaminationOutcome(why="unreadable")
    told = all(one.told_at is not None for one in frames)
    checks = [
        {
            "code": one.code,
            "answer": rules.answered(one.code, one.answer, all_told=told),
            "facts": one.facts if rules.answered(one.code, one.answer, all_told=told) == one.answer else UNTOLD,
        }
        for one in result.checks
        if rules.is_asked(one.code, kind=row.challenge.kind)
    ]
    signs = [{"code": one.code, "strength": one.strength, "facts": one.facts} for one in result.findings]
    reasons = ["capture.unanswered"] if any(one["answer"] == "no" for one in checks) else []
    reasons += ["capture.screen"] if signs else []
    report = {"checks": checks, "findings": signs, "engine": __version__}
    return ExaminationOutcome(reasons=tuple(reasons), report=json.dumps(report, ensure_ascii=False, sort_keys=True))


UNTOLD = {"why": "not told"}


def _shot(frame: Frame, room: Path) -> engine.Frame:
    """Lay a frame on disk for a moment, with the times that were written down for it."""
    assert frame.file is not None
    assert frame.received_at is not None
    path = room / str(frame.id)
    _lay(frame.file, path)
    return engine.Frame(
        role=frame.role,
        sha256=frame.sha256,
        hashed_at=frame.told_at or frame.received_at,
        received_at=frame.received_at,
        nonce=frame.challenge.code,
        path=str(path),
    )


def _session(asked: Challenge, frames: list[Frame], shots: tuple[engine.Frame, ...]) -> engine.CaptureSession:
    """Put together what the engine is asked: a code that was used on this case before counts as used."""
    same = Challenge.objects.filter(stream_kind=asked.stream_kind, stream_key=asked.stream_key, code=asked.code)
    on_paper = asked.kind == Challenge.Kind.PAPER
    order = frames[0].link.order_key if frames and frames[0].link else ""
    return engine.CaptureSession(
        nonce=asked.code,
        order=order,
        issued_at=asked.created_at,
        expires_at=asked.expires_at,
        action="paper" if on_paper else movements.action_of(asked.code),
        frames=shots,
        used_before=same.filter(state="answered").exclude(pk=asked.pk).exists(),
        claimed_order=order,
        paper_code=asked.code if on_paper else "",
    )


def clarity(file: SealedFile, *, patience_s: float = ADVICE_S) -> Clarity:
    """Return at upload how clear a picture is, one picture at a time; raise `Later` while another is examined."""
    refuse_inside()
    with child_processes.turn("advice", wait_s=max(0.0, patience_s)), _unsealed(file) as path:
        found = engine.clarity(path, child=_adviser())
    return Clarity(
        sharp=found.get("sharp"),
        whole=found.get("whole"),
        exposure=str(found.get("exposure") or ""),
        advice=tuple(str(one) for one in found.get("advice", ())),
    )


@single
def _adviser() -> engine.Intake:
    """Return the child that opens what strangers send for advice; an examination opens the same with larger limits.

    Five seconds of the processor are what it may cost; a busy machine takes longer for them; no photo is at fault.
    """
    return engine.Intake(engine.Limits(cpu_s=5, wall_s=20, memory_mb=1536, pixels=16_000_000, bytes_mb=64, behind=10))


@dataclass(frozen=True, kw_only=True)
class MeasuredErrors:
    """How often the examiner erred where it was measured: dated, with what on, and what it can't see."""

    version: str
    data: str
    rows: tuple[tuple[str, str, str], ...]
    limits: tuple[str, ...]


def measured() -> MeasuredErrors | None:
    """Return the examiner's card of errors as the reader's language has it; None where none came with it."""
    return _cards().get("zh" if (get_language() or "zh").startswith("zh") else "en")


@single
def _cards() -> Mapping[str, MeasuredErrors]:
    card = resources.files("anxin.engines.evidence") / "data" / "card.toml"
    told = tomllib.loads(card.read_text("utf-8")) if card.is_file() else None
    return {name: _card(told, ending) for name, ending in (("zh", ""), ("en", "_en")) if told}


def _card(told: Mapping[str, Any], ending: str) -> MeasuredErrors:
    rows = tuple((str(one[f"what{ending}"]), str(one["figure"]), str(one["bounds"])) for one in told["row"])
    limits = tuple(told[f"limits{ending}"])
    return MeasuredErrors(version=told["version"], data=told[f"data{ending}"], rows=rows, limits=limits)


@single
def error_rates() -> Mapping[str, rules.Rate]:
    """Return the rates of the card that a single finding is told with, by their codes (`label.false`, …)."""
    card = resources.files("anxin.engines.evidence") / "data" / "card.toml"
    told = tomllib.loads(card.read_text("utf-8"))["row"] if card.is_file() else ()
    named = ((str(one["code"]), str(one["figure"]).split()[0].split("/")) for one in told if "code" in one)
    return {code: rules.Rate(held=int(held), total=int(total)) for code, (held, total) in named}


def errs(check: str) -> str:
    """Return how often a check errs (`same_shot`, `label`), as every face reads it."""
    rates, card = error_rates(), measured()
    false, found = rates.get(f"{check}.false"), rates.get(f"{check}.found")
    return error_rate.errs(
        false=(false.held, false.total, false.bound) if false else None,
        found=(found.held, found.total) if found else None,
        version=card.version if card else "",
    )


def paper_code() -> str:
    """Draw a code for a sheet of paper: six letters that are not mistaken for each other."""
    return engine.make_code(randbelow(CODES))


def folder() -> Path:
    """Return the index's folder; it can be made anew from the links."""
    return Path(settings.DATA) / "pictures"
