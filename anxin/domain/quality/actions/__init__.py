"""What can be done about quality: review, grade, contest; plan a follow-up, call, write down what came of it."""

from anxin.domain.quality.actions.contesting import NotYourReview, ReasonNeeded, contest, set_aside, uphold, withdraw
from anxin.domain.quality.actions.following import (
    TriedTooSoon,
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
from anxin.domain.quality.actions.grading import grade
from anxin.domain.quality.actions.reviewing import NotReviewable, ReviewGiven, review

__all__ = [
    "NotReviewable",
    "NotYourReview",
    "ReasonNeeded",
    "ReviewGiven",
    "TriedTooSoon",
    "contest",
    "dissatisfy",
    "fall_due",
    "grade",
    "late",
    "plan",
    "record_call",
    "redo",
    "repair_closed",
    "repair_reworked",
    "review",
    "satisfy",
    "set_aside",
    "settle",
    "uphold",
    "withdraw",
]
