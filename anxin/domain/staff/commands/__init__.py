"""What an administrator may do with accounts and with changes of roles."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.commands import Command, Table, calling
from anxin.domain.people.models import Account, Organisation
from anxin.domain.staff import actions as staff
from anxin.domain.staff import queries, rules
from anxin.domain.staff.commands import fields, work
from anxin.domain.staff.models import Handout, RoleChange
from anxin.domain.staff.rules import (
    AccountSituation,
    ChangeSituation,
    HandoutSituation,
    HouseSituation,
    TechniciansSituation,
)
from anxin.domain.staff.states import ADMINISTERS, KEEPS

INVITATIONS = Table(
    "house",
    situation=queries.house_situation,
    commands=(
        Command[Organisation, HouseSituation](
            name="invitation",
            title=_("Invite somebody"),
            who=KEEPS,
            when=rules.is_kept,
            fields=fields.Inviting,
            options={"role": work.roles_of_house},
            do=work.invite,
            follows=_(
                "You get a link that counts once, for seven days. Whoever opens it chooses a password and sets up a "
                "passkey or an authenticator; the role counts once a second person has agreed, where it takes two."
            ),
        ),
    ),
)

ACCOUNTS = Table(
    "account",
    situation=queries.situation,
    commands=(
        Command[Account, AccountSituation](
            name="invitation",
            title=_("Make a new link"),
            who=KEEPS,
            when=rules.may_be_invited,
            do=calling("account", staff.invite_again),
            follows=_("The link counts once, for seven days; the one of before opens nothing any more."),
        ),
        Command(
            name="password",
            title=_("Make a link for a new password"),
            who=KEEPS,
            when=rules.may_forget,
            because="staff.two_hands",
            do=calling("account", staff.forget_password),
            follows=_("The link counts once, within an hour. Passkeys and authenticators stay what they are."),
        ),
        Command(
            name="unlocking",
            title=_("Make a code past too many wrong tries"),
            who=ADMINISTERS,
            when=rules.may_be_let_in,
            do=calling("account", staff.let_in),
            follows=_("Tell it on the phone to whom you know; it counts for half an hour."),
        ),
        Command(
            name="role",
            title=_("Change a role"),
            who=KEEPS,
            when=rules.may_change_role,
            because="staff.itself",
            fields=fields.Changing,
            options={"change": work.roles},
            do=work.change_role,
            follows=_(
                "It counts once a second person has agreed, where it takes two. Open calls and claims go back to the "
                "queue where the role that let this person have them is taken away."
            ),
        ),
        Command(
            name="deputy",
            title=_("Name as deputy"),
            who=ADMINISTERS,
            when=rules.may_be_deputy,
            fields=fields.Deputising,
            do=calling("account", staff.name_deputy, "until_date", "why"),
            follows=_(
                "Once a second administrator has agreed, this person may agree to changes of roles, or refuse them, "
                "until that day, when one of two administrators is ill or gone; to nothing else, and never to what is "
                "about himself."
            ),
        ),
        Command(
            name="leave",
            title=_("On leave"),
            who="staff",
            when=rules.may_go,
            fields=fields.Going,
            options={"deputy": work.colleagues},
            do=calling("account", staff.go, "deputy", "since", "until"),
            follows=_(
                "Open calls and claims go over on the first day; what nobody is named for, or the colleague may not "
                "judge, goes back to the queue. After the last day it ends by itself."
            ),
        ),
        Command(
            name="return",
            title=_("Back from leave"),
            who="staff",
            when=rules.is_away,
            do=calling("account", staff.come_back),
        ),
        Command(
            name="mail",
            title=_("Where mail goes"),
            who=KEEPS,
            when=rules.may_write_mail,
            because="staff.two_hands",
            fields=fields.Writing,
            do=calling("account", staff.write_to, "mail"),
            follows=_("Links for a new password go there; nobody reads it on a page again."),
        ),
        Command(
            name="sessions",
            title=_("End every sign-in"),
            who=KEEPS,
            when=rules.is_signed_in,
            asks=True,
            do=work.end_sign_ins,
            follows=_("This person signs in again on every device."),
        ),
        Command(
            name="session",
            title=_("End this sign-in"),
            who=KEEPS,
            when=rules.is_signed_in,
            fields=fields.Session,
            do=calling("account", staff.end_sign_ins, "handle"),
        ),
        Command(
            name="parting",
            title=_("Part from the company sign-in"),
            who="staff",
            when=rules.may_part,
            asks=True,
            do=calling("account", staff.part),
            follows=_(
                "Every sign-in ends, and nobody comes in by the company as this account any more; an invitation links "
                "anew."
            ),
        ),
        Command(
            name="authenticator",
            title=_("Take lost passkeys and authenticators away"),
            who=KEEPS,
            when=rules.may_lose_authenticator,
            because="staff.two_hands",
            asks=True,
            do=calling("account", staff.take_authenticator),
            final=True,
            follows=_(
                "Every sign-in ends, recovery codes too, and links made before open nothing. The next one, with the "
                "password, sets up a new one."
            ),
        ),
        Command(
            name="shutting",
            title=_("Shut the account"),
            who=KEEPS,
            when=rules.may_be_disabled,
            because="staff.administrator_first",
            fields=fields.Shutting,
            options={"deputy": work.colleagues},
            do=calling("account", staff.disable, "why", "deputy"),
            final=True,
            follows=_(
                "Every sign-in and every link ends now. Open calls and claims go over, or back to the queue; a "
                "technician's jobs go to others, and customers with a window are told. What this person did stays, "
                "under this name."
            ),
        ),
        Command(
            name="opening",
            title=_("Open the account again"),
            who=KEEPS,
            when=rules.may_be_enabled,
            do=calling("account", staff.enable),
        ),
    ),
)

TECHNICIANS = Table(
    "technicians",
    situation=queries.technicians_situation,
    commands=(
        Command[Organisation, TechniciansSituation](
            name="links",
            title=_("Make a link for everybody who can't sign in yet"),
            who=ADMINISTERS,
            when=rules.may_hand_out,
            fields=fields.HandingOut,
            options={"way": work.ways},
            do=work.hand_out,
            follows=_(
                "Who has no account gets one: he signs in with his badge number. Each link counts once, for seven "
                "days. All that nobody has opened can be taken back in one press."
            ),
        ),
    ),
)

HANDOUTS = Table(
    "handout",
    situation=queries.handout_situation,
    commands=(
        Command[Handout, HandoutSituation](
            name="withdrawal",
            title=_("Take the links back"),
            who=ADMINISTERS,
            when=rules.may_take_back,
            do=calling("handout", staff.take_back),
            asks=True,
            follows=_("No link that nobody has opened counts any more; who has come in stays in."),
        ),
    ),
)

CHANGES = Table(
    "role_change",
    situation=queries.change_situation,
    commands=(
        Command[RoleChange, ChangeSituation](
            name="agreement",
            title=pgettext_lazy("a change of a role", "Agree"),
            steps="role_change.agree",
            when=rules.is_second,
            because="staff.second_needed",
            do=calling("change", staff.agree),
        ),
        Command(
            name="refusal",
            title=pgettext_lazy("a change of a role", "Refuse"),
            steps="role_change.refuse",
            when=rules.may_refuse,
            do=calling("change", staff.refuse),
            final=True,
        ),
        Command(
            name="withdrawal",
            title=_("Take it back"),
            steps="role_change.withdraw",
            when=rules.is_own_asking,
            do=calling("change", staff.withdraw),
        ),
    ),
)
