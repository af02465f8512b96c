"""Days of purchase that nobody but reporters ever said are marked so: they cover nothing until somebody proves them."""

from itertools import batched

from django.db import migrations
from django.db.models import Exists, OuterRef, Subquery

from anxin.core import row_seals

AT_ONCE = 500
FROM_WHO_PAYS = ("import", "claim")
"""By these channels an order, or the system that a case came from, told the day."""
ENDED = ("closed", "cancelled", "redirected", "solved_remotely")
DECIDED = ("in_term", "term_over")


def mark_said(apps, schema_editor):
    """Mark the devices of which no receipt, order, import or program of who pays ever told the day."""
    alias = schema_editor.connection.alias
    model = apps.get_model("goods", "Device")
    reported = Exists(apps.get_model("repairs", "Repair").objects.using(alias).filter(device=OuterRef("pk")))
    rows = model.objects.using(alias).filter(reported, bought_date__isnull=False, proof="").order_by("pk")
    for some in batched(rows.iterator(AT_ONCE), AT_ONCE):
        for row in _said(apps, alias, some):
            ours = row_seals.verifies(row)
            row.bought_said = True
            if ours:
                row.seal = row_seals.seal_of(row)
            row.save(update_fields=["bought_said", "seal"])


def _said(apps, alias, devices):
    """Return those of the devices whose day reporters alone said."""
    repair = apps.get_model("repairs", "Repair")
    cases = repair.objects.using(alias).filter(device__in=[one.pk for one in devices])
    cases = list(cases.values_list("pk", "device", "channel", "brand", "operator"))
    houses = {str(key): {str(brand), str(operator)} for key, _device, _channel, brand, operator in cases}
    entries = apps.get_model("core", "Entry").objects.using(alias).filter(
        stream__kind="repair", stream__key__in=houses, code__in=("repair.submitted", "repairs.cover_checked")
    )
    told, read = set(), {}
    said = entries.values_list("stream__key", "code", "actor_kind", "organisation", "facts")
    for key, code, kind, house, facts in said:
        if code == "repair.submitted" and kind == "token" and house in houses[key]:
            told.add(key)
        elif code == "repairs.cover_checked":
            read.setdefault(key, set()).add(facts.get("bought"))
    found = []
    for row in devices:
        own = [(str(key), channel) for key, device, channel, *_houses in cases if device == row.pk]
        proved = any(channel in FROM_WHO_PAYS or key in told for key, channel in own)
        checked = any(row.bought_date.isoformat() in read.get(key, ()) for key, _channel in own)
        if not proved and not checked:
            found.append(row)
    imported = _imported(apps, alias, found) if found else ()
    return [row for row in found if row.serial not in imported]


def _imported(apps, alias, devices):
    """Return the serial numbers of devices that a file brought."""
    lines = apps.get_model("core", "ImportLine").objects.using(alias).filter(batch__table="devices", taken_back=False)
    return set(lines.filter(key__serial__in=[one.serial for one in devices]).values_list("key__serial", flat=True))


def keep_proved(apps, schema_editor):
    """Keep with every open repair the day that its warranty was decided by."""
    alias = schema_editor.connection.alias
    device = apps.get_model("goods", "Device").objects.using(alias)
    known = device.filter(pk=OuterRef("device"), bought_said=False, bought_date__isnull=False)
    rows = apps.get_model("repairs", "Repair").objects.using(alias).exclude(state__in=ENDED)
    rows = rows.filter(Exists(known), warranty_why__in=DECIDED)
    rows.update(bought_proved=Subquery(known.values("bought_date")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ("core", "0032_files_due"),
        ("goods", "0016_said_days"),
        ("repairs", "0012_proved_days"),
    ]

    operations = [
        migrations.RunPython(mark_said, migrations.RunPython.noop, elidable=True),
        migrations.RunPython(keep_proved, migrations.RunPython.noop, elidable=True),
    ]
