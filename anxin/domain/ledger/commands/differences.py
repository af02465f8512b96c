"""What finance may do with a difference between a provider's statement and our books."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, Self

from django.utils.translation import gettext_lazy as _
from pydantic import Field, model_validator

from anxin.core.commands import Ask, Command, Fields, Sentence, Table, calling, lacking
from anxin.domain.ledger import actions as ledger
from anxin.domain.ledger import queries
from anxin.domain.ledger.models import Difference
from anxin.domain.ledger.rules import situation as rules
from anxin.domain.ledger.rules.situation import DifferenceSituation
from anxin.domain.ledger.wording import CORRECTIONS
from anxin.domain.ledger.wording.bindings import BESIDE

FINANCE, SECOND = "finance", "finance operator"


class Explanation(Fields):
    """What it was; it stays in the record."""

    why: Annotated[Sentence, Ask(label=_("What it was; it stays in the record"), rows=3)]


class Correction(Fields):
    """How what differs is booked; it stays in the record."""

    way: Annotated[Literal["loss", "elsewhere"], Ask(label=_("How it is booked"), names=CORRECTIONS)]
    voucher: Annotated[
        str,
        Field(max_length=64),
        Ask(label=_("Number of the slip or transfer"), hint=_("where it was paid another way"), depends=True),
    ] = ""
    why: Annotated[Sentence, Ask(label=_("What it was; it stays in the record"), rows=3)]

    @model_validator(mode="after")
    def _named(self) -> Self:
        if self.way == "elsewhere" and not self.voucher:
            raise lacking("voucher", _("By which slip or transfer was it paid?"))
        return self


class Binding(Fields):
    """Whose money a refund was; it stays in the record."""

    number: Annotated[
        str,
        Field(min_length=3, max_length=64),
        Ask(label=_("Number of the bill, order or case"), hint=_("whose money went back by this refund")),
    ]
    beside: Annotated[
        Literal["", "same", "other"],
        Ask(label=_("Does the order's shop tell of it by another number?"), names=BESIDE, depends=True),
    ] = ""
    why: Annotated[Sentence, Ask(label=_("How you know; it stays in the record"), rows=2)]


def _proposed(row: Difference, _now: datetime) -> Mapping[str, str]:
    """Return what is proposed about a difference: how it is booked, on which voucher or bill, how much, by whom."""
    told = (row.correction, row.voucher, row.told_as, row.ours_fen, row.theirs_fen, row.proposed_by, row.proposed_at)
    return {str(row.pk): " ".join(map(str, told))}


DIFFERENCES = Table(
    "difference",
    situation=queries.difference_situation,
    commands=(
        Command[Difference, DifferenceSituation](
            name="look",
            title=_("Ask the provider again"),
            who=FINANCE,
            when=rules.may_inquire,
            do=calling("difference", ledger.inquire_again),
        ),
        Command(
            name="return",
            title=_("Give it back to who paid"),
            who=FINANCE,
            when=rules.may_give_back,
            fields=Explanation,
            do=calling("difference", ledger.give_back, "why"),
            weighs=True,
            final=True,
            follows=_("The provider sends the whole sum back; by this difference's own number, so never twice."),
        ),
        Command(
            name="correction",
            title=_("Book what differs"),
            who=FINANCE,
            when=rules.may_correct,
            fields=Correction,
            do=calling("difference", ledger.propose_correction, "way", "voucher", "why"),
            weighs=True,
            follows=_("Nothing moves until a second person agrees. The bill stays as it is."),
        ),
        Command(
            name="counting",
            title=_("It went, and nothing in its place"),
            who=FINANCE,
            when=rules.may_count,
            fields=Explanation,
            do=calling("difference", ledger.propose_counted, "why"),
            weighs=True,
            follows=_(
                "Nothing is booked until a second person agrees. Then it counts as given back, a refund in its place "
                "that nobody has sent is given up, and the case that waits for it goes on."
            ),
        ),
        Command(
            name="second",
            title=_("It went twice: owed back"),
            who=FINANCE,
            when=rules.may_owe_back,
            fields=Explanation,
            do=calling("difference", ledger.propose_owed_back, "why"),
            weighs=True,
            follows=_(
                "Nothing is booked until a second person agrees. Then it stands as given back twice, to come back."
            ),
        ),
        Command(
            name="binding",
            title=_("Say whose refund it is"),
            who=FINANCE,
            when=rules.may_bind,
            fields=Binding,
            do=calling("difference", ledger.propose_binding, "number", "why", "beside"),
            weighs=True,
            follows=_(
                "Nothing is booked until a second person agrees. Then that bill counts it as given back, once: also "
                "where the order's shop tells of it."
            ),
        ),
        Command(
            name="advance",
            title=_("Keep it as an advance"),
            who=FINANCE,
            when=rules.may_keep,
            fields=Explanation,
            do=calling("difference", ledger.propose_advance, "why"),
            weighs=True,
            follows=_("Nothing is booked until a second person agrees. It can be given back later."),
        ),
        Command(
            name="agreement",
            title=_("Agree and book it"),
            who=SECOND,
            when=rules.may_agree,
            shows=_proposed,
            do=calling("difference", ledger.correct),
            weighs=True,
            final=True,
            follows=_("From now on our books say of this provider's account what the provider says."),
        ),
        Command(
            name="refusal",
            title=_("Don't book it"),
            who=SECOND,
            when=rules.is_proposed,
            shows=_proposed,
            do=calling("difference", ledger.refuse_correction),
            follows=_("Nothing is booked; the difference waits again."),
        ),
        Command(
            name="release",
            title=_("Take back what was booked"),
            who=SECOND,
            when=rules.may_release,
            fields=Explanation,
            do=calling("difference", ledger.release, "why"),
            weighs=True,
            follows=_(
                "What was booked is reversed, and the difference is work again. If it was taken for a refund of ours, "
                "that one stays paid in our books and waits in this list as missing at the provider."
            ),
        ),
        Command(
            name="explanation",
            title=_("End it with an explanation"),
            who=FINANCE,
            when=rules.may_explain,
            fields=Explanation,
            do=calling("difference", ledger.explain, "why"),
            follows=_("No money moves. It stays in the list of what was ended, with your name."),
        ),
    ),
)
