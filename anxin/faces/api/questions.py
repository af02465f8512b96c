"""What programs may ask: every text and number bounded, every field named."""

from typing import TYPE_CHECKING, Annotated

from django.utils.translation import gettext_noop
from pydantic import BaseModel, Field, StrictBool

from anxin.domain.goods.rules import KINDS
from anxin.domain.repairs.actions import Report
from anxin.domain.repairs.rules.report import LONGEST, MOST_SYMPTOMS
from anxin.domain.repairs.states import REPAIR
from anxin.domain.repairs.wording import MODES
from anxin.faces.api.bodies import Day, Few, Moment, OneOf, RequestBody, Text, YesNo

if TYPE_CHECKING:
    from anxin.domain.goods.models import Product

Kind = Annotated[str, OneOf(KINDS)]
Mode = Annotated[str, OneOf(MODES)]
State = Annotated[str, OneOf(REPAIR.states)]


class Helper(RequestBody):
    """Somebody who reports for somebody else."""

    name: Text = Field(min_length=1, max_length=LONGEST["helper_name"])
    phone: Text = Field(default="", max_length=LONGEST["helper_phone"])


class Reporting(RequestBody):
    """A fault to be reported."""

    brand: Text = Field(min_length=1, max_length=64, description=gettext_noop("The brand's short name"))
    product: Text = Field(min_length=1, max_length=40, description=gettext_noop("The product's code"))
    name: Text = Field(
        min_length=1, max_length=LONGEST["name"], description=gettext_noop("The customer, as they want to be called")
    )
    phone: Text = Field(
        min_length=3, max_length=LONGEST["phone"], description=gettext_noop("One phone, landline or mobile")
    )
    address: Text = Field(
        min_length=2, max_length=LONGEST["address"], description=gettext_noop("The address, as a courier would need it")
    )
    symptoms: list[Text] = Field(
        default=[],
        max_length=MOST_SYMPTOMS,
        description=gettext_noop("Codes of faults, as this kind of goods knows them"),
    )
    told: Text = Field(default="", max_length=LONGEST["told"], description=gettext_noop("In the customer's own words"))
    wanted_from_at: Moment = Field(description=gettext_noop("The window that suits the customer: from"))
    wanted_to_at: Moment = Field(description=gettext_noop("The window that suits the customer: until"))
    kind: Kind = "repair"
    mode: Mode = "visit"
    outlet: Text = Field(
        default="",
        max_length=LONGEST["outlet"],
        description=gettext_noop("To which outlet goods are brought or sent, by its code; empty: to the nearest"),
    )
    urgent: StrictBool = Field(
        default=False, description=gettext_noop("Somebody is locked in or out, or alone and helpless inside")
    )
    soon: StrictBool = Field(
        default=False,
        description=gettext_noop(
            "All windows are taken: whoever can come soonest, without one; where the brand takes such reports"
        ),
    )
    serial: Text = Field(default="", max_length=LONGEST["serial"])
    bought_date: Day | None = None
    helper: Helper | None = Field(default=None, description=gettext_noop("Who reports it for somebody else"))
    consent_version: Text = Field(
        default="",
        max_length=LONGEST["consent_version"],
        description=gettext_noop("Which words of consent the customer agreed to"),
    )

    def report(self, product: "Product") -> Report:
        """Make the report of it."""
        same = ("name", "phone", "address", "told", "kind", "mode", "outlet", "urgent", "soon", "serial", "bought_date")
        return Report(
            **{name: getattr(self, name) for name in same},
            product=product,
            symptoms=tuple(dict.fromkeys(self.symptoms)),
            wanted_from_at=self.wanted_from_at,
            wanted_to_at=self.wanted_to_at,
            helper_name=self.helper.name if self.helper else "",
            helper_phone=self.helper.phone if self.helper else "",
            consent_version=self.consent_version,
            channel="api",
            holds=True,
        )


class Waiting(RequestBody):
    """Somebody who lives where nobody goes yet; of the address the county is kept."""

    brand: Text = Field(min_length=1, max_length=64, description=gettext_noop("The brand's short name"))
    product: Text = Field(min_length=1, max_length=40, description=gettext_noop("The product's code"))
    name: Text = Field(min_length=1, max_length=64, description=gettext_noop("The customer, as they want to be called"))
    phone: Text = Field(min_length=3, max_length=40, description=gettext_noop("One phone, landline or mobile"))
    address: Text = Field(min_length=2, max_length=300, description=gettext_noop("Province, city and county"))
    consent_version: Text = Field(
        default="", max_length=40, description=gettext_noop("Which words of consent the customer agreed to")
    )


class Listing(BaseModel):
    """Which repairs, and from where on."""

    state: list[State] = Field(default=[], max_length=20, description=gettext_noop("One state, or several"))
    kind: list[Kind] = Field(default=[], max_length=len(KINDS))
    brand: Text = Field(default="", max_length=64)
    urgent: YesNo | None = None
    created_from: Moment | None = Field(default=None, description=gettext_noop("Reported at this moment or later"))
    created_to: Moment | None = Field(default=None, description=gettext_noop("Reported before this moment"))
    cursor: Text = Field(default="", max_length=80, description=gettext_noop("`next` of the page before"))
    limit: Few = Field(default=50, description=gettext_noop("How many at once"))
