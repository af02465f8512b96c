"""Which reasons there are is said by `claims.choices` alone, and checked by the action that files."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("claims", "0005_advance_answers")]

    operations = [migrations.RemoveConstraint("claim", "claims_claim_reason")]
