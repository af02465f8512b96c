from django.db import migrations

LEAST = 5  # as the setting quality.least is where nobody changed it


def take_back(apps, editor):
    """A grade that no number of reviews ever stood behind was written down at the registration: nobody has it now."""
    alias = editor.connection.alias
    earned = apps.get_model("quality", "Grade").objects.using(alias).filter(reviews__gte=LEAST)
    technicians = apps.get_model("network", "Technician").objects.using(alias)
    technicians.exclude(pk__in=earned.values("technician")).update(grade=0)


class Migration(migrations.Migration):
    dependencies = [("quality", "0001_initial"), ("network", "0001_initial")]

    operations = [migrations.RunPython(take_back, migrations.RunPython.noop)]
