"""What programs may ask about claims: every text and number bounded, every field named."""

from typing import Annotated, Literal

from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field, StrictInt

from anxin.domain.claims import rules
from anxin.domain.claims.actions import ClaimLineGiven, Filing, ReasonNeeded
from anxin.domain.claims.actions.programs import OrderGiven
from anxin.domain.claims.choices import REASONS, PlatformOutcome
from anxin.domain.claims.rules.filing import LONGEST
from anxin.domain.claims.states import CLAIM
from anxin.domain.evidence.choices import PICTURES
from anxin.domain.evidence.rules import DECLARATIONS, SIDES
from anxin.domain.goods.actions import Bought
from anxin.faces.api.bodies import Fen, Few, Moment, OneOf, RequestBody, Text

Type = Annotated[str, OneOf(rules.TYPES)]
Reason = Annotated[str, OneOf(REASONS)]
State = Annotated[str, OneOf(CLAIM.states)]
Forum = Literal["own", "platform"]
Remedy = Annotated[str, OneOf(one for one in rules.REMEDIES if one != "refuse")]
Side = Annotated[str, OneOf(("", *SIDES))]
Role = Annotated[str, OneOf(PICTURES)]
Pieces = StrictInt


class LineAsked(RequestBody):
    """A line that is claimed about."""

    position: Pieces = Field(ge=1, le=999, description=gettext_noop("Its place in the order, from 1"))
    quantity: Pieces = Field(default=1, ge=1, le=9999, description=gettext_noop("How many of its pieces"))


class OrderLine(RequestBody):
    """A line of an order."""

    title: Text = Field(min_length=1, max_length=200)
    amount_fen: Fen = Field(description=gettext_noop("What was paid for the whole line, in fen"))
    quantity: Pieces = Field(default=1, ge=1, le=9999)
    sku: Text = Field(default="", max_length=64)

    def bought(self) -> Bought:
        """Make the line of it."""
        return Bought(title=self.title.strip(), amount_fen=self.amount_fen, quantity=self.quantity, sku=self.sku)


class Buyer(RequestBody):
    """Who bought, as the order says."""

    name: Text = Field(min_length=1, max_length=LONGEST["name"])
    phone: Text = Field(min_length=3, max_length=LONGEST["phone"])


class Order(RequestBody):
    """An order that may not be known here yet; one that is known must have the same lines."""

    buyer: Buyer
    bought_at: Moment
    shipped_at: Moment | None = None
    delivered_at: Moment | None = None
    waybill: Text = Field(default="", max_length=64)
    freight_fen: Fen = 0
    paid_reference: Text = Field(default="", max_length=80, description=gettext_noop("The payment's own number"))
    lines: list[OrderLine] = Field(min_length=1, max_length=100)

    def given(self) -> OrderGiven:
        """Make the order of it."""
        return OrderGiven(
            lines=tuple(one.bought() for one in self.lines),
            bought_at=self.bought_at,
            shipped_at=self.shipped_at,
            delivered_at=self.delivered_at,
            waybill=self.waybill,
            freight_fen=self.freight_fen,
            paid_reference=self.paid_reference,
            buyer_name=self.buyer.name,
            buyer_phone=self.buyer.phone,
        )


class Claiming(RequestBody):
    """A claim to be filed."""

    seller: Text = Field(
        default="",
        max_length=64,
        description=gettext_noop("The shop's short name; empty: your own, or the only shop with this order"),
    )
    order_key: Text = Field(min_length=1, max_length=64, description=gettext_noop("The order's number at the shop"))
    order: Order | None = Field(default=None, description=gettext_noop("The order itself, if it isn't known here"))
    lines: list[LineAsked] = Field(min_length=1, max_length=100)
    type: Type
    reason: Reason
    told: Text = Field(default="", max_length=LONGEST["told"], description=gettext_noop("In the buyer's own words"))
    asked_fen: Fen = Field(default=0, description=gettext_noop("How much is asked for; 0: all that was paid"))
    declaration: Annotated[str, OneOf(("", *DECLARATIONS))] = Field(
        default="", description=gettext_noop("What the buyer says about AI in the pictures")
    )
    address: Text = Field(
        default="",
        max_length=LONGEST["address"],
        description=gettext_noop("For a repair: where to come to, if it isn't known here"),
    )
    platform_ref: Text = Field(
        default="",
        max_length=LONGEST["platform_ref"],
        description=gettext_noop("The claim's number at a marketplace that decides it"),
    )
    platform_due_at: Moment | None = Field(
        default=None, description=gettext_noop("Until when the marketplace wants an answer")
    )

    consent_version: Text = Field(
        default="",
        max_length=LONGEST["consent_version"],
        description=gettext_noop("Which words of consent the customer agreed to"),
    )
    told_by: Literal["", "shop", "platform", "phone", "form"] = Field(
        default="",
        description=gettext_noop("How the buyer was told what becomes of his data; empty: as fits whose program it is"),
    )

    def filing(self) -> Filing:
        """Make the filing of it, still without its purchase."""
        asked = ("type", "reason", "told", "asked_fen", "declaration", "platform_ref", "platform_due_at", "address")
        same = (*asked, "consent_version", "told_by")
        return Filing(
            purchase=None,  # type: ignore[arg-type]  # found and put in by the action
            lines=tuple(ClaimLineGiven(position=one.position, quantity=one.quantity) for one in self.lines),
            **{name: getattr(self, name) for name in same},
        )


class Answering(RequestBody):
    """A merchant's answer, in the name of a person."""

    person: Text = Field(
        min_length=1, max_length=64, description=gettext_noop("The sign-in name of who answers; nobody else judges")
    )
    answer: Literal["contest", "agree", "offer"]
    reason: Text = Field(default="", max_length=2000, description=gettext_noop("Why; both sides read it"))
    remedy: Remedy | None = Field(default=None, description=gettext_noop("With an offer: what is offered"))
    amount_fen: Fen = Field(default=0, description=gettext_noop("With an offer of money: how much"))

    def fields(self) -> dict[str, object]:
        """Return them as the command of this kind of answer takes them; a yes alone needs no reason."""
        if self.answer != "agree" and not self.reason.strip():
            raise ReasonNeeded("reason", expected="a reason", got="")
        about = {"remedy": self.remedy, "amount_fen": self.amount_fen} if self.answer == "offer" else {}
        return {"reason": self.reason, **about}


class Deciding(RequestBody):
    """What a marketplace decided in its own forum."""

    outcome: PlatformOutcome
    amount_fen: Fen = Field(default=0, description=gettext_noop("What went to the buyer; 0 where it was refused"))
    reference: Text = Field(default="", max_length=64, description=gettext_noop("The decision's number there"))
    reason: Text = Field(default="", max_length=2000)

    def fields(self) -> dict[str, object]:
        """Return them as the command takes them."""
        return {"what": self.outcome, **self.model_dump(include={"amount_fen", "reference", "reason"})}


class Bringing(BaseModel):
    """A picture, video or document; the file itself goes along as `file`."""

    role: Role = Field(description=gettext_noop("What it shows"))
    side: Side = Field(default="", description=gettext_noop("Whose it is; empty: the side your organisation stands on"))
    declaration: Annotated[str, OneOf(("", *DECLARATIONS))] = Field(
        default="", description=gettext_noop("What the buyer says about AI in the pictures")
    )
    shot_at: Moment | None = Field(default=None, description=gettext_noop("When it was taken, as the sender says"))


class Listing(BaseModel):
    """Which claims, and from where on."""

    state: list[State] = Field(default=[], max_length=20, description=gettext_noop("One state, or several"))
    type: list[Type] = Field(default=[], max_length=len(rules.TYPES))
    reason: list[Reason] = Field(default=[], max_length=len(REASONS))
    forum: Forum | None = None
    seller: Text = Field(default="", max_length=64)
    order_key: Text = Field(default="", max_length=64)
    created_from: Moment | None = Field(default=None, description=gettext_noop("Filed at this moment or later"))
    created_to: Moment | None = Field(default=None, description=gettext_noop("Filed before this moment"))
    cursor: Text = Field(default="", max_length=80, description=gettext_noop("`next` of the page before"))
    limit: Few = Field(default=50, description=gettext_noop("How many at once"))
