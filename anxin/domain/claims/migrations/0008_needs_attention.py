from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("claims", "0007_row_seals"),
    ]

    operations = [
        migrations.RenameField(model_name="claim", old_name="suspect", new_name="needs_attention"),
    ]
