"""Changes of roles that were answered, as the desk and the inspector read them: whose, which, by whom."""

from typing import Any

from anxin.core import wording
from anxin.core.actors import Actor
from anxin.domain.people.wording import roles_in
from anxin.domain.staff.queries import records
from anxin.domain.staff.wording import ROLE_COMMANDS


def shown(actor: Actor) -> list[dict[str, Any]]:
    """Return the answered changes that somebody may see, in words."""
    return [
        {
            "view": one,
            "says": str(ROLE_COMMANDS[one.command]).format(role=roles_in(one.kind).get(one.role, one.role)),
            "state": wording.state("role_change", one.state),
        }
        for one in records.answered(actor)
    ]
