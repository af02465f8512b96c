"""What can be asked about quality: follow-ups to make, reviews, a technician's grade and what it is made of."""

from anxin.domain.quality.queries.contested_jobs import ContestableJob, case_number, job, job_situation, jobs
from anxin.domain.quality.queries.contests import (
    ContestRow,
    contest,
    contest_by_key,
    contest_situation,
    contests,
    contests_here,
    own_contest,
    own_contests,
    shows,
)
from anxin.domain.quality.queries.grades import OwnReview, own_grade, score_of
from anxin.domain.quality.queries.lookup import (
    NoSuchFollowUp,
    follow_up,
    follow_up_by_key,
    follow_up_situation,
    open_of,
    own_review,
    rating_situation,
    review_situation,
    what_became,
    why_no_review,
)
from anxin.domain.quality.queries.views import (
    ASIDE,
    ONLY,
    FollowUpRow,
    FollowUps,
    ReviewView,
    follow_ups,
    reads_reviews,
    review_of,
    reviews,
    view,
)
