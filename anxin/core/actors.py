"""Who does something: one frozen value, made by a face or a task and passed down."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, get_args
from uuid import UUID

from anxin.core.errors import Forbidden

Kind = Literal["staff", "technician", "customer_link", "customer_phone", "token", "system", "stranger"]
KINDS: frozenset[str] = frozenset(get_args(Kind))
CUSTOMERS = frozenset({"customer_link", "customer_phone"})
VISITORS = CUSTOMERS | {"stranger"}
"""Whoever writes from outside: customers, and who reports or files before he is known."""
ACCOUNTS = frozenset({"staff", "technician"})
"""People who work here: each signs in with an account of his own."""
HOUSES = ACCOUNTS | {"token"}
"""Whoever acts for an organisation: its people and its programs."""
OFFICES = HOUSES - {"technician"}
"""Whoever may read all cases of his organisation; a technician reads his own."""


@dataclass(frozen=True, kw_only=True)
class Actor:
    """Somebody, or the system itself; `via` names the channel (a page, the API, an import).

    `done_at`: when he did what comes in only now, by the clock of a phone that had no signal; a word, no proof.
    `late`: it is handed in so long after that it counts as late.
    """

    kind: Kind
    id: str
    organisation: str = ""
    roles: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    via: str = ""
    done_at: datetime | None = None
    late: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"actor kind: expected one of {', '.join(sorted(KINDS))}, got {self.kind!r}")

    @property
    def key(self) -> str:
        """Return the actor in one plain key, as rows keep it: `staff:0199…`."""
        return f"{self.kind}:{self.id}"

    @property
    def house(self) -> UUID | None:
        """Return the key of the organisation the actor works for; None matches no row that belongs to one."""
        return UUID(self.organisation) if self.organisation else None

    @property
    def proved(self) -> bool:
        """Return whether he proved to be the customer as whom he acts; whom a case's link brought stands in that alone.

        A link is given to whoever reports, and handed on: to a helper, a neighbour, a technician who helps to type.
        """
        return self.kind == "customer_phone"

    def may(self, who: frozenset[str]) -> bool:
        """Return whether the actor's kind or one of the roles is among those named; both customers are `customer`."""
        if self.kind in who or not self.roles.isdisjoint(who):
            return True
        return "customer" in who and self.kind in CUSTOMERS


def only(by: Actor, who: str, *, number: str) -> None:
    """Refuse whoever is none of these kinds and roles; for what no step of a machine asks."""
    if not by.may(frozenset(who.split())):
        raise Forbidden({"number": number})


type RolesNow = Callable[[str, datetime], tuple[str, frozenset[str]]]
ROLES_NOW: dict[str, RolesNow] = {}
"""How the organisation and the roles that somebody has by now are read, by kind; filled by who keeps accounts."""


def still(by: Actor, *, now: datetime) -> Actor:
    """Return who asked for long work, before each piece of it; refuse him once a role was taken from him."""
    read = ROLES_NOW.get(by.kind)
    organisation, roles = read(by.id, now) if read else (by.organisation, by.roles)
    if organisation != by.organisation or not roles >= by.roles:
        raise Forbidden({"actor": by.key})
    return by


SYSTEM = Actor(kind="system", id="system")
STRANGER = Actor(kind="stranger", id="")
