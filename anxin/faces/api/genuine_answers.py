"""What programs are answered about whether a number or name is genuine."""

from datetime import date, datetime
from typing import Literal

from django.utils.translation import gettext_noop
from pydantic import Field

from anxin.domain.network import queries as network
from anxin.domain.network.queries import GenuineCard
from anxin.faces.api.answers import Answer


class Vouched(Answer):
    """One brand that vouches for a number."""

    brand: str
    site: str
    scope: str
    from_date: date = Field(serialization_alias="from")
    last_date: date = Field(serialization_alias="until")
    authorisation: str
    key: str
    signature_holds: bool


class Named(Answer):
    """A technician as his name finds him: no number, no phone."""

    called: str
    brands: list[str]
    outlet: str
    city: str


class Near(Answer):
    """Something known here that was perhaps meant."""

    kind: str
    code: str
    title: str


class Genuine(Answer):
    """Whether a number or name is genuine, and every brand that vouches for it."""

    kind: str = Field(description=gettext_noop("The kind of what was found; what was asked for where nothing was"))
    code: str
    status: Literal[
        "genuine", "not_yet", "suspended", "expired", "retired", "lookalike", "reported", "public_service", "unknown"
    ]
    says: str = Field(description=gettext_noop("The answer in one sentence"))
    danger: bool = Field(description=gettext_noop("Whether to warn of it; what is unknown here accuses nobody"))
    vouched_by: list[Vouched]
    suspended_by: list[str] = Field(description=gettext_noop("Brands that suspended it while another vouches"))
    from_date: date | None = Field(serialization_alias="from")
    last_date: date | None = Field(serialization_alias="until")
    formerly: list[Vouched] = Field(description=gettext_noop("The last words of other brands whose hotline it was"))
    number: str = Field(description=gettext_noop("The number under which this question was counted"))
    name: str
    called: str
    grade: int = Field(description=gettext_noop("Stars, 1 to 5; 0 while there are too few reviews for a grade"))
    outlet: str
    city: str
    named: list[Named] = Field(description=gettext_noop("Technicians found by name, three at most"))
    badge: str = Field(description=gettext_noop("valid or wrong where a badge was shown, else empty"))
    resembles: str = Field(description=gettext_noop("The genuine number this one looks like"))
    near: list[Near] = Field(description=gettext_noop("What was perhaps meant"))
    official: list[str] = Field(description=gettext_noop("Genuine hotlines to call instead"))
    source: str = Field(description=gettext_noop("Who publishes a public number"))
    checked_at: datetime
    checks_30_days: int
    reports: int
    looked_into: str = Field(description=gettext_noop("confirmed, cleared or undecided, once a person looked"))
    looked_at: datetime | None


def genuine_of(card: GenuineCard) -> Genuine:
    """Show the answer of the public check."""
    told = {"says", "vouched_by", "suspended_by", "formerly", "named", "near", "official", "source"}
    return Genuine(
        says=network.says(card),
        vouched_by=[Vouched.model_validate(one) for one in card.vouched_by],
        suspended_by=[one.brands for one in card.against],
        formerly=[Vouched.model_validate(one) for one in card.formerly],
        named=[Named.model_validate(one) for one in card.named],
        near=[Near.model_validate(one) for one in card.near],
        official=list(card.official),
        source=card.service.source if card.service else "",
        **{name: getattr(card, name) for name in set(Genuine.model_fields) - told},
    )
