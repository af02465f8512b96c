"""What may be done with a technician, day by day."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.commands import Command, RecordedReason, Table, calling
from anxin.domain.network import actions as network
from anxin.domain.network.commands import employment_work, outlet_work
from anxin.domain.network.commands import roster_fields as fields
from anxin.domain.network.commands import roster_work as work
from anxin.domain.network.commands.fields import PORTRAIT_FOLLOWS, Portrait
from anxin.domain.network.models import Technician
from anxin.domain.network.queries import technicians
from anxin.domain.network.rules import rosters as rules
from anxin.domain.network.rules.rosters import TechnicianSituation
from anxin.domain.network.states import KEEPERS, LEADS

TECHNICIANS = Table(
    "technician",
    situation=technicians.situation,
    commands=(
        Command[Technician, TechnicianSituation](
            name="sick",
            title=_("Is ill"),
            who=LEADS,
            when=rules.is_led,
            fields=fields.Sick,
            do=work.sick,
            follows=_(
                "He is away for every house he works for. What he holds on these days goes to another at once; the "
                "customers are told."
            ),
        ),
        Command(
            name="leave",
            title=pgettext_lazy("of a technician", "Give leave"),
            who=LEADS,
            when=rules.is_led,
            fields=fields.Leave,
            options={"employer": work.employers},
            do=work.leave,
            follows=_(
                "Leave that an outlet gives counts for that outlet alone; the network desk says from whom. What he "
                "holds there on these days goes to another at once; the customers are told."
            ),
        ),
        Command(
            name="absence-end",
            title=_("Is there again"),
            who=LEADS,
            when=rules.is_absent,
            fields=fields.AbsenceEnd,
            options={"absence": work.absences},
            do=work.end_absence,
            follows=_("From today on his days count as before. What went to others stays with them."),
        ),
        Command(
            name="week",
            title=_("Change the week"),
            who=KEEPERS,
            fields=fields.Week,
            do=work.keep_week,
            replaces=work.week,
            follows=_("Counts from today on. What he holds outside of these hours goes to another."),
        ),
        Command(
            name="day",
            title=_("Change one day"),
            who=KEEPERS,
            fields=fields.Day,
            do=work.keep_day,
            replaces=work.days,
            follows=_("Counts for this day only. What he holds outside of these hours goes to another."),
        ),
        Command(
            name="sign-ins",
            title=_("His phone is lost: end his sign-ins"),
            who=LEADS,
            when=rules.is_signed_in,
            because=network.NotSignedIn,
            asks=True,
            do=calling("technician", network.end_sign_ins),
            follows=_(
                "He is signed out on every device, and no lost phone is told of jobs any more; a text tells him how to "
                "come in again. His password stays as it is, and nobody sees it."
            ),
        ),
        Command(
            name="own-sick",
            title=_("I am ill"),
            who="technician",
            when=rules.is_own_and_well,
            fields=fields.OwnSick,
            do=calling("technician", network.report_sick, "to_date"),
            final=True,
            follows=_(
                "From today on. What you hold on these days goes to another at once; the customers are told. A job you "
                "are at stays yours: end it, or give it back there."
            ),
        ),
        Command(
            name="own-well",
            title=_("I can work again"),
            who="technician",
            when=rules.is_own_and_ill,
            asks=True,
            do=calling("technician", network.report_well),
            follows=_("From today on you are offered jobs again. What went to others stays with them."),
        ),
        Command(
            name="leave-wish",
            title=_("Ask for leave"),
            who="technician",
            when=rules.is_own,
            fields=fields.Leave,
            options={"employer": work.employers},
            do=work.ask_leave,
            follows=_(
                "Your outlet or the network desk answers. Until then your days stay as they are; then you are away for "
                "every house you work for, or the one you choose."
            ),
        ),
        Command(
            name="swap",
            title=_("Swap with a colleague"),
            who=f"{LEADS} technician",
            when=rules.may_swap,
            fields=fields.Swap,
            options={"colleague": work.colleagues},
            do=work.ask_swap,
            follows=_("Nothing changes until it is agreed."),
        ),
        Command(
            name="skill",
            title=_("Add or renew a skill"),
            who=KEEPERS,
            fields=fields.Skill,
            options={"code": work.skills_to_add},
            do=work.qualify,
            replaces=work.skills_held,
            follows=_(
                "After its certificate's last day nobody is sent on it. A brand whose word for him names other goods "
                "is asked for a new one; until it has signed he is not sent there for this."
            ),
        ),
        Command(
            name="skill-end",
            title=_("End a skill"),
            who=KEEPERS,
            when=rules.is_skilled,
            fields=fields.SkillEnd,
            options={"skill": work.skills},
            do=work.end_skill,
            follows=_(
                "From today on he is not sent for it: jobs he was booked for go to another, and customers get a "
                "message. It stays in the record."
            ),
        ),
        Command(
            name="employment",
            title=_("Works for one more"),
            who=KEEPERS,
            fields=fields.Employment,
            options={"brand": outlet_work.brands},
            do=employment_work.employ,
            follows=_("He is sent once this brand vouches for him."),
        ),
        Command(
            name="start",
            title=_("Change where he sets out"),
            who=KEEPERS,
            fields=fields.Start,
            do=work.start,
            replaces=work.set_out,
            follows=_("From now on his ways and windows count from there. What he holds stays with him."),
        ),
        Command(
            name="last-day",
            title=_("Say his last day"),
            who=LEADS,
            when=rules.may_end,
            fields=fields.LastDay,
            options={"employer": work.employers_to_end},
            do=work.say_last_day,
            follows=_(
                "What he holds there after that day goes to others at once; the customers are told. Until its end it "
                "can be changed or taken back; what went to others stays with them."
            ),
        ),
        Command(
            name="last-day-back",
            title=_("He stays after all"),
            who=LEADS,
            when=rules.has_last_day,
            fields=fields.LastDayBack,
            options={"employer": work.employers_ending},
            do=work.take_back_last_day,
            follows=_("His days there count as before. What went to others stays with them."),
        ),
        Command(
            name="employment-end",
            title=_("End an employment"),
            who=KEEPERS,
            when=rules.is_employed,
            fields=fields.EmploymentEnd,
            options={"employment": employment_work.employments},
            do=employment_work.dismiss,
            final=True,
            follows=_("He is asked for nothing more from there. What he has begun he finishes."),
        ),
        Command(
            name="badge",
            title=_("Give out a badge"),
            who=LEADS,
            when=rules.may_have_badge,
            because=network.NoBadge,
            do=calling("technician", network.issue_badge),
            replaces=work.badge,
            asks=True,
            follows=_("It is printed from here. A badge he has already counts no more from then on."),
        ),
        Command(
            name="badge-end",
            title=_("Withdraw the badge"),
            who=LEADS,
            when=rules.has_badge,
            fields=fields.BadgeEnd,
            do=calling("technician", network.withdraw_badge, "reason"),
            final=True,
            follows=_("Whoever scans it reads at once that it was withdrawn."),
        ),
        Command(
            name="portrait",
            title=_("Add his photo"),
            who="outlet_manager operator",
            when=rules.may_be_portrayed,
            fields=Portrait,
            do=work.portray,
            follows=PORTRAIT_FOLLOWS,
        ),
        Command(
            name="pause",
            title=_("No jobs for now"),
            who=KEEPERS,
            when=rules.works,
            fields=RecordedReason,
            do=calling("technician", network.pause, "why"),
            follows=_("He is offered nothing more until you say so. What he holds he keeps."),
        ),
        Command(
            name="unpause",
            title=_("Takes jobs again"),
            who=KEEPERS,
            when=rules.may_work_again,
            do=calling("technician", network.unpause),
            asks=True,
            follows=_("He is offered jobs again at once."),
        ),
    ),
)
