"""The tiny named machine of the core's tests: a lamp that is lit, repaired and thrown away."""

from datetime import datetime

from anxin.core import states
from anxin.core.actors import Actor
from anxin.core.states import Stateful, known_states, machine, step

LAMP = machine(
    "lamp",
    start="dark",
    ends="scrapped",
    steps=[
        step("light", "dark", "lit", "agent customer"),
        step("quench", "lit", "dark", "agent customer system"),
        step("mend", "dark lit", "mended", "technician"),
        step("light", "mended", "lit", "technician"),
        step("scrap", "dark lit mended", "scrapped", "agent system"),
    ],
    capabilities={"read_by": "lit"},
)
ALICE = Actor(kind="staff", id="alice", organisation="o1", roles=frozenset({"agent"}))
LUO = Actor(kind="technician", id="luo", organisation="o2", roles=frozenset({"technician"}))
ZHANG = Actor(kind="customer_link", id="zhang")
CHARLIE = Actor(kind="staff", id="charlie", organisation="o3", roles=frozenset({"packer"}))


class Lamp(Stateful):
    MACHINE = LAMP

    class Meta:
        app_label = "core"
        db_table = "tests_lamp"
        managed = False  # most tests have no such table
        constraints = (known_states(LAMP),)

    def __str__(self) -> str:
        return str(self.pk)


def a_lamp(now: datetime, by: Actor = ALICE) -> Lamp:
    """Make a dark lamp; inside a block."""
    lamp = Lamp()
    states.begin(lamp, by=by, now=now)
    return lamp
