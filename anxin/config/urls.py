"""Every address of the house, face by face."""

from django.urls import URLPattern, URLResolver, include, path

from anxin.config import health

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("anxin.faces.ground.urls")),
    path("", include("anxin.faces.public.urls")),
    path("", include("anxin.faces.setup.urls")),
    path("", include("anxin.faces.sign_in.urls")),
    path("", include("anxin.faces.customer.urls")),
    path("", include("anxin.faces.customer.claims.urls")),
    path("", include("anxin.faces.technician.urls")),
    path("", include("anxin.faces.operations.urls")),
    path("", include("anxin.faces.contact.urls")),
    path("", include("anxin.faces.hooks.urls")),
    path("", include("anxin.faces.notices.urls")),
    path("", include("anxin.faces.reveals.urls")),
    path("", include("anxin.faces.desk.claims.urls")),
    path("", include("anxin.faces.desk.contacts.urls")),
    path("", include("anxin.faces.desk.money.urls")),
    path("", include("anxin.faces.desk.network.urls")),
    path("", include("anxin.faces.desk.numbers.urls")),
    path("", include("anxin.faces.desk.persons.urls")),
    path("", include("anxin.faces.desk.opening.urls")),
    path("", include("anxin.faces.desk.staff.urls")),
    path("", include("anxin.faces.desk.texts.urls")),
    path("", include("anxin.faces.desk.urls")),
    path("", include("anxin.faces.outlet.urls")),
    path("", include("anxin.faces.merchant.urls")),
    path("", include("anxin.faces.auditor.urls")),
    path("api/v1/", include("anxin.faces.api.urls")),
    path("metrics", health.figures),
]
handler400 = "anxin.faces.errors.bad_request"
handler403 = "anxin.faces.errors.forbidden"
handler404 = "anxin.faces.errors.missing"
handler500 = "anxin.faces.errors.broken"
