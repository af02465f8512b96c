"""The threads app."""

from django.apps import AppConfig

from anxin.domain.threads import wording  # noqa: F401


class ThreadsConfig(AppConfig):
    """Threads: messages with an audience, on the stream of a case."""

    name = "anxin.domain.threads"
    label = "threads"

    def ready(self) -> None:
        """Say which columns are sealed."""
        from anxin.core.vault import declare_column  # noqa: PLC0415

        declare_column(self.get_model("Message"), "text_sealed", "threads.text")
