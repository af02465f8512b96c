"""Addresses of requests to see plain details after the end."""

from django.urls import path

from anxin.faces.reveals import requests

app_name = "reveals"
urlpatterns = [
    path("reveals/", requests.listed, name="requests"),
    path("reveals/new/", requests.new, name="new"),
    path("reveals/<uuid:key>/<slug:name>/", requests.command, name="command"),
]
