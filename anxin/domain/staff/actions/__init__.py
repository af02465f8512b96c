"""What can be done with staff: invite, change roles, shut, hand over."""

from anxin.domain.staff.actions.changing import agree, ask, refuse, withdraw
from anxin.domain.staff.actions.inviting import (
    BadMail,
    BadName,
    NameTaken,
    accept,
    ask_forgotten,
    forget_password,
    invite,
    invite_again,
    send_forgotten,
    write_to,
)
from anxin.domain.staff.actions.keeping import disable, enable, end_sign_ins, let_in, take_authenticator
from anxin.domain.staff.actions.leaving import NotAColleague, come_back, end_due, go

__all__ = [
    "BadMail",
    "BadName",
    "NameTaken",
    "NotAColleague",
    "accept",
    "agree",
    "ask",
    "ask_forgotten",
    "come_back",
    "disable",
    "enable",
    "end_due",
    "end_sign_ins",
    "forget_password",
    "go",
    "invite",
    "invite_again",
    "let_in",
    "refuse",
    "send_forgotten",
    "take_authenticator",
    "withdraw",
    "write_to",
]
