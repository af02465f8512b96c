"""Commands: what a person may do with a case, each declared once, checked under the lock, drawn everywhere."""

from anxin.core.commands.fields import (
    Ask,
    Code,
    Drawing,
    Drawn,
    Fields,
    Files,
    RecordedReason,
    Sentence,
    SomeFiles,
    Sum,
    Window,
    WindowStart,
    lacking,
    one_of,
)
from anxin.core.commands.table import (
    Allowed,
    ChangedMeanwhile,
    Command,
    Given,
    Refused,
    Table,
    Windows,
    marks,
    tables,
)
from anxin.core.commands.work import calling
