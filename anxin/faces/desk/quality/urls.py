"""Addresses of follow-ups."""

from django.urls import path

from anxin.faces.desk.quality import views

ONE = "<uuid:follow_up>/"

urlpatterns = [
    path("", views.listed, name="follow_ups"),
    path(ONE, views.follow_up, name="follow_up"),
    path(f"{ONE}reveals/", views.reveals, name="follow_up_reveals"),
    path(f"{ONE}<slug:name>/", views.command, name="follow_up_command"),
    path("contests/<uuid:contest>/", views.contest, name="contest"),
    path("contests/<uuid:contest>/pictures/<slug:sha256>/", views.picture, name="contest_picture"),
    path("contests/<uuid:contest>/<slug:name>/", views.judgement, name="contest_judgement"),
]
