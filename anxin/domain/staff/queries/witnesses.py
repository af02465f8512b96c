"""What the chain says of staff: which role was asked for whom, by whom, and who agreed."""

from anxin.core.timeline import BY, Witness
from anxin.domain.staff.models import RoleChange


def witnesses() -> tuple[Witness, ...]:
    """Return what facts say of the rows of staff."""
    answered = {"answered_by": "second"}
    asked = {"role": "role", "command": "deed", "organisation_id": "house", "asked_by": BY}
    return (
        Witness(
            model=RoleChange,
            told={"role_change.asked": asked, "role_change.agree": answered, "role_change.refuse": answered},
            kinds={"account": "account_id"},
        ),
    )
