"""A reviewer corrects his own decision while it can be appealed; a second person agrees, and the time begins anew.

Nothing of a decision is paid, ordered or sent before it stands. An appeal, or that it stands, puts the draft aside.
"""

from datetime import datetime

from django.utils.translation import gettext as _

from anxin.core.actors import Actor
from anxin.core.errors import Invalid, WrongState
from anxin.core.states import lock
from anxin.domain.claims.actions import decisions
from anxin.domain.claims.actions.casework import may_judge, not_yours, nothing_proposed
from anxin.domain.claims.actions.decisions import Ruling
from anxin.domain.claims.actions.second_looks import await_second
from anxin.domain.claims.models import Claim, Decision
from anxin.domain.claims.queries import companions
from anxin.domain.claims.states import CLAIM


def correct(*, claim: Claim, ruling: Ruling, by: Actor, now: datetime) -> Decision:
    """Draw up what one's own decision is corrected to, for a second person; neither side reads it before he agrees.

    Raises `claims.not_yours_to_judge` where somebody else decided, and what `propose` raises.
    """
    if not ruling.mistake.strip():
        raise Invalid("mistake", expected=_("what was wrong with the decision; both sides read it"), got="")
    lock(claim)
    given = companions.decision_in(claim, "given")
    if given is None or not CLAIM.step("correct", claim.state) or given.kind != Decision.Kind.REVIEWED:
        raise WrongState({"machine": "claim", "state": claim.state, "step": "correct"})
    may_judge(claim, by)
    if given.decided_by != by.key:
        raise not_yours(claim, "decided_by_another")
    nothing_proposed(claim, "correct")
    if not _differs(given, ruling):
        raise Invalid("remedy", expected=_("another decision than the one that is corrected"), got=ruling.remedy)
    row = decisions.make(claim=claim, kind=Decision.Kind.CORRECTED, ruling=ruling, by=by, now=now)
    await_second(claim, now=now)
    return row


def _differs(given: Decision, ruling: Ruling) -> bool:
    """Return whether a ruling says anything else than a decision."""
    before = (given.remedy, given.amount_fen, given.liable, given.fraud_said, decisions.said(given))
    said = (ruling.reason.strip(), tuple((text, tuple(labels)) for text, labels in ruling.found))
    return before != (ruling.remedy, ruling.amount_fen, ruling.liable, ruling.fraud_said, said)
