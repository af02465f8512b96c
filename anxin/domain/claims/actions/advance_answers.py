"""What a merchant's owner agrees to beforehand."""

from datetime import datetime

from anxin.core import timeline, vault
from anxin.core.actors import Actor
from anxin.core.errors import Invalid
from anxin.core.ids import uuid7
from anxin.core.states import change, lock
from anxin.core.timeline import StreamKey
from anxin.domain.claims import rules
from anxin.domain.claims.actions.decisions import STANDING
from anxin.domain.claims.choices import AGREEABLE
from anxin.domain.claims.models import AdvanceAnswer
from anxin.domain.evidence.rules import ATTENTION
from anxin.domain.people.models import Organisation


def give_advance_answer(
    *,
    organisation: Organisation,
    reasons: tuple[str, ...],
    types: tuple[str, ...],
    most_fen: int,
    reason: str,
    by: Actor,
    now: datetime,
    attention_most: str = "low",
) -> AdvanceAnswer:
    """Agree beforehand, as a merchant's owner, to claims of some reasons and kinds up to a sum, from now on."""
    for field, given, known in (("reasons", reasons, AGREEABLE), ("types", types, rules.TYPES)):
        if not given or not set(given) <= set(known):
            raise Invalid(field, expected=", ".join(known), got=", ".join(given))
    if most_fen <= 0:
        raise Invalid("most_fen", expected="more than nothing", got=most_fen)
    if attention_most not in ATTENTION:
        raise Invalid("attention_most", expected=", ".join(ATTENTION), got=attention_most)
    row = AdvanceAnswer(id=uuid7(), organisation=organisation, reasons=list(reasons), types=list(types))
    row.most_fen, row.attention_most, row.by, row.from_at = most_fen, attention_most, by.key, now
    row.reason_sealed = vault.seal(STANDING, row.id, reason.strip())
    row.save(force_insert=True)
    told = {one: getattr(row, one) for one in ("most_fen", "reasons", "types", "attention_most", "revoked_by")}
    facts = {**told, "row": row.id}
    timeline.write(_house(organisation), "claims.standing_given", by=by, now=now, facts=facts)
    return row


def revoke_advance_answer(*, advance_answer: AdvanceAnswer, by: Actor, now: datetime) -> None:
    """Take an advance answer back: it agrees to nothing any more, be it filed before; what it agreed to stays so."""
    lock(advance_answer)
    change(advance_answer, {"revoked_at": now, "revoked_by": by.key})
    stream, facts = _house(advance_answer.organisation), {"row": str(advance_answer.id)}
    timeline.write(stream, "claims.standing_revoked", by=by, now=now, facts=facts)


def _house(organisation: Organisation) -> StreamKey:
    return StreamKey("organisation", str(organisation.id))
