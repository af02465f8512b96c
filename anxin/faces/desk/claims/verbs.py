"""The deeds of the reviewer's desk in one table: when each shows, what it asks, what follows, and the domain's verb."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries, rules
from anxin.domain.evidence import actions as evidence
from anxin.domain.evidence import queries as evidence_queries
from anxin.domain.evidence.queries import NoSuchLink
from anxin.domain.people import queries as people
from anxin.domain.standing import actions as standing
from anxin.domain.standing import queries as standing_queries
from anxin.domain.threads import actions as threads
from anxin.faces.desk.claims import forms
from anxin.faces.desk.claims.case import Case

Given = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One deed: `shown` decides by what the read model allows, `work` calls the domain; `place` is where it stands.

    `weighs`: money leaves or a ruling stands by it. It has no key, and is asked once more with what it means.
    """

    name: str
    title: str | Promise
    shown: Callable[[Case], bool]
    work: Callable[[Case, Given], object]
    form: type[forms.Deed] = forms.Nothing
    then: str | Promise = ""
    key: str = ""
    place: str = "deeds"
    danger: bool = False
    weighs: bool = False
    sends: tuple[tuple[str, str], ...] = field(default=())

    def __post_init__(self) -> None:
        """Refuse a key, or a single press, for what weighs."""
        if self.weighs and (self.key or not self.asks):
            raise ValueError(f"verb {self.name!r}: expected no key and a second look where money or a ruling is given")

    @property
    def asks(self) -> bool:
        """Whether the button opens a form first."""
        return self.form not in (forms.Nothing, forms.Label)


def _work(case: Case) -> bool:
    return case.view.side == "desk" and rules.works_on(case.actor.roles)


def _judging(case: Case) -> bool:
    return case.reviewer and case.mine and case.undecided


def _free(case: Case) -> bool:
    taken = case.view.hearing and case.view.state in ("review", "need_evidence")
    another = case.view.may_judge == "with_another" or not case.view.hearing_by
    return bool(taken) and another and case.reviewer and not case.could_take and case.proposal is None


def _seconds(case: Case) -> bool:
    """Whether this person may be the second one."""
    row = case.proposal
    return row is not None and case.reviewer and not case.could_take and not row.mine


def _failed(case: Case) -> bool:
    rows = case.view.payouts
    broken = bool(rows) and all(one.state == "failed" for one in rows)
    return case.view.state == "executing" and broken and "finance" in case.actor.roles


def _platform(case: Case) -> bool:
    return case.view.forum == "platform" and "take_outcome" in case.steps and "agent" in case.actor.roles


def _demands(case: Case) -> bool:
    gone = case.view.platform_outcome in ("refunded", "returned") and case.view.state in ("outcome_taken", "closed")
    known = case.view.recovery
    return gone and (known is None or known.state == "given_up") and "agent" in case.actor.roles


def _recovers(case: Case) -> bool:
    known = case.view.recovery
    return known is not None and any(one.name in forms.RECOVERY_STEPS for one in known.buttons)


def _repays(case: Case) -> bool:
    known = case.view.recovery
    return known is not None and any(one.name == "repay" for one in known.buttons)


def _grants(case: Case) -> bool:
    return rules.opens_cases(case.actor.roles)


def _link(case: Case, label: str) -> Any:
    found = case.links.get(label)
    if found is None:
        raise NoSuchLink({"link": label})
    return found


def _give_up(case: Case, given: Given) -> None:
    row = case.examination(given["label"])
    if row is None:
        raise NoSuchLink({"link": given["label"]})
    evidence.give_up(examination=row, note=given["note"], by=case.actor, now=case.now)


def _give_up_look(case: Case, given: Given) -> None:
    row = evidence_queries.capture_open(case.row.stream())
    if row is not None:
        evidence.give_up_capture(capture=row, note=given["note"], by=case.actor, now=case.now)


def _again(case: Case, given: Given) -> None:
    evidence.examine_again(link=_link(case, given["label"]), by=case.actor, now=case.now)


def _decision(case: Case) -> Any:
    return queries.decision(case.row.number, actor=case.actor, now=case.now)


def _grant(case: Case, given: Given) -> None:
    house = given["form"].houses[given["organisation"]]
    claims.open_to(
        claim=case.row,
        organisation=house,
        until=given["until_at"],
        letter=given["letter"],
        by=case.actor,
        now=case.now,
    )


def _end_grant(case: Case, given: Given) -> None:
    house = people.organisation(given["organisation"])
    claims.close_to(claim=case.row, organisation=house, why=given["why"], by=case.actor, now=case.now)


def _recovery_step(case: Case, given: Given) -> None:
    row = queries.recovery_of(case.row)
    claims.go_on(recovery=row, step=given["step"], until=given["until"], why=given["why"], by=case.actor, now=case.now)


def _hear_back(case: Case, given: Given) -> None:
    row = queries.referral_of(case.row, key=given["referral"], side=case.view.side)
    claims.hear_back(
        referral=row, step=given["step"], number=given["number"], text=given["text"], by=case.actor, now=case.now
    )


def _judge(case: Case, given: Given) -> None:
    row = standing_queries.mark(given["mark"], actor=case.actor)
    verb = standing.uphold if given["verdict"] == "uphold" else standing.correct
    verb(mark=row, why=given["why"], by=case.actor, now=case.now)


def _posted(case: Case, given: Given) -> object:
    return threads.post(stream=case.row.stream(), text=given["text"], to=given["to"], by=case.actor, now=timezone.now())


def _on(verb: Callable[..., object], *names: str) -> Callable[[Case, Given], object]:
    """Call a verb of claims with what was given under the same names."""
    return lambda case, given: verb(
        claim=case.row, by=case.actor, now=case.now, **{name: given[name] for name in names}
    )


TABLE = (
    Verb(
        name="assignment",
        title=_("Take the case"),
        shown=_free,
        work=_on(claims.take_case),
        place="lead",
        key="t",
        then=_("Nobody else decides it then, unless he takes it over."),
    ),
    Verb(
        name="confirmation",
        title=pgettext_lazy("decision", "Confirm"),
        shown=_seconds,
        work=lambda case, given: claims.confirm(decision=_decision(case), by=case.actor, now=case.now),
        form=forms.Sure,
        place="lead",
        weighs=True,
        then=_("Both sides read the decision at once. It can't be taken back, only appealed."),
    ),
    Verb(
        name="objection",
        title=_("Send back"),
        shown=_seconds,
        work=lambda case, given: claims.send_back(
            decision=_decision(case), why=given["why"], by=case.actor, now=case.now
        ),
        form=forms.Why,
        place="lead",
        then=_("The case stays with who proposed it; neither side reads this draft."),
    ),
    Verb(
        name="challenge",
        title=_("Ask for a picture"),
        shown=lambda case: _judging(case) and "ask_evidence" in case.steps and case.proposal is None,
        work=_on(claims.ask_evidence, "kind", "text"),
        form=forms.Challenge,
        key="a",
        then=_(
            "The buyer has his time to send it, and the claim's own clock stands still. Silence is no verdict: then it "
            "is decided on what is there."
        ),
    ),
    Verb(
        name="inspection",
        title=_("Send a technician"),
        shown=lambda case: _judging(case) and not case.view.visit_number,
        work=_on(claims.order_inspection, "from_at", "to_at"),
        form=forms.Inspection,
        key="v",
        then=_(
            "Free of charge for both sides. What the technician photographs becomes evidence, examined like any other."
        ),
    ),
    Verb(
        name="payment",
        title=_("Pay again"),
        shown=_failed,
        work=_on(claims.pay_again),
        form=forms.Sure,
        place="lead",
        weighs=True,
        then=_("The provider did not take it the first time. It goes to who paid, and never twice."),
    ),
    Verb(
        name="outcome",
        title=_("Enter the platform's decision"),
        shown=_platform,
        work=_on(claims.take_outcome, "what", "amount_fen", "reference", "reason"),
        form=forms.Outcome,
        place="lead",
        then=_("It is written down as the platform gave it; where money is gone, it can be asked back."),
    ),
    Verb(
        name="demand",
        title=_("Ask money back"),
        shown=_demands,
        work=_on(claims.demand, "amount_fen", "reason"),
        form=forms.Demand,
    ),
    Verb(
        name="recovery",
        title=_("How the recovery goes"),
        shown=_recovers,
        work=_recovery_step,
        form=forms.Recovery,
    ),
    Verb(
        name="repayment",
        title=_("Money came back"),
        shown=_repays,
        work=lambda case, given: claims.repay(
            recovery=queries.recovery_of(case.row), amount_fen=given["amount_fen"], by=case.actor, now=case.now
        ),
        form=forms.Repayment,
    ),
    Verb(
        name="message",
        title=_("Write to the sides"),
        shown=_work,
        work=_posted,
        form=forms.Message,
        key="w",
        then=_("It stays on the claim; who decides and who inspects read it too."),
    ),
    Verb(
        name="note",
        title=_("Write a note"),
        shown=_work,
        work=_on(claims.note, "text"),
        form=forms.Note,
        key="m",
        then=_("A note can't be changed later, only added to."),
    ),
    Verb(
        name="referral",
        title=_("Through a door outside"),
        shown=lambda case: _work(case) and bool(case.view.doors),
        work=_on(claims.refer, "door"),
        form=forms.Referral,
        then=_("Written down with the day. The claim goes on as it is."),
    ),
    Verb(
        name="reply",
        title=_("They answered"),
        shown=lambda case: any(one.buttons for one in case.view.referrals),
        work=_hear_back,
        form=forms.Reply,
    ),
    Verb(
        name="grant",
        title=_("Open to an authority"),
        shown=_grants,
        work=_grant,
        form=forms.Grant,
        place="record",
        then=_("It reads this claim until that day, everybody masked, and changes nothing."),
    ),
    Verb(
        name="grant-end",
        title=_("End an authority's reading"),
        shown=lambda case: _grants(case) and bool(queries.granted(case.row, now=case.now)),
        work=_end_grant,
        form=forms.GrantEnd,
        place="record",
    ),
    Verb(
        name="missing-outcome",
        title=_("It can't be examined"),
        shown=lambda case: case.reviewer and any(_waits(one) for one in case.view.evidence),
        work=_give_up,
        form=forms.GivingUp,
        place="picture",
        then=_("The reason stands beside the picture, and the decision is no longer kept waiting by it."),
    ),
    Verb(
        name="missing-look",
        title=_("It can't be looked at"),
        shown=lambda case: case.reviewer and any(one.state == "asked" for one in case.view.captures),
        work=_give_up_look,
        form=forms.GivingUpLook,
        place="challenge",
        then=_("The reason stands in the record, and the decision is no longer kept waiting by it."),
    ),
    Verb(
        name="examination",
        title=_("Examine again"),
        shown=lambda case: case.reviewer and case.view.may_bring,
        work=_again,
        form=forms.Label,
        place="picture",
    ),
    Verb(
        name="judgement",
        title=_("Look at what is contested"),
        shown=lambda case: case.reviewer,
        work=_judge,
        form=forms.Judgement,
        place="marks",
        then=_("Who counted it can't judge it. What is taken back counts no more, and that it did stays told."),
    ),
)
VERBS: dict[str, Verb] = {one.name: one for one in TABLE}


def _waits(one: Any) -> bool:
    return one.examination is not None and one.examination.state == "asked"
