"""Addresses of nobody's face, for the parts of evidence."""

from django.urls import include, path

from anxin.faces.ground.evidence import serving

urlpatterns = [path("", include((serving.addresses("mine/<str:number>/"), "mine")))]
