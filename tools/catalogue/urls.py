"""The product's addresses with the catalogue's before them."""

from django.urls import include, path

from anxin.config.urls import handler400, handler403, handler404, handler500  # noqa: F401
from tools.catalogue import pages

urlpatterns = [
    path("components/", pages.components),
    path("components/phone/", pages.phone),
    path("components/desk/", pages.desk),
    path("components/claim/", pages.claim),
    path("components/pictures/<slug:name>.svg", pages.picture),
    path("", include("anxin.config.urls")),
]
