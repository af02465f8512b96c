"""Addresses of the bell."""

from django.urls import path

from anxin.faces.notices import inbox, reaching

app_name = "notices"
urlpatterns = [
    path("notices/", inbox.notices, name="inbox"),
    path("technician/notices/", inbox.notices, name="phone"),
    path("technician/notices/way/", reaching.way, name="way"),
    path("technician/notices/key/", reaching.key, name="key"),
    path("technician/notices/browser/", reaching.browser, name="browser"),
    path("technician/notices/browser/ending/", reaching.ending, name="browser_ending"),
    path("notices/bell/", inbox.bell, name="bell"),
    path("notices/reading/", inbox.reading, name="reading"),
    path("notices/<uuid:key>/opening/", inbox.opening, name="opening"),
]
