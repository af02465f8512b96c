from collections import defaultdict

from django.db import migrations


def name_houses(apps, schema_editor):
    """Write for which house older files were brought: known where their bringer ever worked for one alone."""
    here = schema_editor.connection.alias
    batches = apps.get_model("core", "ImportBatch").objects.using(here)
    roles = apps.get_model("people", "Role").objects.using(here)
    bringers = set(batches.filter(organisation="", applied_by__startswith="staff:").values_list("applied_by", flat=True))
    houses = defaultdict(set)
    for account, organisation in roles.values_list("account_id", "organisation_id"):
        houses[f"staff:{account}"].add(str(organisation))
    for bringer in bringers:
        if len(houses[bringer]) == 1:
            batches.filter(organisation="", applied_by=bringer).update(organisation=next(iter(houses[bringer])))


class Migration(migrations.Migration):
    dependencies = [("core", "0031_import_house"), ("people", "0021_has_case")]

    operations = [migrations.RunPython(name_houses, migrations.RunPython.noop)]
