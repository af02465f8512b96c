"""The evidence app."""

from django.apps import AppConfig

from anxin.domain.evidence import wording


class EvidenceConfig(AppConfig):
    """Evidence: originals, links, custody, examinations, capture challenges, dossiers."""

    name = "anxin.domain.evidence"
    label = "evidence"

    def ready(self) -> None:
        """Declare settings, clocks and sealed columns."""
        from anxin.core import clocks, timeline  # noqa: PLC0415
        from anxin.core.files import declare_hash, declare_key  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415
        from anxin.domain.evidence.queries import witnesses  # noqa: PLC0415

        declare(
            Setting(name="evidence.examined_min", default=60, unit="min", least=5, most=10080), titles=wording.SETTINGS
        )
        clocks.declare(
            clocks.ClockKind(
                name="evidence.examined",
                setting="evidence.examined_min",
                at_end="anxin.domain.evidence.actions:examination_timed_out",
            )
        )
        clocks.declare(
            clocks.ClockKind(
                name="evidence.verified",
                setting="evidence.examined_min",
                at_end="anxin.domain.evidence.actions:capture_timed_out",
            )
        )
        declare_column(
            self.get_model("Examination"),
            "report_sealed",
            "evidence.report",
            case=("link__stream_kind", "link__stream_key"),
            left="{}",
        )
        declare_column(
            self.get_model("Capture"),
            "report_sealed",
            "evidence.capture",
            case=("challenge__stream_kind", "challenge__stream_key"),
            left="{}",
        )
        declare_hash(self.get_model("Examination"), "heat", case=("link__stream_kind", "link__stream_key"))
        declare_key(self.get_model("Link"), "file", case=("stream_kind", "stream_key"))
        declare_key(self.get_model("Frame"), "file", case=("challenge__stream_kind", "challenge__stream_key"))
        timeline.declare_witnesses(witnesses.witnesses)
