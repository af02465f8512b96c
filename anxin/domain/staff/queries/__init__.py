"""What can be asked about staff: accounts as a list and one by one, what waits for a second person, who is away."""

from anxin.domain.staff.queries.handouts import (
    HandoutView,
    NoSuchHandout,
    handout,
    handout_situation,
    handouts,
    is_handed_out,
    links_of,
    outlets_of,
    technicians_situation,
    uninvited,
)
from anxin.domain.staff.queries.hands import WAY_KEPT, HandsView, hands_in
from anxin.domain.staff.queries.lists import (
    AccountFilter,
    AccountRow,
    ChangeView,
    changes,
    house_kind_of,
    houses,
    listed,
    offered_roles,
    roles_kept,
    view,
    waiting_roles,
)
from anxin.domain.staff.queries.lookup import (
    InvitationLinkOver,
    account,
    administering,
    administrators,
    claims_left_by,
    colleagues_of,
    days_alone_in,
    deputy_until,
    holding,
    home_of,
    houses_of,
    invitation,
    is_last_operator,
    keeps_house,
    leads_of,
    living_roles,
    loads,
    mail_of,
    mailed_outlets,
    shut_with_work,
    there,
    visible_to,
    waits_in,
)
from anxin.domain.staff.queries.seconds import Second, Seconds, besides, seconds
from anxin.domain.staff.queries.situations import (
    came_in,
    change_situation,
    has_no_second_step,
    house_situation,
    is_linked,
    role_change,
    situation,
)
