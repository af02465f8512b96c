"""What a buyer whose claim the desk filed says of it on the phone: an agent writes it down, and it counts as his."""

from datetime import datetime

from anxin.core import timeline
from anxin.core.actors import Actor, only
from anxin.core.errors import Invalid
from anxin.core.states import lock
from anxin.domain.claims.actions import answers, appeal_answers, appeals, closure
from anxin.domain.claims.models import Claim
from anxin.domain.claims.queries.history import CALLER
from anxin.domain.claims.queries.read_outs import YES, with_read_out
from anxin.domain.claims.queries.records import Records
from anxin.domain.claims.wording.hearings import SAID_ON_CALL
from anxin.domain.people.queries import actors


def say_on_call(*, claim: Claim, said: str, caller: str, text: str, by: Actor, now: datetime) -> None:
    """Write down who called and what he says, and let it count as the buyer's own word; who called is read inside.

    Raises what the buyer's own word raises.
    """
    only(by, "agent", number=claim.number)
    lock(claim)
    buyer = actors.actor_of_person(str(claim.buyer_id))
    kept = text.strip() if said == "nothing_to_add" else ""
    kept = with_read_out(text, Records(claim, by=by, now=now), said) if said in YES else kept
    private = {CALLER: caller.strip(), "text": kept}  # a no's own step keeps the words
    timeline.write(claim.stream(), "claims.said_on_call", by=by, now=now, facts={"said": said}, private=private)
    if said == "accept_offer":
        answers.accept_offer(claim=claim, by=buyer, now=now)
    elif said == "refuse_offer":
        answers.refuse_offer(claim=claim, why=text, by=buyer, now=now)
    elif said == "accept":
        appeals.accept(claim=claim, by=buyer, now=now)
    elif said == "appeal":
        appeals.appeal(claim=claim, why=text, by=buyer, now=now)
    elif said == "answer_appeal":
        appeal_answers.answer_appeal(claim=claim, text=text, by=buyer, now=now)
    elif said == "appeal_too":
        appeal_answers.appeal_too(claim=claim, text=text, by=buyer, now=now)
    elif said == "nothing_to_add":
        appeal_answers.waive_answer(claim=claim, by=buyer, now=now)
    elif said == "drop_appeal":
        appeals.drop_appeal(claim=claim, by=buyer, now=now)
    elif said == "withdraw":
        closure.withdraw(claim=claim, why=text, by=buyer, now=now)
    else:
        raise Invalid("said", expected=" | ".join(SAID_ON_CALL), got=said)
