"""Decisions that somebody pays still, that were paid too much, and decided repairs are found by indexes of their own."""

from django.db import migrations, models
from django.db.models import F, Q

PAYS = Q(payer__gt="") & ~Q(payer="merchant") & ~Q(payer="operator", charged_fen__gt=0)
REPAIR = Q(state="final", remedy="repair") & ~Q(liable="buyer")
OVERPAID = Q(payer_paid_fen__gt=F("charged_fen"))


def index(name, field, condition):
    return migrations.AddIndex("decision", models.Index(fields=[field], name=name, condition=condition))


class Migration(migrations.Migration):
    dependencies = [("claims", "0032_typed_on_claims")]
    operations = [
        migrations.RemoveIndex("decision", "claims_decision_paid_for"),
        index("claims_decision_paid_for", "given_at", PAYS & Q(payer_paid_at=None)),
        index("claims_decision_overpaid", "given_at", OVERPAID),
        index("claims_decision_repair", "claim", REPAIR),
    ]
