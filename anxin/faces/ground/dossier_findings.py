"""What was seen in a dossier's pictures, and what of an asking was answered, in the words that every page has."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from anxin.core import wording
from anxin.core.wording import joined, words_of
from anxin.domain.evidence.wording import (
    ANSWERS,
    ATTENTION,
    CAPTURE_NOT_PROOF,
    CHECKS,
    LABELS,
    MOVES,
    SAYS,
    WHY_NOT,
    measured,
    reason,
)
from anxin.faces.ground.dossier_parts import at


def findings(seen: Mapping[str, Any]) -> dict[str, Any]:
    """Return what an examination drew attention to, each reason and the label in words, or why there is none."""
    if seen["outcome"] != "done":
        why = f": {words_of(WHY_NOT, seen['why'])}" if seen["why"] else ""
        return {"attention": f"{wording.state('examination', seen['outcome'])}{why}", "reasons": []}
    return {
        "attention": words_of(ATTENTION, seen["attention"]),
        "reasons": [*dict.fromkeys(reason(code) for code in seen["reasons"]), *_label(seen["report"])],
    }


def _label(report: Mapping[str, Any] | None) -> list[str]:
    label = (report or {}).get("label") or {}
    if not label.get("found"):
        return []
    kinds = joined(words_of(LABELS, one) for one in label.get("kinds") or ())
    said = _("Label in the file: {kinds}; it says: {says}").format(kinds=kinds, says=words_of(SAYS, label["says"]))
    made = _("; made by {producer}").format(producer=label["producer"]) if label.get("producer") else ""
    strong = label.get("strength") == "strong"
    vouched = _("; signed, or a known producer's code") if strong else _("; only written in the file")
    return [f"{said}{made}{vouched}"]


def capture(one: Mapping[str, Any]) -> dict[str, Any]:
    """Return what was asked for anew, what came, and the answer to each question."""
    return {
        **one,
        "asked": words_of(MOVES, one["action"]),
        "asked_at": at(one["asked_at"]),
        "until": at(one["until"]),
        "became": wording.state("challenge", one["became"]),
        "labels": joined(frame["label"] for frame in one["frames"] if frame["label"]),
        "why": words_of(WHY_NOT, one["why"]),
        "not_proof": CAPTURE_NOT_PROOF,
        "checks": [
            {
                "question": words_of(CHECKS, check["code"]),
                "answer": words_of(ANSWERS, check["answer"]),
                "measured": measured(check["code"], check.get("facts", {})),
            }
            for check in (one["report"] or {}).get("checks", ())
        ],
    }
