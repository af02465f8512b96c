"""What can be asked about quality: follow-ups to make, reviews, a technician's grade and what it is made of."""

from anxin.domain.quality.queries.grades import OwnReview, own_grade, score_of
from anxin.domain.quality.queries.lookup import (
    NoSuchFollowUp,
    contest,
    contest_situation,
    follow_up,
    follow_up_by_key,
    follow_up_situation,
    open_of,
    own_contest,
    own_review,
    rating_situation,
    review_situation,
    what_became,
    why_no_review,
)
from anxin.domain.quality.queries.views import (
    ASIDE,
    ONLY,
    ContestRow,
    FollowUpRow,
    FollowUps,
    ReviewView,
    contests,
    follow_ups,
    reads_reviews,
    review_of,
    reviews,
    view,
)
