"""What a plan costs, each term named and priced in seconds."""

from dataclasses import dataclass
from dataclasses import fields as dataclass_fields

from anxin.engines.dispatch.model import fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Objective:
    """Prices; cost = travel + the sum of these terms.

    Attributes
    ----------
    unserved : int
        For each job left out, times (1 + priority).
    optional : int
        The same for a job marked optional.
    lateness : int
        For each second of a start after its window; 0: windows are hard.
    overtime : int
        For each second between the last shift's end and being home.
    change : int
        For each notified job that changes technician.
    fairness : int
        For each job given, times the jobs its technician holds already.
    preferred : int
        For each job that names preferred technicians and goes to another.
    """

    unserved: int = 40000
    optional: int = 10000
    lateness: int = 0
    overtime: int = 1
    change: int = 0
    fairness: int = 0
    preferred: int = 0

    def __post_init__(self) -> None:
        for term in dataclass_fields(self):
            fields.keep(self, {term.name: fields.whole(term.name, getattr(self, term.name))})
