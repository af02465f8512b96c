"""Every invoice says whose goods its bill is about: the brand seated in the case."""

from typing import Any

from django.db import migrations
from django.db.models import OuterRef, Subquery


def fill(apps: Any, editor: Any) -> None:
    """Write the brand of each case down on its invoices; what is of no brand's stays without."""
    alias = editor.connection.alias
    invoices, bills, parties = (
        apps.get_model(app, name).objects.using(alias)
        for app, name in (("invoices", "Invoice"), ("ledger", "Bill"), ("people", "Party"))
    )
    seat = parties.filter(
        stream_kind=OuterRef("stream_kind"), stream_key=OuterRef("stream_key"), role="brand", to_at=None
    )
    brand = Subquery(seat.values("organisation")[:1])
    of_bill = bills.filter(pk=OuterRef("bill")).annotate(brand=brand)
    invoices.filter(brand=None).update(brand=Subquery(of_bill.values("brand")[:1]))


class Migration(migrations.Migration):
    """Fill a column."""

    dependencies = [("invoices", "0005_of_which_brand")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
