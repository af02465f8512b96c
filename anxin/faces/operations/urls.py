"""Addresses of what the administrator looks after."""

from django.urls import path

from anxin.faces.operations import sign_in_log, views

app_name = "operations"
urlpatterns = [
    path("desk/stuck/", views.stuck_page, name="stuck"),
    path("desk/stuck/<uuid:task>/revival/", views.revival, name="revival"),
    path("desk/stuck/messages/<int:message>/", views.sending, name="sending"),
    path("desk/sign-ins/", sign_in_log.log, name="sign_ins"),
    path("desk/sign-ins/<uuid:account>/code/", sign_in_log.hand_out, name="hand_out"),
]
