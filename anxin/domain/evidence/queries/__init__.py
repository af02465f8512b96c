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
    sealed_before,
    sealed_lately,
    unexamined,
    visible_to,
)
from anxin.domain.evidence.queries.viewing import (
    ChallengeView,
    ExaminationView,
    LinkView,
    OpeningView,
    attention_of,
    challenge_view,
    openings,
    views_of,
)

__all__ = [
    "ChallengeView",
    "Dossier",
    "ExaminationView",
    "LinkView",
    "NoSuchLink",
    "OpeningView",
    "attention_of",
    "build",
    "challenge_of",
    "challenge_view",
    "examination_by_key",
    "link",
    "links_of",
    "openings",
    "outcomes",
    "references_of",
    "sealed_before",
    "sealed_lately",
    "unexamined",
    "views_of",
    "visible_to",
]
