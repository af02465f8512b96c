"""Addresses of the ground: preferences of a browser, its accent, the style sheet of all parts."""

from django.urls import path

from anxin.faces.ground import views

app_name = "ground"
urlpatterns = [
    path("letters/", views.letters, name="letters"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
    path("accent/<slug:colour>.css", views.accent, name="accent"),
    path("components/", views.components, name="components"),
]
