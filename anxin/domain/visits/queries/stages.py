"""What the state of a visit means to who reads it, named once for every read model that carries one."""

from anxin.domain.visits.states import BEFORE_THE_DOOR, VISIT


class VisitStage:
    """A visit, or a line about one, by its state."""

    state: str

    @property
    def seeking(self) -> bool:
        """Return whether it is still looked for who goes."""
        return self.state in VISIT.capabilities["seek"]

    @property
    def unbooked(self) -> bool:
        """Return whether a technician has it and no window is agreed on yet."""
        return self.state == "assigned"

    @property
    def booked(self) -> bool:
        """Return whether the window is agreed on and nobody has set out."""
        return self.state == "booked"

    @property
    def before_the_door(self) -> bool:
        """Return whether a technician has it and has not arrived."""
        return self.state in BEFORE_THE_DOOR

    @property
    def coming(self) -> bool:
        """Return whether the technician is on his way."""
        return self.state == "on_the_way"

    @property
    def at_work(self) -> bool:
        """Return whether the technician is there."""
        return self.state == "on_site"

    @property
    def finished(self) -> bool:
        """Return whether the work was done."""
        return self.state == "finished"

    @property
    def broken_off(self) -> bool:
        """Return whether it ended with the work not done."""
        return self.state == "unfinished"

    @property
    def called_off(self) -> bool:
        """Return whether nobody is to go."""
        return self.state == "cancelled"

    @property
    def over(self) -> bool:
        """Return whether it has ended, however."""
        return self.state in VISIT.ends
