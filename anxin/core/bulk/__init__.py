"""Bulk work: many rows at once, previewed first, then one recorded outcome each.

A preview says for every row whether it would be done and why not; the run takes exactly what was previewed,
one acting block a row, so that one refusal stops nobody else's work.
"""

from anxin.core.bulk.models import BulkRun
from anxin.core.bulk.work import (
    ACTIONS,
    BulkAction,
    NoRun,
    Preview,
    SelectionChanged,
    asked_before,
    carry_out,
    declare,
    is_waited_for,
    lines_of,
    preview,
    run,
    run_of,
    with_arguments,
)
