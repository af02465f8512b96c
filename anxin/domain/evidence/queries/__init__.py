"""What can be asked about evidence: links with their outcomes, what still lacks one, dossiers."""

from anxin.domain.evidence.queries.dossiers import Dossier, build
from anxin.domain.evidence.queries.finding import (
    NoSuchLink,
    challenge_of,
    examination_by_key,
    link,
    links_of,
    outcomes,
    references_of,
    unexamined,
    visible_to,
)
from anxin.domain.evidence.queries.viewing import (
    ChallengeView,
    ExaminationView,
    LinkView,
    attention_of,
    challenge_view,
    views_of,
)

__all__ = [
    "ChallengeView",
    "Dossier",
    "ExaminationView",
    "LinkView",
    "NoSuchLink",
    "attention_of",
    "build",
    "challenge_of",
    "challenge_view",
    "examination_by_key",
    "link",
    "links_of",
    "outcomes",
    "references_of",
    "unexamined",
    "views_of",
    "visible_to",
]
