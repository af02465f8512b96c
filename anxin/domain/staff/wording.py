"""What people are told about staff."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.wording import Fact, declare

INSIDE = "operator auditor"

declare(
    errors={
        "staff.name_taken": _("Somebody has the sign-in name {got}. Choose another one."),
        "staff.bad_name": _("A sign-in name has 2 to 32 letters, digits, dots or hyphens, such as wang.min."),
        "staff.bad_mail": _("This is no mail address: {got}"),
        "staff.not_linked": _(
            "Your company vouches for you, but no account here is linked with you. Open the link of your invitation, "
            "or have an administrator write your mail address down."
        ),
        "staff.link_over": _("This link was used, is over or was replaced. Ask an administrator for a new one."),
        "staff.nobody_waits": _("Every technician has a link, or has come in already."),
        "staff.no_such_handout": _("There are no such links, or somebody else made them."),
        "staff.no_such_change": _("There is no such change of a role, or not for you."),
        "staff.second_needed": _(
            "Another administrator, his deputy or another lead of this house has to agree: not who asked, nor whom it "
            "is about. What was asked for at the machine counts after its time, unless somebody refuses."
        ),
        "staff.asked_otherwise": _(
            "Another change of this role waits for an answer already, the other way or with another last day. Have it "
            "answered or taken back under changes of roles (/desk/staff/changes/), then ask anew."
        ),
        "staff.two_name": _("A deputy is named by two administrators: invite a second one first."),
        "staff.not_a_colleague": _("Cases go to somebody of the same house who is there."),
        "staff.over_already": _("A leave begins today or later, and ends on its first day or later."),
        "staff.itself": _("You can't do this with your own account; another administrator does."),
        "staff.last_operator": _("This is the last administrator: somebody has to be left who runs the installation."),
        "staff.last_owner": _(
            "{username} is the last owner of {house}, and claims wait there for an answer or an end: {count}. Give "
            "somebody else the role of owner first; then this one can be taken away."
        ),
        "staff.two_hands": _(
            "You had a hand in this account's password, mail address, passkeys or authenticators lately, or in which "
            "way mail and links go or people come in: another administrator does this, so that nobody alone comes in "
            "as somebody else. The account's page says until when, and who can."
        ),
        "staff.administrator_first": _("First two administrators take the role of an administrator away."),
    },
    messages={
        "staff.invited_link": _(
            "Your account is ready\n\nAn account for after-sales work was made for you. Open this link within seven "
            "days and choose a password:\n{secret}\n\nIt counts once. If you expected nothing of the kind, delete "
            "this mail."
        ),
        "staff.invited_text": _(
            "Your account for after-sales jobs is ready. Open within 7 days and choose a password: {secret} It counts "
            "once; show it to nobody."
        ),
        "staff.notice": "{secret}",
        "staff.forgotten_link": _(
            "A new password\n\nAn administrator made you a link for a new password. It counts once, within an hour:\n"
            "{secret}\n\nYour authenticator stays what it is."
        ),
        "staff.password_link": _(
            "A new password\n\nSomebody asked for a new password for your account. If it was you, open this link "
            "within an hour:\n{secret}\n\nIf not, do nothing: your password stays, and without your authenticator "
            "nobody comes in."
        ),
    },
    values={
        "way": {
            "mail": _("the mail server"),
            "address": _("the public address"),
            "company": _("a company sign-in of its own"),
            "aliyun": _("Aliyun SMS"),
            "tencent": _("Tencent Cloud SMS"),
        }
    },
    states={
        "role_change": {
            "asked": _("waits for a second person"),
            "agreed": pgettext_lazy("a change of a role", "agreed"),
            "refused": pgettext_lazy("a change of a role", "refused"),
            "withdrawn": _("taken back"),
        }
    },
    steps={
        "role_change": {
            "agree": pgettext_lazy("a change of a role", "Agree"),
            "refuse": pgettext_lazy("a change of a role", "Refuse"),
            "withdraw": _("Take it back"),
        }
    },
    facts={
        "role_change.asked": Fact(
            _("A change of a role was asked for"),
            INSIDE,
            instead={
                ("deed", "grant"): _("Asked for that the role be given: {role}"),
                ("deed", "withdraw"): _("Asked for that the role be taken away: {role}"),
            },
        ),
        "role_change.agree": Fact(
            _("A change of a role was agreed to, and counts"),
            INSIDE,
            instead={
                ("deed", "grant"): _("The role was agreed to, and counts: {role}"),
                ("deed", "withdraw"): _("That the role is taken away was agreed to, and counts: {role}"),
            },
        ),
        "role_change.refuse": Fact(
            _("A change of a role was refused"),
            INSIDE,
            instead={
                ("deed", "grant"): _("The role was refused: {role}"),
                ("deed", "withdraw"): _("That the role is taken away was refused: {role}"),
            },
        ),
        "role_change.withdraw": Fact(
            _("A change of a role was taken back"),
            INSIDE,
            instead={
                ("deed", "grant"): _("What was asked for was taken back, to give the role: {role}"),
                ("deed", "withdraw"): _("What was asked for was taken back, to take the role away: {role}"),
            },
        ),
        "staff.waits_out": Fact(
            _("Asked for at the machine: a change of a role counts from {due} unless somebody refuses"), INSIDE
        ),
        "staff.reset_at_machine": Fact(
            _("Authenticators and passkeys were taken away at the machine, by {machine_user}"), INSIDE
        ),
        "staff.password_at_machine": Fact(_("A new password was set at the machine, by {machine_user}"), INSIDE),
        "staff.invited": Fact(_("A link to the account was made"), INSIDE),
        "staff.forgotten": Fact(_("A link for a new password was made"), INSIDE),
        "staff.mail": Fact(_("The mail address was changed"), INSIDE),
        "staff.company_parted": Fact(_("Parted from the company sign-in"), INSIDE),
        "staff.company_linked": Fact(_("Linked with the company sign-in"), INSIDE),
        "staff.accepted": Fact(_("Opened the link and chose a password"), INSIDE),
        "staff.disabled": Fact(_("The account was shut"), INSIDE),
        "staff.enabled": Fact(_("The account was opened again"), INSIDE),
        "staff.signed_out": Fact(_("An administrator ended sign-ins: {count}"), INSIDE),
        "staff.leave_planned": Fact(_("Will be on leave from {day}"), INSIDE),
        "staff.left": Fact(_("Went on leave; the open cases went over"), INSIDE),
        "staff.back": Fact(_("Came back from leave"), INSIDE),
        "staff.handed_over": Fact(_("Open cases went to {deputy}: {count}"), INSIDE),
        "staff.handed_back": Fact(_("Open cases went back to the queue: {count}"), INSIDE),
        "staff.way_kept": Fact(_("Changed which way links and codes go, or people come in: {way}"), INSIDE),
    },
)

STANDS = {
    "there": pgettext_lazy("an account", "in use"),
    "invited": pgettext_lazy("an account", "invited"),
    "unused": pgettext_lazy("an account", "not used yet"),
    "waiting": pgettext_lazy("an account", "waits for a second person"),
    "away": pgettext_lazy("an account", "on leave"),
    "shut": pgettext_lazy("an account", "shut"),
}
ROLE_COMMANDS = {"grant": _("give: {role}"), "withdraw": _("take away: {role}")}

SECONDS = {
    "there": _("May agree: {names}"),
    "not_in": _(
        "Nobody who may agree has come in yet: {names}. Make a new link on his page under Staff, or take his role to "
        "administer away there: as long as nobody ever came in with it, that counts at once."
    ),
    "nobody": _(
        "Nobody can agree: beside who asked and whom it is about nobody administers, and no deputy is named. Whoever "
        "runs the machine asks for it there with anxin admin; it counts after a while, unless somebody refuses."
    ),
    "alone": _("One alone administers by now: taken back and asked for again, it counts at once."),
}
"""Whom a change that takes two waits for."""
NOT_IN = _("{name} (not in yet)")

SETTINGS = {"machine_h": _("How long a change of a role asked for at the machine waits for a refusal")}

WAYS = {"paper": _("on paper"), "text": _("by text message")}
