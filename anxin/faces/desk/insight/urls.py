"""Addresses of the figures."""

from django.urls import path

from anxin.faces.desk.insight import views

urlpatterns = [
    path("", views.insight, name="insight"),
    path("tables/<slug:key>.csv", views.table, name="insight_table"),
]
