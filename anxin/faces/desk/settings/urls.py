"""Addresses of the settings."""

from django.urls import path

from anxin.faces.desk.settings import views

urlpatterns = [
    path("", views.listed, name="settings"),
    path("<str:name>/", views.setting, name="setting"),
    path("<str:name>/changes/", views.changes, name="setting_changes"),
    path("<str:name>/changes/<uuid:change>/confirmation/", views.confirmation, name="setting_confirmation"),
    path("<str:name>/changes/<uuid:change>/withdrawal/", views.withdrawal, name="setting_withdrawal"),
]
