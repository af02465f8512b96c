"""Orders and claims from a table file, into the merchant's own house and no other."""

from functools import partial

from django.http import HttpRequest
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy

from anxin.domain.people import queries as people
from anxin.faces import shared
from anxin.faces.ground import import_pages, imports
from anxin.faces.merchant.frame import CLAIMS, frame

HEADINGS = {
    "purchases": gettext_lazy("Import orders"),
    "own_claims": gettext_lazy("Import claims"),
    "listings": gettext_lazy("Import which goods are which product"),
}
HINTS = {
    "listings": gettext_lazy(
        "Take the table of your goods, write the model beside each (or - where it is nothing that is repaired), and "
        "bring it here. Rows without a model are left out. Orders that are here follow within minutes."
    ),
    "purchases": gettext_lazy(
        "Without a column for the line the rows of an order are counted; without one for the quantity each is one "
        "piece. "
        "Whose orders they are is never read from the file: they are yours."
    ),
    "own_claims": gettext_lazy(
        "What is under way in another system and not decided yet, with the number it has there; the orders come "
        "first. The buyer is told, and no money moves by it. Whose claims they are is never read from the file: "
        "they are about your orders."
    ),
}

SEEN = {
    "purchases": ("merchant:purchases", gettext_lazy("See these orders"), "?import={batch}"),
    "own_claims": ("merchant:claims", gettext_lazy("See your claims"), "?waits=all"),
    "listings": ("merchant:goods", gettext_lazy("See your goods"), "?show=named"),
}


def _counter(table: str, at: str, request: HttpRequest) -> import_pages.Counter:
    see, said, rest = SEEN[table]
    return import_pages.Counter(
        table=table,
        heading=str(HEADINGS[table]),
        hint=str(HINTS[table]),
        base="merchant/leaf.html",
        frame=frame(request, now=timezone.now()),
        at=f"merchant:{at}",
        look_url=lambda batch: f"{reverse(see)}{rest.format(batch=batch)}",
        look=str(said),
        fixed={"seller": people.organisation_by_key(shared.actor_of(request).organisation).slug},
    )


def addresses(rest: str, at: str, table: str) -> list[URLPattern]:
    """Return the addresses of one table's counter."""
    return imports.addresses(rest, at, CLAIMS, partial(_counter, table, at))
