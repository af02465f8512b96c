"""What went back is counted by the way it went: every day is counted anew."""

from django.db import migrations


def count_anew(apps, _editor):
    """Let the next count begin at the first day."""
    apps.get_model("insight", "FiguresGathered").objects.update(last=None)


class Migration(migrations.Migration):
    """Days counted before stand until they are counted anew."""

    dependencies = [("insight", "0003_looks_apart")]

    operations = [migrations.RunPython(count_anew, migrations.RunPython.noop)]
