"""Findings a reviewer may tick: what a claim itself shows, each with the evidence it rests on."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from anxin.domain.claims.queries.views import ClaimView
from anxin.domain.claims.wording.findings import LOOKS, said_finding
from anxin.domain.evidence import rules
from anxin.domain.evidence.choices import shows_fault
from anxin.domain.evidence.queries import LinkView
from anxin.domain.evidence.wording import said_counts


@dataclass(frozen=True, kw_only=True)
class PictureFinding:
    """A finding that can be ticked: its key, its words, the labels it rests on."""

    key: str
    text: str
    labels: tuple[str, ...]

    @property
    def proof(self) -> str:
        """Write the labels down."""
        return " ".join(self.labels)


def findings_of(view: ClaimView) -> tuple[PictureFinding, ...]:
    """Offer what the claim itself shows: pictures first, then what was said, asked for and not said."""
    found = [finding for one in view.evidence for finding in _of_picture(one, gone=view.is_sealed_gone(one))]
    if any(answer.kind == "timeout" for answer in view.answers):
        found.append(_finding("unanswered"))
    if view.challenge is not None and view.challenge.expired:
        return (*found, _finding("silent"))
    for number, one in enumerate(view.captures):
        if one.done:
            labels = tuple(frame.label for frame in one.frames)
            found.append(_finding("capture", *labels, of=str(number), about={"counts": said_counts(one.counts)}))
    return tuple(found)


def looks_of(view: ClaimView) -> dict[str, dict[str, PictureFinding]]:
    """Return by label what may have been seen in a picture that the fault can be seen in, every way of it."""
    shows = (one for one in view.evidence if one.side != "merchant" and shows_fault(one.role) and not one.gone)
    return {one.label: {code: _finding(code, one.label, about={"role": one.role}) for code in LOOKS} for one in shows}


def _of_picture(one: LinkView, *, gone: bool) -> Iterator[PictureFinding]:
    seen = one.examination
    if seen is not None and one.side == "buyer" and seen.reference_time == "before":
        if seen.consistency in rules.SAME_SHOT:
            yield _finding("same", one.label, seen.reference, about={"ref": seen.reference, "n": len(seen.changed)})
        if seen.consistency == "redrawn":
            yield _finding("redrawn", one.label, seen.reference, about={"ref": seen.reference})
    if seen is not None and seen.says in rules.SAYS_MADE:
        yield _finding("label", one.label, about={"says": seen.says})
    if one.side == "merchant" and one.late:
        yield _finding("late", one.label)
    elif gone:
        yield _finding("left", one.label)
    elif one.side == "merchant" and one.role == "packing":
        yield _finding("packed", one.label)
    if one.challenged:
        yield _finding("asked", one.label)


def _finding(code: str, *labels: str, of: str = "", about: Mapping[str, object] | None = None) -> PictureFinding:
    label = labels[0] if labels else ""
    key = ".".join(part for part in (code, of or label) if part)
    return PictureFinding(key=key, text=said_finding(code, {"label": label, **(about or {})}), labels=labels)
