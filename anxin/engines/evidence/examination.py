"""`examine`: one picture, the seller's references, the index of other orders; what can be said, and nothing more."""

import os
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any

from anxin.engines.evidence import attention
from anxin.engines.evidence.consistency.changes import Change, ChangeParams, change_map, paint
from anxin.engines.evidence.consistency.relation import ORDER, Comparison, ConsistencyParams, compare
from anxin.engines.evidence.errors import WrongTrustList
from anxin.engines.evidence.findings import Assertion, Finding, Hit, Label, Strength
from anxin.engines.evidence.intake import parent
from anxin.engines.evidence.intake.opened_file import Taken
from anxin.engines.evidence.labels import marks, trust, visible
from anxin.engines.evidence.labels.summary import summarise
from anxin.engines.evidence.matching.features import Features, extract
from anxin.engines.evidence.references import Reference, When
from anxin.engines.evidence.report import Report
from anxin.engines.evidence.reuse.copies import CopyModel
from anxin.engines.evidence.reuse.linkage import LinkParams
from anxin.engines.evidence.reuse.lookup import search
from anxin.engines.evidence.reuse.store import Index, Keys
from anxin.engines.evidence.traces import rates
from anxin.engines.evidence.versions import versions

AI = ("generated", "possibly", "suspected")
STRENGTHS: dict[str, Strength] = {"same_shot": "strong", "warped_same_shot": "moderate", "redrawn": "moderate"}
PATHS = str | os.PathLike[str]


@dataclass(frozen=True, slots=True)
class Params:
    """All knobs of `examine`; the defaults are the measured ones.

    trust_list : a PEM file of C2PA authorities that the operator trusts besides the dated table.
    """

    consistency: ConsistencyParams = field(default_factory=ConsistencyParams)
    change: ChangeParams = field(default_factory=ChangeParams)
    links: LinkParams = field(default_factory=LinkParams)
    ocr: bool = True
    trust_list: str = ""


DEFAULTS = Params()
NARROWEST = 16
"""Pixels of the shorter side, at 640 of the longer one: a picture below it is a strip, and compared with nothing."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file taken in, with its local features (None where no pixels could be had, or only a strip of them)."""

    taken: Taken
    features: Features | None


def open_picture(path: PATHS, *, trust_list: str = "") -> Opened:
    """Take a file in and find its features once, for use with several pictures.

    Raises
    ------
    WrongTrustList
        Where `trust_list` is no PEM file of certificates.
    """
    if trust_list:
        try:
            trust.operators(trust_list)
        except (OSError, ValueError) as error:
            raise WrongTrustList(f"expected a PEM file of certificates, got {trust_list}") from error
    taken = parent.take(path, trust_list)
    small = taken.small
    return Opened(taken, extract(small) if small is not None and min(small.shape[:2]) >= NARROWEST else None)


def examine(
    picture: PATHS | Opened,
    *,
    references: Sequence[Reference | PATHS] = (),
    index: Index | None = None,
    claimed_at: datetime | None = None,
    keys: Keys | None = None,
    params: Params = DEFAULTS,
    opened: dict[str, Opened] | None = None,
    copies: CopyModel | None = None,
) -> Report:
    """Examine one picture or video.

    Parameters
    ----------
    picture : a path, or what `open_picture` gave.
    references : the seller's pictures; a bare path counts as sealed before the claim.
    index : pictures of other orders. keys : owner, order and party of this picture, which decide what may be compared.
    claimed_at : when the claim was made; references sealed at a time are *before* only if that lies before it.
    opened : references already opened, by path, kept between calls. copies : an operator's model of copies.

    Returns
    -------
    A `Report`; doubt is in its findings. Only references sealed before the claim raise its attention.
    """
    began = time.process_time()
    subject = picture if isinstance(picture, Opened) else open_picture(picture, trust_list=params.trust_list)
    work = _Work(subject, params)
    work.read_labels()
    if subject.features is not None:
        work.find_reuse(index, keys or Keys(), copies)
        work.compare_all([r if isinstance(r, Reference) else Reference(r) for r in references], claimed_at, opened)
    work.taken.traces = rates.rated(work.taken.traces)
    report = work.report()
    report.timing = {**work.taken.timing, **work.timing, "total": time.process_time() - began}
    return report


class _Work:
    """One examination under way."""

    def __init__(self, subject: Opened, params: Params) -> None:
        self.taken, self.features, self.params = replace(subject.taken), subject.features, params
        self.taken.traces = list(subject.taken.traces)
        self.findings: list[Finding] = list(subject.taken.findings)
        self.reasons: list[str] = [f.code for f in self.findings]
        self.assertions: list[Assertion] = list(subject.taken.assertions)
        self.hits: list[Hit] = []
        self.references: list[dict[str, Any]] = []
        self.consistency: dict[str, Any] | None = None
        self.change: Change | None = None
        self.timing: dict[str, float] = {}
        self.label: Label = summarise(self.assertions)

    def read_labels(self) -> None:
        """Add visible marks to the file's own labels, and turn labels into findings."""
        began = time.process_time()
        if self.taken.work is not None:
            seen = visible.read(self.taken.work) if self.params.ocr else []
            self.assertions += seen or marks.read(self.taken.work)
        self.timing["ocr"] = time.process_time() - began
        self.label = summarise(self.assertions)
        for assertion in self.assertions:
            facts = {
                "says": assertion.says,
                "producer": assertion.producer,
                "place": assertion.place,
                **assertion.facts,
            }
            self.findings.append(Finding(f"label.{assertion.kind}", "label", assertion.strength, facts))
            reason = _label_reason(assertion)
            if reason:
                self.reasons.append(reason)

    def find_reuse(self, index: Index | None, keys: Keys, copies: CopyModel | None) -> None:
        """Search the index."""
        began = time.process_time()
        if index is not None and self.features is not None:
            self.hits = search(self.taken, self.features, index, keys, self.params.links, copies=copies)
        for hit in self.hits:
            code = "reuse.automatic" if hit.automatic else "reuse.suggested"
            facts = {"of": hit.of, "tier": hit.tier, **hit.facts}
            self.findings.append(Finding(code, "reuse", "strong" if hit.automatic else "weak", facts))
            self.reasons.append(code)
        self.timing["reuse"] = time.process_time() - began

    def compare_all(
        self, references: Sequence[Reference], claimed_at: datetime | None, opened: dict[str, Opened] | None
    ) -> None:
        """Compare with each reference; the closest relation is told in full, all are listed."""
        began = time.process_time()
        best: tuple[tuple[int, int, int], Comparison, Opened, Reference, When] | None = None
        for number, reference in enumerate(references):
            name, when = os.fspath(reference.path), reference.when(claimed_at)
            other = opened.get(name) if opened else None
            if other is None:
                other = open_picture(reference.path)
                if opened is not None:
                    opened[name] = other
            row = self._compared(other, name, when)
            rank = (_rank(row), 0 if when == "before" else 1, number)
            if best is None or rank < best[0]:
                best = (rank, row, other, reference, when)
        if best is not None:
            self._conclude(*best[1:])
        self.timing["consistency"] = time.process_time() - began

    def _compared(self, other: Opened, name: str, when: When) -> Comparison:
        """Compare with one reference and list it."""
        assert self.features is not None
        if other.features is None:
            row = Comparison("cannot_compare", facts={"why": "reference unreadable"})
        elif (
            other.taken.pixels_sha256 == self.taken.pixels_sha256
            and len(self.features) < self.params.consistency.features
        ):
            row = Comparison("same_shot", facts={"why": "same pixels"})
        else:
            row = compare(self.features, other.features, self.params.consistency)
        self.references.append({"reference": name, "class": row.kind, "reference_time": when})
        return row

    def _conclude(self, row: Comparison, other: Opened, reference: Reference, when: When) -> None:
        """Tell the closest relation, and where the picture differs if it is the same shot."""
        assert self.features is not None
        found = row.registration
        facts: dict[str, Any] = {"class": row.kind, "reference": os.fspath(reference.path), "reference_time": when}
        facts |= {
            "inliers": 0,
            "ratio": 0.0,
            "error_px": 0.0,
            "hull": 0.0,
            "difference": None,
            "mirrored": row.mirrored,
        }
        if found is not None:
            facts |= {"inliers": found.inliers, "ratio": found.ratio, "error_px": found.error_px}
            facts |= {"hull": max(found.hull, found.hull_one), "difference": found.agreement.colour}
            facts |= {"share": found.agreement.share, "bend": found.bend, "kept": found.kept}
        if row.layout is not None:
            facts["layout"] = asdict(row.layout)
        self.consistency = facts
        if row.kind == "same_shot" and found is not None and other.features is not None:
            source = _mirror(other.features) if row.mirrored else other.features
            self.change = change_map(self.features, source, found.matrix, self.params.change)
            facts |= {"changed": [self._full(box) for box in self.change.boxes], "changed_share": self.change.share}
            facts["drawn"] = [self._full(box) for box in self.change.drawn]
        self._reason(row, when, facts)

    def _full(self, box: tuple[int, int, int, int]) -> list[int]:
        """Return a box of the small picture in the file's own pixels."""
        assert self.features is not None
        ratio = self.taken.width / self.features.shape[1]
        return [round(value * ratio) for value in box]

    def _reason(self, row: Comparison, when: When, facts: dict[str, Any]) -> None:
        """Turn the relation into findings; only a reference from before the claim can be a reason."""
        if row.kind in ("no_match", "cannot_compare"):
            return
        self.findings.append(
            Finding(f"consistency.{row.kind}", "consistency", STRENGTHS.get(row.kind, "weak"), {"reference_time": when})
        )
        drawn = self.change is not None and bool(self.change.drawn)
        changed = self.change is not None and len(self.change.boxes) > len(self.change.drawn)
        if drawn:
            self.findings.append(
                Finding("consistency.annotation", "consistency", "moderate", {"boxes": facts["drawn"]})
            )
        if changed:
            self.findings.append(Finding("consistency.changed", "consistency", "moderate", {"boxes": facts["changed"]}))
        if when != "before" or row.kind == "same_design":
            return
        if row.kind == "redrawn":
            self.reasons.append("consistency.redrawn.before")
        elif row.kind == "warped_same_shot":
            self.reasons.append("consistency.warped.before")
        elif changed:
            self.reasons.append("consistency.changed.before")
        else:
            self.reasons.append("consistency.annotation.before" if drawn else "consistency.same_shot.before")

    def report(self) -> Report:
        """Put the answer together."""
        taken = self.taken
        level, kept = attention.attention(self.reasons)
        return Report(
            path=taken.path, kind=taken.kind, sha256=taken.sha256, pdq=taken.pdq,
            width=taken.width, height=taken.height, label=self.label, reuse=self.hits,
            consistency=self.consistency, views=None, clarity=taken.clarity,
            traces=taken.traces, findings=self.findings, attention=level, reasons=kept, versions=versions(),
            pixels_sha256=taken.pixels_sha256, pdq_quality=taken.pdq_quality, references=self.references,
            heat=paint(taken.small, self.change) if self.change is not None and taken.small is not None else None,
            picture=taken.small,
        )  # fmt: skip


def _mirror(features: Features) -> Features:
    return replace(features, colour=features.colour[:, ::-1].copy(), grey=features.grey[:, ::-1].copy())


def _rank(row: Comparison) -> int:
    return ORDER.index(row.kind)


def _label_reason(assertion: Assertion) -> str | None:
    """Name the attention row of a claim; a manifest whose seal is broken speaks only of that."""
    if assertion.kind == "c2pa" and assertion.facts.get("checked") and assertion.strength == "weak":
        return "label.c2pa.broken"
    if assertion.says in AI:
        return f"label.{assertion.says}.{'strong' if assertion.strength == 'strong' else 'moderate'}"
    return "label.edited" if assertion.says == "edited" and assertion.kind not in ("camera",) else None
