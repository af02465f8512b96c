"""Addresses of what the administrator looks after."""

from django.urls import path

from anxin.faces.running import door, views

app_name = "running"
urlpatterns = [
    path("desk/stuck/", views.stuck_work, name="stuck"),
    path("desk/stuck/<uuid:task>/revival/", views.revival, name="revival"),
    path("desk/sign-ins/", door.log, name="sign_ins"),
    path("desk/sign-ins/<uuid:account>/code/", door.hand_out, name="hand_out"),
]
