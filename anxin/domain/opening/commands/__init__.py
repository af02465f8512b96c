"""What an administrator may do to set an installation up, and with the public face of a brand."""

from django.utils.translation import gettext_lazy as _

from anxin.core.commands import Command, Table, calling
from anxin.domain.network import actions as network
from anxin.domain.opening import actions as opening
from anxin.domain.opening import queries, rules
from anxin.domain.opening.commands import fields, work
from anxin.domain.opening.commands.house_companies import HOUSE_COMPANIES
from anxin.domain.opening.commands.house_robots import HOUSE_ROBOTS
from anxin.domain.opening.commands.houses import HOUSES
from anxin.domain.opening.commands.marketplaces import MARKETPLACE
from anxin.domain.opening.commands.settings import SETTING_CHANGES, SETTINGS
from anxin.domain.opening.models import Errand
from anxin.domain.opening.rules import BrandSituation, InstallationSituation, LeadSituation
from anxin.domain.opening.states import ADMINISTERS
from anxin.domain.people.models import Organisation

INSTALLATION = Table(
    "installation",
    situation=queries.house_situation,
    commands=(
        Command[Organisation, InstallationSituation](
            name="administrators",
            title=_("Invite the second administrator"),
            who=ADMINISTERS,
            fields=fields.Administrator,
            do=work.invite_administrator,
            follows=_(
                "From two administrators on, roles and money rules change only when both agree. You get a link: send "
                "it, or open it here in a private window if the person sits beside you."
            ),
        ),
        Command(
            name="imprint",
            title=_("Say who runs this"),
            who=ADMINISTERS,
            fields=fields.Imprint,
            do=work.keep_imprint,
            follows=_("It stands on every public page. A second administrator confirms the change under settings."),
        ),
        Command(
            name="address",
            title=_("Keep the public address"),
            who=ADMINISTERS,
            fields=fields.Address,
            do=work.keep_address,
            follows=_(
                "Links in messages and codes lead there. Point the name's DNS and your TLS proxy here yourself. Where "
                "there is a second administrator he agrees first; until then what is there goes on."
            ),
        ),
        Command(
            name="brand",
            title=_("Make the brand"),
            who=ADMINISTERS,
            fields=fields.Brand,
            do=work.add_brand,
            follows=_("It stays shut to the public until the checklist says that customers would be served."),
        ),
        Command(
            name="mail",
            title=_("Keep the mail server"),
            who=ADMINISTERS,
            fields=fields.Mail,
            do=work.keep_mail,
            follows=_(
                "The password is kept sealed and shown nowhere again. Where there is a second administrator he agrees "
                "first; until then what is there goes on."
            ),
        ),
        Command(
            name="messages",
            title=_("Go on without text messages"),
            who=ADMINISTERS,
            asks=True,
            do=work.going_without("messages"),
            follows=_(
                "Until a provider works no text message leaves: nobody signs in by phone, customers keep the link they "
                "see after reporting, and news reach them on that page only. The signature takes 7 to 10 working days: "
                "ask for it first. The checklist reminds you."
            ),
        ),
        Command(
            name="payment",
            title=_("Go on without payment online"),
            who=ADMINISTERS,
            asks=True,
            do=work.going_without("payment"),
            follows=_(
                "Until one works customers pay in cash, or by transfer once the house's account is kept under "
                "settings, and refunds are made by hand. The checklist reminds you."
            ),
        ),
        Command(
            name="backup",
            title=_("Keep the folder"),
            who=ADMINISTERS,
            fields=fields.Backup,
            do=work.keep_backup,
            follows=_("The first backup is written in a minute, then one a day; the newest fourteen stay."),
        ),
    ),
)

BRANDS = Table(
    "brand_opening",
    situation=queries.brand_situation,
    commands=(
        Command[Organisation, BrandSituation](
            name="opening",
            title=_("Open to the public"),
            who=ADMINISTERS,
            when=rules.may_open,
            because="opening.not_ready",
            asks=True,
            do=calling("brand", opening.open_brand),
            follows=_("Strangers can report online from now on. You can shut it again; what came in is finished."),
        ),
        Command(
            name="rehearsal",
            title=_("Play a rehearsal"),
            who=ADMINISTERS,
            when=rules.may_rehearse,
            because="opening.not_rehearsable",
            fields=fields.Rehearsal,
            do=calling("brand", opening.ask_rehearsal, "counties", "hours"),
            follows=_(
                "Test persons report from these counties at these hours and file a claim, by the real ways; all of it "
                "is undone at once, and nobody is told. What the customer would read stays here."
            ),
        ),
        Command(
            name="promise",
            title=_("Make the first promise"),
            who=ADMINISTERS,
            when=rules.may_promise,
            fields=fields.Promise,
            do=work.promise,
            follows=_("Customers read it from now on, and a clock keeps it for every case of this brand."),
        ),
        Command(
            name="mark",
            title=_("Show a picture as its mark"),
            who=ADMINISTERS,
            fields=fields.Mark,
            do=calling("brand", network.show_mark, "files"),
            follows=_(
                "PNG, JPEG, WebP or SVG of at most 2 MiB, best a square of 256 points or more; an SVG has its letters "
                "as outlines, and is drawn as a picture here. It stands beside the name on every page of the brand, in "
                "the tab, on home screens and on the card that messengers show."
            ),
        ),
        Command(
            name="letters",
            title=_("Show its letters instead"),
            who=ADMINISTERS,
            when=rules.shows_picture,
            do=calling("brand", network.show_letters),
        ),
        Command(
            name="shutting",
            title=_("Shut to the public"),
            who=ADMINISTERS,
            when=rules.may_shut,
            fields=fields.Shutting,
            do=calling("brand", opening.shut_brand, "why"),
            final=True,
            follows=_("Nothing new comes in online; open cases go on, and the page says to ring."),
        ),
    ),
)

ERRANDS = Table(
    "errand",
    situation=queries.errand_situation,
    commands=(
        Command[Errand, LeadSituation](
            name="asking",
            title=_("It was asked for"),
            who=ADMINISTERS,
            when=rules.may_be_asked,
            fields=fields.Day,
            do=work.ask_errand,
        ),
        Command(
            name="granting",
            title=_("It was granted"),
            who=ADMINISTERS,
            when=rules.may_be_granted,
            fields=fields.Day,
            do=work.grant_errand,
        ),
    ),
)
