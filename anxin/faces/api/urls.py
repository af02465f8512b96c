"""Addresses of the interface for programs."""

from django.urls import URLPattern, URLResolver, path

from anxin.faces.api import docs

urlpatterns: list[URLPattern | URLResolver] = [
    path("docs/", docs.docs, name="api_docs"),
    path("", docs.API.urls),
]
