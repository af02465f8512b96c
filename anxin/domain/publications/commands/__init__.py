"""What may be done with the texts the house publishes."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from anxin.core.commands import Command, Table, calling
from anxin.domain.publications import actions as publications
from anxin.domain.publications import queries, rules
from anxin.domain.publications.commands import fields, work
from anxin.domain.publications.commands.holds import HOUSE_HOLDS
from anxin.domain.publications.models import Document
from anxin.domain.publications.rules import NoticeSituation, TextSituation
from anxin.domain.publications.states import ACKNOWLEDGES, ANSWERS, WRITES

GUIDES = Table(
    "guide",
    situation=queries.situation,
    commands=(
        Command[Document, TextSituation](
            name="write",
            title=pgettext_lazy("a draft", "Write"),
            who=WRITES,
            when=rules.is_theirs,
            because=publications.NotYourGuide,
            fields=fields.Steps,
            do=work.write_steps,
            replaces=work.steps,
            follows=_("It is a draft until it is published; customers go on reading what they read now."),
        ),
        Command(
            name="picture",
            title=_("Add a picture"),
            who=WRITES,
            when=rules.is_theirs,
            because=publications.NotYourGuide,
            stands=rules.has_draft,
            fields=fields.StepPicture,
            do=work.add_picture,
            follows=_("It stands beside the step, without what the camera wrote into it."),
        ),
        Command(
            name="publish",
            title=pgettext_lazy("a text", "Publish"),
            who=WRITES,
            when=rules.is_theirs,
            because=publications.NotYourGuide,
            stands=rules.has_draft,
            fields=fields.From,
            do=work.publish_steps,
            replaces=work.draft,
            follows=_("Customers read it from that day on. It is never changed again: the next edition follows it."),
        ),
        Command(
            name="drop",
            title=_("Drop the draft"),
            who=WRITES,
            when=rules.is_theirs,
            because=publications.NotYourGuide,
            stands=rules.has_draft,
            do=calling("document", publications.drop),
            asks=True,
            final=True,
        ),
        Command(
            name="giving-back",
            title=_("Let the operator's words count again"),
            who=WRITES,
            when=rules.is_theirs,
            because=publications.NotYourGuide,
            stands=rules.may_give_back,
            fields=fields.Return,
            do=calling("document", publications.give_back, "why"),
            follows=_(
                "Your customers read what the operator says, and what it says later. Your own stays among the editions "
                "and can be taken up again."
            ),
        ),
        Command(
            name="taking-back",
            title=_("Take our own up again"),
            who=WRITES,
            when=rules.is_theirs,
            because=publications.NotYourGuide,
            stands=rules.may_take_back,
            do=calling("document", publications.take_back),
            asks=True,
            follows=_("Your customers read what stood here before it was given back."),
        ),
    ),
)
TEXTS = Table(
    "document",
    situation=queries.situation,
    commands=(
        Command[Document, TextSituation](
            name="write",
            title=pgettext_lazy("a draft", "Write"),
            who=ANSWERS,
            fields=fields.Wording,
            do=calling("document", publications.write, "zh", "en", "note"),
            replaces=work.wording,
            follows=_(
                "It is a draft until it is published; customers read the edition that counts, where there is one."
            ),
        ),
        Command(
            name="blanks",
            title=_("Fill the blanks"),
            who=ANSWERS,
            fields=fields.Blanks,
            do=work.fill_blanks,
            follows=_("They go into both languages of the draft; a blank left empty stays a blank."),
        ),
        Command(
            name="recipients",
            title=_("Draft it with who gets data now"),
            who=ANSWERS,
            when=rules.is_stale,
            do=work.redraw,
            follows=_(
                "Each provider that is set up and isn't named gets its line under “To whom it goes”; our own line of "
                "one that is off goes. Our lines about how long say what is set now. Read it, then publish it."
            ),
        ),
        Command(
            name="terms",
            title=_("Draft it with what is set now"),
            who=ANSWERS,
            when=rules.is_outdated,
            do=work.redraw,
            follows=_(
                "Our sentences that tell a number or a name tell what is set now; words of your own stay. Read it, "
                "then publish it."
            ),
        ),
        Command(
            name="publish",
            title=pgettext_lazy("a text", "Publish"),
            who=ANSWERS,
            when=rules.has_draft,
            fields=fields.Publication,
            do=work.publish_text,
            replaces=work.draft,
            weighs=True,
            follows=_(
                "The first edition may count at once, a change only after its notice. It is never changed again; "
                "consents name the edition they were given to."
            ),
        ),
        Command(
            name="drop",
            title=_("Drop the draft"),
            who=ANSWERS,
            when=rules.has_draft,
            do=calling("document", publications.drop),
            asks=True,
            final=True,
        ),
    ),
)
NOTICES = Table(
    "notice",
    situation=queries.notice_situation,
    commands=(
        Command[Document, NoticeSituation](
            name="acknowledge",
            title=_("I have read it"),
            who=ACKNOWLEDGES,
            when=rules.is_owed,
            fields=fields.Edition,
            do=calling("document", publications.acknowledge, "number"),
            follows=_("It is written down with the edition and the day; you are asked again when the next one counts."),
        ),
    ),
)
