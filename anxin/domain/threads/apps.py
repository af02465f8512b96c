"""The threads app."""

from django.apps import AppConfig

from anxin.domain.threads import wording


class ThreadsConfig(AppConfig):
    """Threads: messages with an audience, on the stream of a case."""

    name = "anxin.domain.threads"
    label = "threads"

    def ready(self) -> None:
        """Declare until when may be written, and which columns are sealed."""
        from anxin.core import timeline  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415
        from anxin.domain.threads import queries  # noqa: PLC0415

        timeline.declare_witnesses(queries.witnesses)
        days = Setting(name="threads.after_end_d", default=30, unit="d", least=7, most=365, per_organisation=False)
        declare(days, titles=wording.SETTINGS)
        declare_column(self.get_model("Message"), "text_sealed", "threads.text", case=("stream_kind", "stream_key"))
