"""What can be asked about quality: follow-ups to make, reviews, a technician's grade and what it is made of."""

from anxin.domain.quality.queries.grades import GradeView, OwnReview, grade_of, own_grade, score_of
from anxin.domain.quality.queries.lookup import (
    NoSuchFollowUp,
    NoSuchReview,
    broke_a_promise,
    contest,
    follow_up,
    follow_up_by_key,
    open_of,
    own_contest,
    own_review,
    visible_to,
    why_no_review,
)
from anxin.domain.quality.queries.views import (
    CallLine,
    ContestRow,
    FollowUpRow,
    FollowUps,
    FollowUpView,
    ReviewView,
    contests,
    follow_ups,
    review_of,
    reviews,
    view,
)
