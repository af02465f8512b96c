"""Addresses of nobody's face, for the parts of evidence."""

from django.urls import include, path

from anxin.faces.ground.evidence import pictures

WHO = "reviewer agent merchant_owner merchant_agent"
urlpatterns = [path("", include((pictures.addresses("mine/<str:number>/", WHO), "mine")))]
