"""What stands around the form of a decision: whether it is open, what both sides would read, who must agree."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anxin.core.wording import gap, joined
from anxin.domain.claims import queries as claims
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.queries.sent_sums import sent_by_next
from anxin.domain.claims.rules.situation import is_second
from anxin.domain.claims.wording import LIABLE, LOCKS, REMEDIES
from anxin.domain.claims.wording.decisions import (
    SECOND,
    WHY_NOT_CONFIRM,
    WHY_NOT_JUDGE,
    with_beyond,
)
from anxin.domain.claims.wording.read_outs import sent_words
from anxin.domain.claims.wording.returned_goods import GOODS_AFTER
from anxin.domain.evidence import queries as evidence
from anxin.domain.staff.states import ADMINISTERS
from anxin.faces.desk.claims.case import ClaimCase
from anxin.faces.desk.claims.decisions import DecisionForm
from anxin.faces.ground.claim_parts import corrected_of
from anxin.faces.words import fen, moment


def lock_of(case: ClaimCase) -> dict[str, Any]:
    """Return whether the decision is open to this person now, and if not, why and until when."""
    view = case.view
    bar = view.may_judge
    locks = [
        {
            "text": LOCKS[one.why],
            "labels": " ".join(one.labels),
            "opens": moment(one.opens_at) if one.opens_at else "",
        }
        for one in view.locks
    ]
    opens = not view.locks and not TABLE.commands["decision"].refused(case.situation, case.actor)
    opens = opens or case.corrects
    return {"open": opens, "locks": locks, "bar": WHY_NOT_JUDGE.get(bar, "") if bar else "", "bar_code": bar}


def preview_of(form: DecisionForm) -> dict[str, Any]:
    """Return what was typed as both sides would read it; nothing is written."""
    ruling, view, given = form.ruling, form.case.view, form.case.given
    after = form.case.records.goods_after(ruling.remedy, ruling.amount_fen, agreed=False)
    return {
        "mark": form.mark,
        "money": _money(form),
        "remedy": REMEDIES.get(ruling.remedy, ruling.remedy),
        "amount_fen": ruling.amount_fen,
        "liable": LIABLE.get(ruling.liable, ruling.liable) if ruling.remedy != "refuse" else "",
        "goods": GOODS_AFTER.get(after, ""),
        "rules": form.case.view.rules_version,
        "reason": with_beyond(ruling.reason, ruling.beyond),
        "more_fen": ruling.amount_fen - view.asked_fen if ruling.beyond else 0,
        "found": ruling.found,
        "fraud_said": ruling.fraud_said,
        "corrected": corrected_of(given.remedy, given.amount_fen, ruling.mistake) if form.corrects and given else None,
        "early": ruling.early,
        "before": _called(given) if view.hearing == "appeal" and given else "",
        "given_at": None,
        "pictures": len(form.case.records.pictures),
        "opened": evidence.count_opened(form.case.row.stream(), by=form.case.actor),
    }


def _money(form: DecisionForm) -> str:
    """Say what is sent, and what of the sum the shop gave since the decision that it replaces."""
    if not form.ruling.amount_fen:
        return ""
    sent = sent_by_next(form.case.records, form.ruling.amount_fen)
    if not sent.given_fen:
        back = _("{sum} goes back to who paid: the order of {name}.")
        return back.format(sum=fen(sent.amount_fen), name=form.case.view.buyer.name)
    return gap().join(sent_words(sent))


def _called(one: claims.DecisionView) -> str:
    """Return a decision in short: what it gives, and how much."""
    sums = f" {fen(one.amount_fen)}" if one.amount_fen else ""
    return f"{REMEDIES.get(one.remedy, one.remedy)}{sums}"


def unconfirmed(case: ClaimCase) -> dict[str, str]:
    """Return why nobody here may confirm what waits, and where reviewers are made; empty if somebody may."""
    may = case.reviewer and is_second(case.situation)
    barred = None if may else claims.why_nobody_confirms(case.row, now=case.now)
    if barred is None:
        return {}
    said = [str(WHY_NOT_CONFIRM[why]).format(n=n) for why, n in barred.items()]
    way = reverse("staff:accounts") if case.actor.may(frozenset({ADMINISTERS})) else ""
    return {"why": joined(said), "way": way}


def second_of(case: ClaimCase) -> str:
    """Return whether a second person must agree, as it stands now."""
    view = case.view
    if case.corrects:
        return str(SECOND["correction"])
    if claims.is_labelled(case.records.pictures):
        return str(SECOND["label"])
    if view.asked_fen >= view.second_from_fen:
        return _("{sum} or more is asked for").format(sum=fen(view.second_from_fen))
    return ""
