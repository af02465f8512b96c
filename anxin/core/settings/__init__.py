"""Settings: every limit, rule and promise is a dated row per organisation, with its history.

Apps declare theirs in `apps.py`; a value changes by a proposal, for some confirmed by a second person, for
some only after a notice period. Law is data here too: a declared setting may carry dated versions with source.
"""

from anxin.core.settings.changes import (
    ByCommand,
    ChangedSince,
    LiesAhead,
    NoticeTooShort,
    SecondPersonNeeded,
    StoodOn,
    confirm,
    propose,
    withdraw,
)
from anxin.core.settings.queries import (
    Value,
    all_valid,
    change,
    current,
    ever_of_houses,
    first,
    get,
    histories,
    history,
    is_last,
    last,
    of_houses,
    recent,
    several,
    state_of,
    valid,
    waiting,
)
from anxin.core.settings.registry import SETTINGS, Setting, UnknownSetting, Version, declare, declared
from anxin.core.settings.snapshot import one_snapshot
