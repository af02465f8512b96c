"""What can be asked about evidence: links with their outcomes, what still lacks one, dossiers."""

from anxin.domain.evidence.queries.captures import CaptureView, captures_of
from anxin.domain.evidence.queries.dossiers import Dossier, Picture, build
from anxin.domain.evidence.queries.lookup import (
    NoSuchLink,
    attention_on,
    awaits_examination,
    awaits_verification,
    capture_by_key,
    capture_open,
    challenge_of,
    challenges_of,
    examination_by_key,
    frame,
    frames_ready,
    has_sealed,
    latest_examinations,
    link,
    links_of,
    outcomes,
    pictured,
    references_of,
    sale_situation,
    sealed_before,
    sealed_lately,
    sealed_on,
    still_held,
    unexamined,
    unexamined_on,
    visible_to,
)
from anxin.domain.evidence.queries.views import (
    ChallengeView,
    ExaminationView,
    LinkView,
    OriginalOpening,
    attention_of,
    challenge_view,
    count_opened,
    originals_opened,
    views_found,
    views_of,
)
