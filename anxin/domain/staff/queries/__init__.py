"""What can be asked about staff: accounts as a list and one by one, what waits for a second person, who is away."""

from anxin.domain.staff.queries.finding import (
    LinkOver,
    account,
    administering,
    administers,
    administrators,
    colleagues_of,
    home_of,
    invitation,
    is_last_operator,
    mail_of,
)
from anxin.domain.staff.queries.listing import (
    AccountRow,
    ChangeView,
    Wish,
    changes,
    count_changes,
    houses,
    listed,
    offered_roles,
    record_of,
    view,
)
from anxin.domain.staff.queries.situating import change_situation, house_situation, role_change, situation

__all__ = [
    "AccountRow",
    "ChangeView",
    "LinkOver",
    "Wish",
    "account",
    "administering",
    "administers",
    "administrators",
    "change_situation",
    "changes",
    "colleagues_of",
    "count_changes",
    "home_of",
    "house_situation",
    "houses",
    "invitation",
    "is_last_operator",
    "listed",
    "mail_of",
    "offered_roles",
    "record_of",
    "role_change",
    "situation",
    "view",
]
