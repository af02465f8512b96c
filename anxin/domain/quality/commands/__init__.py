"""What is done after a repair's end: a rating, a follow-up's call and answers."""

from typing import Annotated, Any, Literal, Self

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field, WithJsonSchema, model_validator

from anxin.core.commands import Ask, Command, Fields, Given, Sentence, Table, calling, lacking
from anxin.domain.quality import actions as quality
from anxin.domain.quality import queries, rules
from anxin.domain.quality.actions import ReviewGiven
from anxin.domain.quality.commands.contests import CONTESTED_JOBS, CONTESTS, REVIEWS
from anxin.domain.quality.models import FollowUp, Review
from anxin.domain.quality.rules import FollowUpSituation, RatingSituation
from anxin.domain.quality.wording import ANSWERS, ASPECTS, STARS, TAGS
from anxin.domain.repairs.commands.fields import Recording
from anxin.domain.repairs.models import Repair

__all__ = ["CONTESTED_JOBS", "CONTESTS", "FOLLOW_UPS", "RATINGS", "REVIEWS"]
SAID = {"yes": _("yes"), "no": _("no"), "unknown": pgettext_lazy("an answer", "not said")}
FROM_BEST = [str(n) for n in sorted(STARS, reverse=True)]
type Said = Literal["yes", "no", "unknown"] | None
type OfFollowUp = Given[FollowUp, Any]


class Attempt(Fields):
    """A call: somebody answered or nobody did."""

    answered: bool
    recording: Annotated[
        str,
        Field(default="", pattern=r"^[A-Za-z0-9._:-]{4,64}$"),
        Ask(label=_("Number of the recording"), hint=_("4 to 64 letters, digits or . _ : -")),
    ]


class Answers(Fields):
    """The script: its questions, the stars, a note."""

    works: Annotated[Said, Ask(label=ANSWERS["works"], names=SAID)] = None
    on_time: Annotated[Said, Ask(label=ANSWERS["on_time"], names=SAID)] = None
    price_as_agreed: Annotated[Said, Ask(label=ANSWERS["price_as_agreed"], names=SAID)] = None
    knows_guarantee: Annotated[Said, Ask(label=ANSWERS["knows_guarantee"], names=SAID)] = None
    overall: Annotated[
        int,
        Field(ge=1, le=rules.MOST_STARS),
        WithJsonSchema({"type": "string", "enum": FROM_BEST}),
        Ask(label=_("How content are you all in all?"), names={str(n): STARS[n] for n in STARS}),
    ]
    note: Annotated[
        str,
        Field(max_length=1000),
        Ask(label=_("What the customer says; needed where something is wrong"), rows=3, depends=True),
    ] = ""


class Complaint(Answers):
    """The answers of somebody who isn't content: what is wrong must be there."""

    @model_validator(mode="after")
    def noted(self) -> Self:
        """Ask for the note."""
        if not self.note:
            raise lacking("note", _("Write what is wrong: whoever puts it right reads it."))
        return self


type Star = Annotated[
    int | None, Field(ge=1, le=rules.MOST_STARS), WithJsonSchema({"type": "string", "enum": FROM_BEST})
]


class Rating(Fields):
    """Stars over all and by aspect, tags, own words, and whether they stay with the operator."""

    overall: Annotated[
        int,
        Field(ge=1, le=rules.MOST_STARS),
        WithJsonSchema({"type": "string", "enum": FROM_BEST}),
        Ask(label=_("All in all"), names={str(n): STARS[n] for n in STARS}),
    ]
    star_punctual: Annotated[Star, Ask(label=ASPECTS["punctual"])] = None
    star_skill: Annotated[Star, Ask(label=ASPECTS["skill"])] = None
    star_manner: Annotated[Star, Ask(label=ASPECTS["manner"])] = None
    star_price: Annotated[Star, Ask(label=ASPECTS["price"])] = None
    star_clean: Annotated[Star, Ask(label=ASPECTS["clean"])] = None
    tags: Annotated[
        tuple[Literal[rules.TAGS], ...],  # type: ignore[valid-type]  # the codes stand once, as data
        Ask(label=_("What fits"), names=TAGS),
    ] = ()
    words: Annotated[
        str,
        Field(max_length=rules.LONGEST),
        Ask(label=_("In your own words"), rows=4, hint=_("Please no names, phones or addresses")),
    ] = ""
    apart: Annotated[
        bool, Ask(label=_("The technician and his outlet read neither the words nor which repair it was"))
    ] = False


class SpokenRating(Rating):
    """How a customer rates on the phone, and from which call."""

    words: Annotated[
        str,
        Field(max_length=rules.LONGEST),
        Ask(label=_("In the customer's words"), rows=4, hint=_("Please no names, phones or addresses")),
    ] = ""
    recording: Recording


def _given(told: Rating) -> ReviewGiven:
    stars = {name: star for name in rules.ASPECTS if (star := getattr(told, f"star_{name}"))}
    return ReviewGiven(overall=told.overall, stars=stars, tags=told.tags, words=told.words, apart=told.apart)


def _rate(it: Given[Repair, Rating]) -> Review:
    return quality.review(repair=it.row, given=_given(it.fields), by=it.by, now=it.now)


def _rate_on_call(it: Given[Repair, SpokenRating]) -> Review:
    told = it.fields
    return quality.review_on_call(repair=it.row, given=_given(told), recording=told.recording, by=it.by, now=it.now)


class RedoReason(Fields):
    """Why it is done again."""

    why: Annotated[Sentence, Ask(label=_("Why"), rows=2)]


class How(Fields):
    """How a complaint was settled otherwise."""

    how: Annotated[Sentence, Ask(label=_("How it was settled; it stays in the record"), rows=2)]


def _answered(it: OfFollowUp) -> dict[str, Any]:
    said = {name: getattr(it.fields, name) for name in rules.ANSWERS}
    answers = {name: one for name, one in said.items() if one}
    return {"overall": it.fields.overall, "answers": answers, "note": it.fields.note, "by": it.by, "now": it.now}


def _content(it: OfFollowUp) -> None:
    quality.satisfy(follow_up=it.row, **_answered(it))


def _complaint(it: OfFollowUp) -> None:
    quality.dissatisfy(follow_up=it.row, **_answered(it))


FOLLOW_UPS = Table(
    "follow_up",
    situation=queries.follow_up_situation,
    commands=(
        Command[FollowUp, FollowUpSituation](
            name="call",
            title=_("Call the customer"),
            steps="follow_up.reach",
            fields=Attempt,
            do=calling("follow_up", quality.record_call, "answered", "recording"),
        ),
        Command(
            name="content",
            title=_("Content"),
            steps="follow_up.satisfy",
            fields=Answers,
            do=_content,
            follows=_("Content ends the follow-up. Not content stays open until it is redone or settled."),
        ),
        Command(
            name="complaint",
            title=_("Not content"),
            steps="follow_up.dissatisfy",
            fields=Complaint,
            do=_complaint,
            follows=_("Content ends the follow-up. Not content stays open until it is redone or settled."),
        ),
        Command(
            name="redo",
            title=_("Have it redone"),
            steps="follow_up.redo",
            fields=RedoReason,
            do=calling("follow_up", quality.redo, "why"),
            follows=_("Somebody comes again, free of charge under the guarantee; the dispatcher sees it at once."),
        ),
        Command(
            name="settlement",
            title=_("Settle it otherwise"),
            steps="follow_up.settle",
            fields=How,
            do=calling("follow_up", quality.settle, "how"),
        ),
    ),
)

RATINGS = Table(
    "rating",
    situation=queries.rating_situation,
    commands=(
        Command[Repair, RatingSituation](
            name="review",
            title=_("Rate the repair"),
            who="customer",
            when=rules.may_rate,
            because=quality.NotReviewable,
            fields=Rating,
            do=_rate,
            follows=_(
                "Once sent it can't be changed. It never changes what you pay or your guarantee; with few stars a "
                "person calls you."
            ),
        ),
        Command(
            name="review-by-call",
            title=_("The customer rates it, on the phone"),
            who="agent",
            when=rules.may_rate,
            because=quality.NotReviewable,
            fields=SpokenRating,
            do=_rate_on_call,
            follows=_(
                "It counts as if he had rated it on his page, and says from which call it is. Read it back to him "
                "first: once sent it can't be changed."
            ),
        ),
    ),
)
