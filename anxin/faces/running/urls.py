"""Addresses of what the administrator looks after."""

from django.urls import path

from anxin.faces.running import views

app_name = "running"
urlpatterns = [
    path("desk/stuck/", views.stuck_work, name="stuck"),
    path("desk/stuck/<uuid:task>/revival/", views.revival, name="revival"),
]
