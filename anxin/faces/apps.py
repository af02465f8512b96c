"""The faces' one Django app: it carries templates, static files and no models."""

from django.apps import AppConfig


class FacesConfig(AppConfig):
    """Faces: pages and API, by audience."""

    name = "anxin.faces"
    label = "faces"
