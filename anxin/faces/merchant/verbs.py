"""The deeds of a merchant in one table: when the button shows, what it asks, what follows, and the domain's verb."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.domain.claims import actions as claims
from anxin.domain.claims import queries
from anxin.domain.claims.actions import PictureGiven
from anxin.domain.claims.states import CLAIM
from anxin.domain.threads import actions as threads
from anxin.faces.merchant import forms
from anxin.faces.merchant.case import Case

Given = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Verb:
    """One deed: `shown` decides by the machine's own buttons, `work` calls the domain.

    `there`: what follows instead where a platform decides.
    `weighs`: money leaves or a ruling stands by it. It has no key, and is asked once more with what it means.
    """

    name: str
    title: str | Promise
    shown: Callable[[Case], bool]
    work: Callable[[Case, Given], object]
    form: type[forms.Deed] = forms.Nothing
    then: str | Promise = ""
    there: str | Promise = ""
    key: str = ""
    lead: bool = False
    danger: bool = False
    weighs: bool = False

    def __post_init__(self) -> None:
        """Refuse a key, or a single press, for what weighs."""
        if self.weighs and (self.key or not self.asks):
            raise ValueError(f"verb {self.name!r}: expected no key and a second look where money or a ruling is given")

    @property
    def asks(self) -> bool:
        """Whether the button opens a form first."""
        return self.form is not forms.Nothing


def step(*names: str) -> Callable[[Case], bool]:
    """Show a button where one of these steps of the claim may be taken."""
    return lambda case: not case.steps.isdisjoint(names)


def _may_answer(*names: str) -> Callable[[Case], bool]:
    return lambda case: case.agreed_at is None and not case.steps.isdisjoint(names)


def _open_offer(case: Case) -> bool:
    return case.view.state == "offer_made"


def _accepts(case: Case) -> bool:
    given = case.view.decision
    waits = given is not None and given.state == "given" and given.kind != "agreed" and case.view.state == "decided"
    return waits and given is not None and given.merchant_accepted_at is None


def _appealed(case: Case) -> bool:
    view = case.view
    return "drop_appeal" in case.steps and (view.hearing, view.hearing_cause) == ("appeal", "merchant")


def _replaces(case: Case) -> bool:
    given = case.view.decision
    return case.view.state == "executing" and given is not None and given.remedy == "exchange"


def _demands(case: Case) -> bool:
    view = case.view
    gone = view.platform_outcome in ("refunded", "returned") and view.state in ("outcome_taken", "closed")
    return gone and (view.recovery is None or view.recovery.state == "given_up")


def _recovers(*names: str) -> Callable[[Case], bool]:
    def shown(case: Case) -> bool:
        known = case.view.recovery
        return known is not None and any((one.name in names) if names else one.name != "repay" for one in known.buttons)

    return shown


def _news(case: Case) -> bool:
    return any(one.buttons for one in case.view.referrals)


def _bare(verb: Callable[..., object]) -> Callable[[Case, Given], object]:
    return lambda case, given: verb(claim=case.row, by=case.actor, now=case.now)


def _answer(case: Case, given: Given) -> object:
    about = {"opening": given["opening"], "reason": given["reason"]}
    return claims.answer(claim=case.row, by=case.actor, now=case.now, **about)


def _offer(case: Case, given: Given) -> object:
    amount = forms.fen(given["amount"])
    about = {"remedy": given["remedy"], "amount_fen": amount, "reason": given["reason"]}
    return claims.offer(claim=case.row, by=case.actor, now=case.now, **about)


def _hand_in(case: Case, given: Given) -> None:
    for file in given["files"]:
        picture = PictureGiven(file=file, role=given["role"])
        claims.hand_in(claim=case.row, picture=picture, by=case.actor, now=case.now)


def _post(case: Case, given: Given) -> object:
    to = ("desk",) if given["to"] == "desk" else ("buyer", "desk")
    return threads.post(stream=case.row.stream(), text=given["text"], to=to, by=case.actor, now=case.now)


def _appeal(case: Case, given: Given) -> object:
    return claims.appeal(claim=case.row, why=given["why"], by=case.actor, now=case.now)


def _fail(case: Case, given: Given) -> None:
    claims.fail_inspection(claim=case.row, reason=given["reason"], by=case.actor, now=case.now)


def _replace(case: Case, given: Given) -> None:
    serials = {"old_serial": given["old_serial"], "new_serial": given["new_serial"]}
    claims.send_replacement(claim=case.row, waybill=given["waybill"], by=case.actor, now=case.now, **serials)


def _outcome(case: Case, given: Given) -> object:
    about = {"what": given["what"], "amount_fen": forms.fen(given["amount"]), "reference": given["reference"]}
    return claims.take_outcome(claim=case.row, reason=given["reason"], by=case.actor, now=case.now, **about)


def _demand(case: Case, given: Given) -> object:
    amount = forms.fen(given["amount"])
    return claims.demand(claim=case.row, amount_fen=amount, reason=given["reason"], by=case.actor, now=case.now)


def _go_on(case: Case, given: Given) -> None:
    recovery = queries.recovery_of(case.row)
    about = {"step": given["step"], "until": given["until"], "why": given["why"]}
    claims.go_on(recovery=recovery, by=case.actor, now=case.now, **about)


def _repay(case: Case, given: Given) -> None:
    recovery = queries.recovery_of(case.row)
    claims.repay(recovery=recovery, amount_fen=forms.fen(given["amount"]), by=case.actor, now=case.now)


def _refer(case: Case, given: Given) -> object:
    return claims.refer(claim=case.row, door=given["door"], by=case.actor, now=case.now)


def _hear_back(case: Case, given: Given) -> None:
    key, _sep, name = given["news"].partition(":")
    referral = queries.referral_of(case.row, key=key, side="merchant")
    about = {"step": name, "number": given["number"], "text": given["text"]}
    claims.hear_back(referral=referral, by=case.actor, now=case.now, **about)


TABLE = (
    Verb(
        name="agreement",
        title="",
        shown=_may_answer("agree"),
        work=_bare(claims.agree),
        form=forms.Sure,
        lead=True,
        weighs=True,
    ),
    Verb(
        name="offer",
        title=_("Offer something else"),
        shown=_may_answer("offer"),
        work=_offer,
        form=forms.Offer,
        then=_("The buyer accepts or refuses it; what he refuses or leaves goes to a reviewer. It can't be changed."),
        there=_("The buyer accepts or refuses it; either way the platform decides and pays. It can't be changed."),
        key="o",
    ),
    Verb(
        name="answer",
        title=_("Don't agree, with reasons"),
        shown=_may_answer("contest"),
        work=_answer,
        form=forms.Answer,
        then=_("Handed in it can't be changed, only added to. A reviewer then decides, by both sides' evidence."),
        there=_("Handed in it can't be changed, only added to. It goes into your answer pack; the platform decides."),
        key="a",
    ),
    Verb(
        name="receipt",
        title=_("The goods are back"),
        shown=step("receive_back"),
        work=_bare(claims.receive_back),
        then=_("From now on you have 72 hours to look at them; after that the money is due by itself."),
        key="p",
        lead=True,
    ),
    Verb(
        name="inspection",
        title=_("The goods are fine, pay"),
        shown=step("pass_inspection"),
        work=_bare(claims.pass_inspection),
        form=forms.Sure,
        then=_("The money goes at once to who paid. It can't be taken back."),
        lead=True,
        weighs=True,
    ),
    Verb(
        name="findings",
        title=_("Not as they should be"),
        shown=step("fail_inspection"),
        work=_fail,
        form=forms.Findings,
        then=_("A reviewer decides. Hand in pictures of what came back first; nothing is kept back by itself."),
    ),
    Verb(
        name="replacement",
        title=_("Enter the waybill of the new one"),
        shown=_replaces,
        work=_replace,
        form=forms.Replacement,
        then=_("With the waybill the claim is carried out and closed; the buyer reads it."),
        key="p",
        lead=True,
    ),
    Verb(
        name="acceptance",
        title=_("Accept the decision"),
        shown=_accepts,
        work=_bare(claims.accept),
        form=forms.Sure,
        then=_("Once both sides accept it stands at once; you can't appeal any more."),
        lead=True,
        weighs=True,
    ),
    Verb(
        name="appeal",
        title=_("Ask somebody else to look"),
        shown=_accepts,
        work=_appeal,
        form=forms.Why,
        then=_("A reviewer who has not judged this case looks at it anew; what he decides stands."),
    ),
    Verb(
        name="appeal-withdrawal",
        title=_("Take the appeal back"),
        shown=_appealed,
        work=_bare(claims.drop_appeal),
        form=forms.Sure,
        then=_("The decision then stands and is carried out."),
    ),
    Verb(
        name="evidence",
        title=_("Hand in pictures"),
        shown=lambda case: case.view.may_bring,
        work=_hand_in,
        form=forms.Evidence,
        then=_("What is sealed now is shown as sealed after the claim. It counts, but can't say what came first."),
        key="e",
    ),
    Verb(
        name="message",
        title=_("Write a message"),
        shown=lambda case: case.view.state not in CLAIM.ends,
        work=_post,
        form=forms.Message,
        then=_("It stays in the record. An answer to the claim is something else: that one stops your clock."),
        key="m",
    ),
    Verb(
        name="outcome",
        title=_("Enter the platform's decision"),
        shown=lambda case: case.view.forum == "platform" and "take_outcome" in case.steps,
        work=_outcome,
        form=forms.Outcome,
        then=_("This closes our part of it. Where money was taken from you, you can ask it back afterwards."),
    ),
    Verb(
        name="demand",
        title=_("Ask the money back"),
        shown=_demands,
        work=_demand,
        form=forms.Demand,
        then=_("Written down with its reason; how it goes on you enter here, step by step."),
        lead=True,
    ),
    Verb(
        name="repayment",
        title=_("Money came back"),
        shown=_recovers("repay"),
        work=_repay,
        form=forms.Repayment,
        then=_("With the last of it the recovery is closed."),
        lead=True,
    ),
    Verb(
        name="recovery",
        title=_("How it goes on"),
        shown=_recovers(),
        work=_go_on,
        form=forms.Recovery,
        then=_("Only your side, the reviewer's side and auditors read this."),
    ),
    Verb(
        name="referral",
        title=_("Go through a door outside"),
        shown=lambda case: bool(case.view.doors),
        work=_refer,
        form=forms.Referral,
        then=_("This writes down that you went there; the way itself you go yourself. Not legal advice."),
    ),
    Verb(
        name="news",
        title=pgettext_lazy("of an outside office", "What you heard from there"),
        shown=_news,
        work=_hear_back,
        form=forms.News,
        then=_("It is written into the record, for you and the reviewer's side."),
    ),
)
VERBS = {one.name: one for one in TABLE}
