"""The faces' one Django app: it carries templates, static files and no models."""

from django.apps import AppConfig
from django.forms import Field
from django.utils.translation import gettext_lazy as _

from anxin.faces import wording  # noqa: F401


class FacesConfig(AppConfig):
    """Faces: pages and API, by audience."""

    name = "anxin.faces"
    label = "faces"

    def ready(self) -> None:
        """Declare the imprint; say of an empty field what the product says, not what Django does."""
        from anxin.core import settings  # noqa: PLC0415 (models are loaded only now)
        from anxin.faces.ground import site  # noqa: PLC0415

        settings.declare(site.IMPRINT, site.SECURITY)
        Field.default_error_messages = {**Field.default_error_messages, "required": _("This is needed.")}
