"""The publications app."""

from django.apps import AppConfig

from anxin.domain.publications import wording
from anxin.domain.publications.rules import ARCHIVE_AFTER, TERMS


class PublicationsConfig(AppConfig):
    """Publications: pages by city and their editions."""

    name = "anxin.domain.publications"
    label = "publications"

    def ready(self) -> None:
        """Declare who answers for a brand's pages; hold what was published against the chain."""
        from anxin.core import files, timeline  # noqa: PLC0415
        from anxin.core.settings import Setting, declare  # noqa: PLC0415
        from anxin.domain.publications.queries import witnesses  # noqa: PLC0415 - once the models are there

        timeline.declare_check(witnesses.texts_differ)
        files.declare_hash(self.get_model("Text"), "pictures", inside=True)

        declare(
            *(
                Setting(
                    name=term.setting,
                    default=term.days,
                    unit="d",
                    least=term.least,
                    most=7320,
                    title=wording.TERMS[what],
                    source=term.law,
                    per_organisation=False,
                    second_person=True,
                )
                for what, term in TERMS.items()
            ),
            Setting(
                name=ARCHIVE_AFTER,
                default=365,
                unit="d",
                least=0,
                most=7320,
                title=wording.ARCHIVE_AFTER,
                per_organisation=False,
                second_person=True,
            ),
            Setting(name="publications.responsible", default="", most=80, title=wording.RESPONSIBLE),
            Setting(
                name="publications.notice_days",
                default=7,
                unit="d",
                least=7,
                most=180,
                title=wording.NOTICE,
                source="电子商务法 第三十四条",
                per_organisation=False,
            ),
        )
