"""An outlet: the territory, the acceptance and the capacity above its technicians."""

from dataclasses import dataclass

from anxin.engines.dispatch.model import fields


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlet:
    """A service point that holds technicians.

    Attributes
    ----------
    id : str
    divisions : tuple of str
        Division codes it serves; a code covers all that begin with it. Empty: everywhere.
    capacity : int or None
        Most visits its technicians hold together in one plan.
    acceptance : float
        Share of offers it accepts; used by `match` ties and `simulate`.
    benches : int
        Places where brought-in goods are worked on at once.
    suspended : bool
        Takes no work.
    """

    id: str
    divisions: tuple[str, ...] = ()
    capacity: int | None = None
    acceptance: float = 1.0
    benches: int = 0
    suspended: bool = False

    def __post_init__(self) -> None:
        values: dict[str, object] = {"id": fields.text("id", self.id)}
        values["divisions"] = fields.texts("divisions", self.divisions)
        values["capacity"] = fields.maybe_whole("capacity", self.capacity)
        values["acceptance"] = fields.number("acceptance", self.acceptance, 0.0, 1.0)
        values["benches"] = fields.whole("benches", self.benches)
        values["suspended"] = fields.truth("suspended", self.suspended)
        fields.keep(self, values)

    def covers(self, division: str | None) -> bool:
        """Return whether the division lies in its territory; no division or no territory is no limit."""
        return not division or not self.divisions or any(division.startswith(code) for code in self.divisions)
