"""The gateway to the dispatch engine: who could go to a visit and why, and in which windows somebody can come."""

from anxin.domain.visits.gateway.candidates import (
    Ranking,
    Reach,
    candidate,
    candidates,
    gets_too_long,
    hindrance,
    hindrances,
    own_ranking,
    ranking,
    reach,
)
from anxin.domain.visits.gateway.days import Candidate, Spot
from anxin.domain.visits.gateway.ways import offered_s
from anxin.domain.visits.gateway.window_waits import freed, goes_without_window, is_full
from anxin.domain.visits.gateway.windows import by_hand, compile_matching, free_windows, spot_of, windows_ahead
