"""The network app."""

from django.apps import AppConfig

from anxin.domain.network import wording  # noqa: F401


class NetworkConfig(AppConfig):
    """Network: outlets, technicians, engagements, promises and signed authorisations."""

    name = "anxin.domain.network"
    label = "network"

    def ready(self) -> None:
        """Say which columns are sealed."""
        from anxin.core.vault import declare_column  # noqa: PLC0415

        declare_column(self.get_model("Technician"), "badge_sealed", "network.technician.badge")
        declare_column(self.get_model("BrandKey"), "private_sealed", "network.key.private")
        declare_column(self.get_model("Report"), "note_sealed", "network.report.note")
