"""The ground of every row that walks a machine."""

from typing import ClassVar

from django.db import models

from anxin.core.ids import uuid7
from anxin.core.states.machines import Machine
from anxin.core.streams.key import StreamKey


class Stateful(models.Model):
    """A row with a state; the class names its machine and the stream its facts are written to."""

    MACHINE: ClassVar[Machine]

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    state = models.CharField(max_length=32, db_index=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True

    def stream(self) -> StreamKey:
        """Return the stream of this row's facts: its own, unless the class says otherwise."""
        return StreamKey(self.MACHINE.name, str(self.id))


def known_states(machine: Machine) -> models.CheckConstraint:
    """Make the database refuse a state the machine doesn't know; for a model's `Meta.constraints`."""
    return models.CheckConstraint(
        condition=models.Q(state__in=sorted(machine.states)), name=f"%(app_label)s_{machine.name}_state"
    )
