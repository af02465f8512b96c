"""Addresses of the imports."""

from django.urls import path

from anxin.faces.desk.imports import views

urlpatterns = [
    path("", views.listed, name="imports"),
    path("<slug:table>/", views.table, name="import"),
    path("<slug:table>/template.xlsx", views.template, name="import_template"),
    path("<slug:table>/check/", views.check, name="import_check"),
    path("<slug:table>/<uuid:key>/undoing/", views.undoing, name="import_undoing"),
]
