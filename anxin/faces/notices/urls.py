"""Addresses of the bell."""

from django.urls import path

from anxin.faces.notices import inbox

app_name = "notices"
urlpatterns = [
    path("notices/", inbox.notices, name="inbox"),
    path("technician/notices/", inbox.notices, name="phone"),
    path("notices/bell/", inbox.bell, name="bell"),
    path("notices/reading/", inbox.reading, name="reading"),
    path("notices/<uuid:key>/opening/", inbox.opening, name="opening"),
]
