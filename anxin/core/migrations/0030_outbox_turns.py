from django.db import migrations, models

import anxin.core.outbox.models


class Migration(migrations.Migration):
    """What was put before keeps its transaction's number as its turn: positions given out before find their place."""

    dependencies = [
        ('core', '0029_checkpoint_tree'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='xid',
            field=models.BigIntegerField(
                null=True, db_column='xid', db_default=anxin.core.outbox.models.FirstTurn(), editable=False
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RemoveIndex('message', 'outbox_position'),
                migrations.RemoveIndex('message', 'outbox_audience'),
                migrations.RenameField('message', 'xid', 'turn'),
                migrations.AddIndex('message', models.Index(fields=['turn', 'id'], name='outbox_position')),
                migrations.AddIndex('message', models.Index(fields=['audience', 'turn', 'id'], name='outbox_audience')),
            ],
        ),
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('turn', None)), fields=['id'], name='outbox_unread'),
        ),
    ]
