"""The commands of a claim at the reviewer's desk: their order, panes, keys and words; and the decision."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from anxin.core import wording
from anxin.core.errors import AnxinError, Invalid
from anxin.core.wording import gap
from anxin.domain.claims.actions import NotYourCase
from anxin.domain.claims.commands import TABLE
from anxin.domain.claims.queries.read_outs import decision_words, offer_words
from anxin.domain.claims.wording.decisions import WHY_NOT_JUDGE
from anxin.faces import shared
from anxin.faces.desk.claims import queue
from anxin.faces.desk.claims.case import ClaimCase, find
from anxin.faces.desk.claims.decision_previews import lock_of, preview_of
from anxin.faces.desk.claims.decisions import DecisionForm
from anxin.faces.desk.claims.page import page
from anxin.faces.ground.claim_cases import come_back, entered, like
from anxin.faces.ground.commands import Place, Runner, Shown
from anxin.faces.ground.typed_words import with_words

PANES = ("lead", "commands", "record", "picture", "challenge", "marks")


def _quicker(case: ClaimCase) -> str:
    """Say that somebody else was quicker, and who has the case now; or why it is not this person's to judge."""
    who, bar = case.view.hearing_by, case.view.may_judge if case.reviewer else ""
    if who and bar == "with_another":
        return _("{who} has this case now; nothing was changed by you.").format(who=who)
    if bar:
        return wording.error(NotYourCase({"number": case.row.number, "said": WHY_NOT_JUDGE[bar]}))
    return _("Somebody else was quicker: the claim stands elsewhere now. Nothing was changed by you.")


def shown_as(
    request: HttpRequest,
    case: ClaimCase,
    shown: Shown,
    *,
    ruling: DecisionForm | None = None,
    preview: bool = False,
    status: int = 200,
) -> HttpResponse:
    """Show the claim with the buttons of every pane, a ruling as it is typed, what both sides would read of it."""
    read = preview_of(ruling) if preview and ruling else None
    buttons = {pane: RUNNER.buttons(case, pane=pane) for pane in PANES}
    return page(request, case, shown, buttons=buttons, ruling=ruling, preview=read, status=status)


def _read_out(case: ClaimCase) -> str:
    """Return the offer or the decision that is read out to a buyer who rings, with its goods, and what follows."""
    read = offer_words(case.records) if case.view.offer else decision_words(case.records)
    return gap().join((*read, str(TABLE.commands["word-by-call"].follows)))


RUNNER: Runner[ClaimCase] = Runner(
    TABLE,
    (
        Place(name="assignment", pane="lead", lead=True, key="t"),
        Place(name="confirmation", pane="lead", lead=True),
        Place(name="objection", pane="lead", lead=True),
        Place(name="challenge", pane="commands", key="a"),
        Place(name="challenge-end", pane="commands"),
        Place(name="visit", pane="commands", address="inspection", key="v"),
        Place(name="address-request", pane="commands"),
        Place(name="naming", pane="commands", holds=like),
        Place(name="payment", pane="lead", lead=True),
        Place(name="money-here", pane="lead", lead=True),
        Place(name="money-there", pane="commands"),
        Place(name="word-by-call", pane="commands", follows=_read_out),
        Place(name="missing-by-call", pane="commands"),
        Place(name="outcome", pane="lead", lead=True, holds=entered),
        Place(name="outcome-correction", pane="commands", holds=entered),
        Place(name="demand", pane="commands"),
        Place(name="recovery", pane="commands", follows=lambda case: ""),
        Place(name="repayment", pane="commands", holds=come_back),
        Place(
            name="message",
            pane="commands",
            key="w",
            title=lambda case: _("Write to the sides"),
            first=lambda case: ("both",),
        ),
        Place(name="return", pane="commands", title=lambda case: _("The goods are on their way back")),
        Place(name="address", pane="commands"),
        Place(name="note", pane="commands", key="m"),
        Place(
            name="referral",
            pane="commands",
            title=lambda case: _("Through a door outside"),
            follows=lambda case: _("Written down with the day. The claim goes on as it is."),
        ),
        Place(
            name="news",
            pane="commands",
            address="reply",
            title=lambda case: _("They answered"),
            follows=lambda case: _("Written down with the day. The claim goes on as it is."),
        ),
        Place(name="grant", pane="record"),
        Place(name="grant-end", pane="record"),
        Place(name="legal-hold", pane="record"),
        Place(name="legal-hold-end", pane="record"),
        Place(name="missing-outcome", pane="picture"),
        Place(name="missing-look", pane="challenge"),
        Place(name="examination", pane="picture"),
        Place(name="judgement", pane="marks"),
    ),
    find=find,
    page=shown_as,
    done=lambda request, case, name: f"{case.url}?done={RUNNER.at(name)}",
    quicker=_quicker,
)


claim, command = RUNNER.pages(queue.STAFF)


@never_cache
@require_POST
@shared.for_roles("reviewer")
def decision(request: HttpRequest, number: str) -> HttpResponse:
    """Decide, once the reviewer has read this ruling as both sides will; an error keeps what was typed."""
    return _rule(request, number, corrects=False)


@never_cache
@require_POST
@shared.for_roles("reviewer")
def correction(request: HttpRequest, number: str) -> HttpResponse:
    """Correct one's own decision, read first like any ruling."""
    return _rule(request, number, corrects=True)


def _rule(request: HttpRequest, number: str, *, corrects: bool) -> HttpResponse:
    case, name = find(request, number), "correction" if corrects else "decision"
    form = DecisionForm(request.POST, case=case, corrects=corrects)
    if not form.is_valid():
        return shown_as(request, case, Shown(), ruling=form, status=422)
    unread = request.POST.get("read") != form.mark and lock_of(case)["open"]
    if request.POST.get("how") == "preview" or unread:
        return shown_as(request, case, Shown(), ruling=form, preview=True)
    return RUNNER.carry(
        request,
        number,
        name,
        {one: getattr(form.ruling, one) for one in TABLE.commands[name].fields.model_fields},
        case=case,
        failed=lambda error: _undecided(request, find(request, number), error, corrects=corrects),
    )


def _undecided(request: HttpRequest, case: ClaimCase, error: AnxinError, *, corrects: bool) -> HttpResponse:
    kept, status = DecisionForm(request.POST, case=case, corrects=corrects), shared.number_of(error)
    kept.is_valid()
    if isinstance(error, Invalid) and error.field in kept.fields:
        kept.add_error(error.field, wording.error_here(error))
        return shown_as(request, case, Shown(), ruling=kept, status=status)
    said = _quicker(case) if error.code == "core.wrong_state" else wording.error(error)
    if case.proposal:  # a colleague's draft lies where the form was
        said = with_words(said, request.POST.get("reason", ""))
    return shown_as(request, case, Shown(slip=said), ruling=kept, status=status)
