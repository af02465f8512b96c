"""Which notices go by mail is written so that the embedded database finds them by it."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("notices", "0008_plans")]
    operations = [
        migrations.RemoveIndex("notice", "notices_notice_mail"),
        migrations.AddIndex(
            "notice", models.Index(fields=["mail_at"], condition=Q(mail_at__isnull=False), name="notices_notice_mail")
        ),
    ]
