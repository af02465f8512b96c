"""The table keeps its name; the model has the field's."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("claims", "0004_growth")]

    operations = [
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterModelTable("StandingAnswer", "claims_standinganswer"),
                migrations.RenameModel("StandingAnswer", "AdvanceAnswer"),
                migrations.AlterField(
                    "AdvanceAnswer",
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="advance_answers",
                        to="people.organisation",
                    ),
                ),
            ]
        )
    ]
