"""What can be asked of the figures: promises, repairs, claims, money, ratings, coverage; all over what one may see."""

from anxin.domain.insight.queries.claims import claim_figures
from anxin.domain.insight.queries.durations import MeasuredStep, Times, solved_from_afar, times, times_of
from anxin.domain.insight.queries.reach import Coverage, coverage
from anxin.domain.insight.queries.recounts import days, differs, moved_days, newest_fact
from anxin.domain.insight.queries.repairs import RepairFigures, ages, repair_figures
from anxin.domain.insight.queries.scope import Scope, houses
from anxin.domain.insight.queries.spending import money
from anxin.domain.insight.queries.sums import counted_at, sums
