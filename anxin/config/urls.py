"""Every address of the house, face by face."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("anxin.faces.ground.urls")),
]
handler400 = "anxin.faces.ground.errors.bad_request"
handler403 = "anxin.faces.ground.errors.forbidden"
handler404 = "anxin.faces.ground.errors.missing"
handler500 = "anxin.faces.ground.errors.broken"
