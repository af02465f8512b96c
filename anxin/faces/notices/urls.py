"""Addresses of the bell."""

from django.urls import path

from anxin.faces.notices import inbox, technicians

app_name = "notices"
urlpatterns = [
    path("notices/", inbox.notices, name="inbox"),
    path("technician/notices/", inbox.notices, name="phone"),
    path("technician/notices/way/", technicians.way, name="way"),
    path("technician/notices/key/", technicians.key, name="key"),
    path("technician/notices/browser/", technicians.browser, name="browser"),
    path("technician/notices/browser/ending/", technicians.ending, name="browser_ending"),
    path("notices/bell/", inbox.bell, name="bell"),
    path("notices/reading/", inbox.reading, name="reading"),
    path("notices/<uuid:key>/opening/", inbox.opening, name="opening"),
]
