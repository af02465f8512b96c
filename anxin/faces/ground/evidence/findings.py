"""What was seen in one picture, check by check, in words: each closes with how often it errs, or that nobody knows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from anxin.core.wording import joined
from anxin.domain.evidence import gateway
from anxin.domain.evidence.queries import ExaminationView, LinkView
from anxin.domain.evidence.queries.examination_state import ExaminationState
from anxin.domain.evidence.queries.kept_reports import KeptMatch, KeptReport, KeptTrace
from anxin.domain.evidence.wording import LABELS, SAYS, WEAK, WHY_NOT


@dataclass(frozen=True, kw_only=True)
class CheckResult:
    """One check: found, nothing or inapplicable; what it says, and how often it errs where that was measured."""

    check: str
    state: str
    says: str
    detail: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    errs: str = ""
    why_not: str = ""


@dataclass(frozen=True, kw_only=True)
class ShownFindings(ExaminationState):
    """What one look at one picture came to."""

    label: str
    state: str
    why: str
    main: tuple[CheckResult, ...]
    rest: tuple[tuple[str, str], ...]
    engine: str


def found_of(link: LinkView, *, challenged: str = "") -> ShownFindings:
    """Return what was seen in a picture; without the report (for the sides) only the reasons, in words."""
    seen = link.examination
    if seen is None or not seen.done:
        why = str(WHY_NOT.get(seen.why, seen.why)) if seen else ""
        return ShownFindings(label=link.label, state=seen.state if seen else "", why=why, main=(), rest=(), engine="")
    main = (_consistency(link, seen), _label(link, seen)) if seen.report else _results(seen)
    rest = _rest(seen, seen.report, challenged or link.challenged) if seen.report else ()
    return ShownFindings(label=link.label, state="done", why="", main=main, rest=rest, engine=seen.engine)


def _results(seen: ExaminationView) -> tuple[CheckResult, ...]:
    if not seen.reasons:
        return (CheckResult(check=_("What was seen"), state="nothing", says=_("Nothing that asks for a closer look")),)
    return tuple(
        CheckResult(check=_("What was seen"), state="found", says=one, errs=gateway.errs(check_of(seen, n)))
        for n, one in enumerate(seen.reasons)
    )


def check_of(seen: ExaminationView, position: int) -> str:
    """Return the check a reason comes from, by which its error rate is known."""
    code = seen.codes[position] if position < len(seen.codes) else ""
    if code.startswith("consistency.redrawn"):
        return "redrawn"
    return "label" if code.startswith("label.") else "same_shot" if code.startswith("consistency.") else code


def _consistency(link: LinkView, seen: ExaminationView) -> CheckResult:
    check = _("Beside the merchant's picture")
    if link.side == "merchant":
        no = _("it is the merchant's own picture")
        return CheckResult(check=check, state="inapplicable", says=_("not applicable"), why_not=no)
    match = seen.report.get("consistency") if seen.report else None
    if not match or seen.consistency == "cannot_compare":
        why = _("there is no merchant's picture of this order") if not match else _("the two can't be compared")
        return CheckResult(check=check, state="inapplicable", says=_("not applicable"), why_not=why)
    if seen.consistency == "no_match":
        return CheckResult(
            check=check, state="nothing", says=_("Not the same shot as {ref}").format(ref=seen.reference)
        )
    if seen.consistency == "same_design":
        says = _("The same design as {ref}, another shot").format(ref=seen.reference)
        return CheckResult(
            check=check, state="nothing", says=says, detail=_("Whether it is the same piece can't be told.")
        )
    return _redrawn(check, seen) if seen.consistency == "redrawn" else _same_shot(check, seen, match)


def _redrawn(check: str, seen: ExaminationView) -> CheckResult:
    """Say that a picture lies on the seller's layout though little of it is the same: a reason to look, never proof."""
    says = _("This picture has the layout of {ref}, much of it drawn anew; please compare by eye.")
    detail = _("A tool may have changed the surroundings or the style. It can't tell what is true of the goods.")
    if seen.reference_time != "before":
        detail = _("But {ref} was sealed after the claim: nobody can say which came first.").format(ref=seen.reference)
    return CheckResult(
        check=check,
        state="found",
        says=says.format(ref=seen.reference),
        detail=detail,
        errs=gateway.errs("redrawn"),
    )


def _same_shot(check: str, seen: ExaminationView, match: KeptMatch) -> CheckResult:
    says = _("This picture lies on {ref}; please compare by eye.").format(ref=seen.reference)
    inliers = int(match.get("inliers") or 0)
    points = ngettext("{n} point fits", "{n} points fit", inliers).format(n=inliers)
    boxes = len(seen.changed)
    differs = ngettext("{n} place differs", "{n} places differ", boxes).format(n=boxes) if boxes else _("none differs")
    detail = _("{points}, {differs}.").format(points=points, differs=differs)
    if seen.reference_time != "before":
        detail = _("But {ref} was sealed after the claim: nobody can say which came first.").format(ref=seen.reference)
    return CheckResult(
        check=check,
        state="found",
        says=says,
        detail=detail,
        errs=gateway.errs("same_shot"),
    )


def _label(link: LinkView, seen: ExaminationView) -> CheckResult:
    check = _("AI label")
    label = seen.report.get("label") if seen.report else None
    if not label or not label.get("found"):
        return CheckResult(check=check, state="nothing", says=_("No label in the file"))
    kinds = joined(str(LABELS.get(one, one)) for one in label.get("kinds") or ())
    facts = [(_("Kind"), kinds), (_("It says"), str(SAYS.get(seen.says, seen.says)))]
    facts += [(_("Made by"), seen.producer)] if seen.producer else []
    strong = label.get("strength") == "strong"
    vouched = _("signed, or a known producer's code") if strong else _("only written in the file")
    facts.append((_("Vouched for"), vouched))
    return CheckResult(
        check=check,
        state="found",
        says=_("{label} carries a label").format(label=link.label),
        facts=tuple(facts),
        detail=_("It speaks of the file, not of the damage: a tool touched it, perhaps only to tidy it up."),
        errs=gateway.errs("label"),
    )


def _rest(seen: ExaminationView, report: KeptReport, challenged: str) -> tuple[tuple[str, str], ...]:
    reuses = ngettext("{n} hit, please look", "{n} hits, please look", seen.reuses).format(n=seen.reuses)
    label = report.get("label")
    kinds = (label.get("kinds") if label else None) or ()
    rows = [(_("In other orders"), reuses if seen.reuses else _("not found"))]
    rows.append((_("C2PA signature"), _("there is one") if "c2pa" in kinds else _("none, which says nothing")))
    rows.append((_("Visible mark"), _("read one") if "visible" in kinds else _("none read")))
    rows += [(str(WEAK[one["code"]]), _trace(one)) for one in report.get("traces") or () if _spoke(one)]
    live = {"paper": _("with a code on paper"), "link": _("behind a link")}.get(challenged)
    rows.append((_("Sent on request"), live or _("no; the buyer can be asked")))
    return tuple(rows)


def _spoke(trace: KeptTrace) -> bool:
    """Return whether a trace saw something: a check that saw nothing is no clue, however weak."""
    facts = trace.get("facts")
    saw = ("seen", "resaved", "shifted", "differs", "later")
    return trace["code"] in WEAK and facts is not None and any(facts.get(name) for name in saw)


def _trace(trace: KeptTrace) -> str:
    error = trace["facts"].get("error") if "facts" in trace else None
    spoken = error.get("false_alarms") if error else None
    if not spoken:
        return _("something to look at")
    return _("something to look at; on genuine photographs {n} of {of}").format(n=spoken[0], of=spoken[1])
