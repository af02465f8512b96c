"""The core's one Django app."""

from datetime import UTC, datetime

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.module_loading import autodiscover_modules

SEALED = (
    ("SealedFile", "key", "core.file.key"),
    ("Upload", "key", "core.upload.key"),
    ("ImportLine", "content", "core.import.line"),
    ("ImportRun", "summary_sealed", "core.import.summary"),
    ("BulkRun", "told_sealed", "core.bulk.run"),
    ("ImportAttachment", "name_sealed", "core.import.attachment"),
    ("Private", "sealed", "core.timeline.private"),
)
"""What of the core is sealed, by model and column, and under which name."""


class CoreConfig(AppConfig):
    """Core: errors, actors, acting, states, timeline, outbox, later, clocks, vault, files, settings."""

    name = "anxin.core"
    label = "core"

    def ready(self) -> None:
        """Say what the core declares; make the first keys with the tables; find every app's tasks."""
        from anxin.core import (  # noqa: PLC0415 - once the models are there
            checks,
            providers,
            row_seals,
            sentences,
            settings,
            states,
            timeline,
            vault,
        )
        from anxin.core.archives import contents  # noqa: PLC0415
        from anxin.core.carriers.routes import INSIDE, PRIVATE  # noqa: PLC0415
        from anxin.core.checkpoints import sealed_rows, tips  # noqa: PLC0415
        from anxin.core.checkpoints.reports import REPORT  # noqa: PLC0415
        from anxin.core.clocks import lifecycle  # noqa: PLC0415
        from anxin.core.files.limits import LIMITS, UNATTACHED  # noqa: PLC0415
        from anxin.core.imports.erasures import KEPT  # noqa: PLC0415
        from anxin.core.keys import ring  # noqa: PLC0415
        from anxin.core.outbox.retention import KEEP  # noqa: PLC0415
        from anxin.core.settings import snapshot  # noqa: PLC0415
        from anxin.core.uploads import limits as uploads  # noqa: PLC0415

        checks.declare()
        timeline.declare_witnesses(states.witnesses)
        timeline.declare_check(sealed_rows.faults)
        timeline.read_along("clocks", lifecycle.beside, lifecycle.keep)
        timeline.read_along("settings", snapshot.beside, snapshot.keep)
        timeline.read_moved_by(contents.entries_of)
        sentences.declare()
        for model, column, name in SEALED:
            vault.declare_column(self.get_model(model), column, name)
        settings.declare(KEPT, *LIMITS, *uploads.LIMITS, UNATTACHED, REPORT, PRIVATE, INSIDE, KEEP)
        vault.declare_column(self.get_model("Message"), "secret", "core.outbox.secret", row="key")
        vault.declare_column(self.get_model("ProviderAccount"), "sealed", providers.SEALED_AS)
        autodiscover_modules("tasks")

        def make_keys(using: str) -> None:
            if using == "default":
                ring.forget()
                ring.ensure(now=datetime.now(UTC))
                tips.ensure(now=datetime.now(UTC))
                row_seals.ensure(now=datetime.now(UTC))

        post_migrate.connect(lambda using, **_told: make_keys(using), sender=self, weak=False)
