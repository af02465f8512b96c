"""What can be done about quality: review, grade, contest; plan a follow-up, call, write down what came of it."""

from anxin.domain.quality.actions.contests import (
    ContestedAlready,
    NotYourReview,
    ReasonNeeded,
    TookPart,
    contest,
    contest_job,
    set_aside,
    uphold,
    withdraw,
)
from anxin.domain.quality.actions.follow_ups import (
    TriedTooSoon,
    consent_taken_back,
    dissatisfy,
    fall_due,
    late,
    plan,
    record_call,
    redo,
    repair_closed,
    repair_reworked,
    satisfy,
    settle,
)
from anxin.domain.quality.actions.reviews import NotReviewable, ReviewGiven, review, review_on_call
