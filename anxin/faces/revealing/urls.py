"""Addresses of requests to see plain details after the end."""

from django.urls import path

from anxin.faces.revealing import asking

app_name = "revealing"
urlpatterns = [
    path("reveals/", asking.listed, name="requests"),
    path("reveals/new/", asking.new, name="new"),
    path("reveals/<uuid:key>/agreement/", asking.agreement, name="agreement"),
    path("reveals/<uuid:key>/refusal/", asking.refusal, name="refusal"),
]
