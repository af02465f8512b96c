"""What a technician contests, a review or how he was dealt with in a job, and how that is judged."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from pydantic import Field

from anxin.core.actors import Actor
from anxin.core.commands import Ask, Command, Fields, Sentence, SomeFiles, Table, calling, one_of
from anxin.core.commands.fields import Text
from anxin.domain.quality import actions as quality
from anxin.domain.quality import queries
from anxin.domain.quality.choices import GROUNDS, PAY, about
from anxin.domain.quality.models import Contest, Review
from anxin.domain.quality.rules import contests as rules
from anxin.domain.quality.rules.contests import ContestSituation, JobContestSituation, ReviewSituation
from anxin.domain.visits.models import Visit


class Judgement(Fields):
    """Why it stays, or doesn't."""

    why: Annotated[Sentence, Ask(label=_("Your reason; the technician reads it"), rows=2)]


class Objection(Fields):
    """Why a review shouldn't count, and pictures of it."""

    why: Annotated[str, Field(min_length=1, max_length=1000), Ask(label=_("Why should it not count?"), rows=5)]
    files: SomeFiles = ()


class JobObjection(Fields):
    """What is wrong, on which ground, in his own words, and pictures of it."""

    ground: Annotated[str, one_of(GROUNDS), Ask(label=_("What is wrong?"), names=GROUNDS)]
    why: Annotated[
        str, Field(min_length=1, max_length=1000), Ask(label=_("What happened, and what would be right?"), rows=5)
    ]
    files: SomeFiles = ()


def grounds(_row: Visit, case: JobContestSituation, _now: datetime, _by: Actor) -> Sequence[tuple[str, Text]]:
    """Offer the grounds of this job: of pay only where he ended it."""
    return [(one, words) for one, words in GROUNDS.items() if about(one) != PAY or case.held]


CONTESTS = Table(
    "contest",
    situation=queries.contest_situation,
    commands=(
        Command[Contest, ContestSituation](
            name="uphold",
            title=_("It stays as it is"),
            steps="contest.uphold",
            when=rules.may_judge,
            because=quality.TookPart,
            fields=Judgement,
            do=calling("contest", quality.uphold, "why"),
        ),
        Command(
            name="set-aside",
            title=_("The technician is right"),
            steps="contest.set_aside",
            when=rules.may_judge,
            because=quality.TookPart,
            fields=Judgement,
            do=calling("contest", quality.set_aside, "why"),
            follows=_(
                "If he is right, a review counts no more and the grade is worked out anew. A job that still looks for "
                "somebody is offered to him on its page; money is put right by finance. Write what was done."
            ),
        ),
        Command(
            name="withdrawal",
            title=_("Withdraw the objection"),
            steps="contest.withdraw",
            when=rules.is_his,
            because=quality.NotYourReview,
            do=calling("contest", quality.withdraw),
        ),
    ),
)

REVIEWS = Table(
    "review",
    situation=queries.review_situation,
    commands=(
        Command[Review, ReviewSituation](
            name="contest",
            title=_("Contest a review"),
            who="technician",
            when=rules.may_contest,
            fields=Objection,
            do=calling("review", quality.contest, "why", "files"),
            follows=_(
                "Somebody of the operator who had no part in the case looks at the record and answers with a reason. "
                "Until then the review counts; the customer's words stay as they are. What you write and show is read "
                "by quality, administrators and auditors of the operator alone: the lead and planner of your outlet "
                "see that you contest a review, not a word of it."
            ),
        ),
    ),
)

CONTESTED_JOBS = Table(
    "contested_job",
    situation=queries.job_situation,
    commands=(
        Command[Visit, JobContestSituation](
            name="contest",
            title=pgettext_lazy("by a technician", "Contest it"),
            who="technician",
            when=rules.may_contest_job,
            fields=JobObjection,
            options={"ground": grounds},
            do=calling("visit", quality.contest_job, "ground", "why", "files"),
            follows=_(
                "Somebody of the operator who had no part in the case looks at the record and answers with a reason. "
                "It changes no grade and no offer that you get. What you write and show is read by quality, "
                "administrators and auditors of the operator alone: the lead and planner of your outlet see that "
                "something of this case is contested, not a word of it and not by whom."
            ),
        ),
    ),
)
