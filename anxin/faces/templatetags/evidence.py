"""The parts of evidence: tiles, the viewer, what was seen, one axis. Python beside them: `faces.ground.evidence`."""

from collections.abc import Sequence
from typing import Any

from django import template
from django.template import Context

from anxin.domain.evidence.queries import CaptureView
from anxin.domain.evidence.wording import CAPTURE_NOT_PROOF
from anxin.faces.ground.evidence import EvidenceCase, TimeAxis
from anxin.faces.ground.evidence.captures import looked
from anxin.faces.ground.evidence.findings import ShownFindings

register = template.Library()


@register.inclusion_tag("parts/evidence/grid.html")
def evidence_grid(case: EvidenceCase, side: str = "", label: str = "") -> dict[str, Any]:
    """Show the originals of a claim as tiles, of one side or of both; each leads to the viewer."""
    tiles = [one for one in case.tiles if not side or one.link.side == side]
    return {"tiles": tiles, "label": label}


@register.inclusion_tag("parts/evidence/viewer.html", takes_context=True)
def evidence_viewer(context: Context, case: EvidenceCase) -> dict[str, Any]:
    """Show the picture looked at, beside or over the one it is compared with, zoomed in step; what differs."""
    return {"case": case, "csrf_token": context.get("csrf_token", "")}


@register.inclusion_tag("parts/evidence/axis.html")
def evidence_axis(line: TimeAxis) -> dict[str, Any]:
    """Show what happened on both sides, on one line of time."""
    return {"line": line}


@register.inclusion_tag("parts/evidence/findings.html")
def evidence_findings(found: ShownFindings, plain: bool = False) -> dict[str, Any]:
    """Show what was seen in one picture, each check with how often it errs."""
    return {"found": found, "plain": plain}


@register.inclusion_tag("parts/evidence/captures.html")
def evidence_captures(
    captures: Sequence[CaptureView], buttons: Sequence[Any] = (), lead: bool = False
) -> dict[str, Any]:
    """Show what of an asking was answered, question by question, with when each picture came; or its first line."""
    return {"looked": looked(captures), "buttons": buttons, "lead": lead, "not_proof": CAPTURE_NOT_PROOF}
