from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("staff", "0006_row_seals"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="rolechange", name="staff_role_change_deed"),
        migrations.RenameField(model_name="rolechange", old_name="deed", new_name="command"),
        migrations.AddConstraint(
            model_name="rolechange",
            constraint=models.CheckConstraint(
                condition=models.Q(("command__in", ["grant", "withdraw"])), name="staff_role_change_command"
            ),
        ),
    ]
