"""The opening app."""

from typing import TYPE_CHECKING

from django.apps import AppConfig

from anxin.domain.opening import wording

if TYPE_CHECKING:
    from anxin.core.settings import Setting


class OpeningConfig(AppConfig):
    """Opening: set-up, checklist, and which brands serve the public."""

    name = "anxin.domain.opening"
    label = "opening"

    def ready(self) -> None:
        """Say which columns are sealed and what the chain tells of rows; declare settings and the table of days off."""
        from anxin.core import imports, timeline  # noqa: PLC0415 - once the models are there
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.core.vault import declare_column  # noqa: PLC0415
        from anxin.domain.goods.queries import catalogue  # noqa: PLC0415
        from anxin.domain.network.queries import waitlist  # noqa: PLC0415
        from anxin.domain.opening.actions.tables import TABLES  # noqa: PLC0415
        from anxin.domain.opening.queries import intakes, lookup, witnesses  # noqa: PLC0415
        from anxin.domain.opening.wording.holders import HOLDERS  # noqa: PLC0415

        declare_column(self.get_model("MailServer"), "address_sealed", lookup.SERVER)
        declare_column(self.get_model("ProviderChange"), "sealed", "opening.provider_change.sealed")
        waitlist.declare_open(lookup.opened)
        catalogue.read_along("opened", lambda: intakes.BRAND_OPENED, intakes.keep_opened)
        timeline.declare_witnesses(witnesses.witnesses)
        imports.declare(*TABLES)
        imports.declare_holders(HOLDERS)
        declare(
            Setting(name=lookup.FOLDER, default="", most=300, title=wording.FOLDER, per_organisation=False),
            Setting(name=lookup.PUT_OFF, default="", most=100, title=wording.PUT_OFF, per_organisation=False),
            *_backups(),
        )


def _backups() -> "tuple[Setting, ...]":
    """Return how the nightly backup is written, and how long one stays."""
    from anxin.core.settings import Setting  # noqa: PLC0415 - once the models are there
    from anxin.domain.opening.queries import lookup  # noqa: PLC0415

    kinds = (lookup.ROWS, lookup.PAGES)
    return (
        Setting(name="opening.backups_kept", default=14, least=1, most=400, title=wording.KEPT, per_organisation=False),
        Setting(name=lookup.KIND, default=lookup.ROWS, choices=kinds, title=wording.KIND, per_organisation=False),
        Setting(
            name=lookup.SETS_KEPT,
            default=35,
            least=1,
            most=3650,
            unit="d",
            title=wording.SETS_KEPT,
            per_organisation=False,
        ),
        Setting(
            name=lookup.WHOLE_SET,
            default=7,
            least=1,
            most=90,
            unit="d",
            title=wording.WHOLE_SET,
            per_organisation=False,
        ),
    )
