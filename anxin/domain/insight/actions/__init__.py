"""What can be done with figures: count days anew, work the measured times of the public pages out anew."""

from anxin.domain.insight.actions.day_figures import count_day, note_gathered
from anxin.domain.insight.actions.durations import measure
