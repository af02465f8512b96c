"""Commands: what a person may do with a case, each declared once, checked under the lock, drawn everywhere."""

from anxin.core.commands.fields import (
    Ask,
    Code,
    Documents,
    Drawing,
    Drawings,
    Drawn,
    Fields,
    Files,
    RecordedReason,
    Sentence,
    SomeDocuments,
    SomeFiles,
    Sum,
    Window,
    WindowStart,
    lacking,
    one_of,
)
from anxin.core.commands.marks import UNREAD, ChangedMeanwhile, ShownOtherwise, marks
from anxin.core.commands.table import Allowed, Command, CommandRefused, Given, Table, tables
from anxin.core.commands.windows import Windows
from anxin.core.commands.work import calling
