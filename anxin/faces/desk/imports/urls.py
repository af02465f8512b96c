"""Addresses of the imports."""

from django.urls import path

from anxin.faces.desk.imports import views
from anxin.faces.ground import imports

urlpatterns = [
    path("", views.listed, name="imports"),
    *imports.addresses("<slug:table>/", "import", views.KEEPS, views.counter),
]
