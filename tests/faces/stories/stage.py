"""The stage of the browser stories: who sits where, and what each of them presses."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.test import Client
from playwright.sync_api import Page

from anxin.core import clocks, later
from anxin.demo import album, cast
from anxin.domain.goods.models import Purchase
from tests.claim_builders import Walked, a_claim, a_purchase, pack
from tests.faces.conftest import DESK, PHONE, Visitor, posted

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BOTH = {"phone": PHONE, "desk": DESK}


@dataclass
class Moved:
    """The clock of the house, put forward by a story."""

    by: timedelta = timedelta(0)


@dataclass(kw_only=True)
class Stage:
    """The windows of one story: the buyer's phone, the desks of the others, each opened once."""

    opens: Callable[..., Visitor]
    sits: Callable[[object], Client]
    now: datetime
    windows: dict[str, Visitor] = field(default_factory=dict)

    def buyer(self, one: Walked) -> Page:
        """Open the case by its secret link, on a phone."""
        if "buyer" not in self.windows:
            self.windows["buyer"] = self.opens(PHONE)
        return self.windows["buyer"].goes(f"/c/{one.token}/")

    def staff(self, member: cast.Member, path: str) -> Page:
        """Open a page at somebody's desk."""
        if member.username not in self.windows:
            self.windows[member.username] = self.opens(DESK).sits_down(self.sits(member))
        return self.windows[member.username].goes(path)

    def desk(self, member: cast.Member, one: Walked, rest: str = "") -> Page:
        """Open a claim at the desk."""
        return self.staff(member, f"/desk/claims/{one.claim.number}/{rest}")

    def shop(self, one: Walked, rest: str = "", *, member: cast.Member = cast.MERCHANT_OWNER) -> Page:
        """Open a claim as the merchant."""
        return self.staff(member, f"/merchant/claims/{one.claim.number}/{rest}")

    def seen(self, page: Page, name: str) -> None:
        """Look at the page at both sizes: nothing reaches over the edge."""
        visitor = next(one for one in self.windows.values() if one.page is page)
        before = page.viewport_size
        for size, options in BOTH.items():
            page.set_viewport_size(options["viewport"])  # type: ignore[arg-type]
            assert visitor.reaches_over() <= 0, f"{name} is {visitor.reaches_over()} px too wide on a {size}"
            visitor.looks(f"{name}-{size}")
        if before is not None:
            page.set_viewport_size(before)

    def decides(self, member: cast.Member, one: Walked, **ruling: str) -> None:
        """A reviewer takes the case where he may, and gives his decision on the form."""
        page = self.desk(member, one)
        taking = page.locator('form[action$="/assignment/"] button')
        if taking.count():
            taking.click()
        page.locator(
            "label", has=page.locator(f'input[name=remedy][value="{ruling.get("remedy", "refund_only")}"]')
        ).click()
        if "sum" in ruling:
            page.fill("#amount", ruling["sum"])
        if "fraud" in ruling:
            page.check("input[name=fraud_said]")
        if ruling.get("remedy") == "refuse":
            page.select_option("#liable", "nobody")
        page.fill("input[name=own_1]", ruling.get("fact", "看过双方照片"))
        page.fill("#decision-reason", ruling["reason"])
        for _ in range(2):  # first he reads what both sides will read
            with posted(page):
                page.click("button[name=how][value=give]")
        one.read()

    def confirms(self, member: cast.Member, one: Walked) -> None:
        """The second person reads and confirms."""
        page = self.desk(member, one, "?do=confirmation")
        with posted(page):
            page.click("#command button.btn-primary, #command button.btn-danger")
        one.read()

    def later(self, one: Walked, **time: float) -> None:
        """Let the clocks and tasks of a later moment run."""
        at = self.now + timedelta(**time)
        clocks.sweep(at)
        later.run_due(at)
        one.read()


def a_sold_cup(*, filed: datetime, order: str, packed: str = "cup-packing-1") -> Purchase:
    """A cup sold days before; what it looked like when it was packed is sealed."""
    purchase = a_purchase(now=filed, order=order)
    if packed:
        pack(purchase, album.content(packed), now=filed - 5 * DAY)
    return purchase


def a_cracked_cup(
    *, filed: datetime, order: str = "YT-1", pictures: tuple[str, ...] = ("cup-chip-1",), packed: str = ""
) -> Walked:
    """File a claim about a cup with pictures of the album."""
    contents = tuple(album.content(name) for name in pictures)
    return a_claim(now=filed, purchase=a_sold_cup(filed=filed, order=order, packed=packed), pictures=contents)
