"""What can be done with staff: invite, change roles, shut, hand over."""

from anxin.domain.staff.actions.absences import come_back, go, turn_due
from anxin.domain.staff.actions.accounts import (
    clear,
    disable,
    enable,
    end_sign_ins,
    let_in,
    note_way,
    take_authenticator,
)
from anxin.domain.staff.actions.company import part
from anxin.domain.staff.actions.emergencies import (
    ask_at_machine,
    count_due,
    reset_at_machine,
    set_password_at_machine,
)
from anxin.domain.staff.actions.handouts import carry_out, hand_out, take_back
from anxin.domain.staff.actions.handovers import NotAColleague
from anxin.domain.staff.actions.invitations import (
    BadName,
    NameTaken,
    accept,
    ask_forgotten,
    door_changed,
    forget_password,
    invite,
    invite_again,
    send_forgotten,
    write_to,
)
from anxin.domain.staff.actions.role_changes import agree, ask, name_deputy, refuse, withdraw
