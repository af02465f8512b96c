"""Addresses of the ground: preferences of a browser, its accent."""

from django.urls import path, re_path

from anxin.domain.opening.rules import check_files
from anxin.faces.ground import about, brand_pictures, uploads, views

app_name = "ground"
urlpatterns = [
    path("about/", about.about, name="about"),
    path("letters/", views.letters, name="letters"),
    path("theme/", views.theme, name="theme"),
    path("language/", views.language, name="language"),
    path("accent/<slug:colour>.css", views.accent, name="accent"),
    path("looks/<slug:house>/card.png", brand_pictures.card, name="card"),
    path("looks/<slug:house>/mark.png", brand_pictures.icon, name="icon"),
    path("looks/<slug:house>/picture.png", brand_pictures.picture, name="picture"),
    path("looks/<slug:house>/mark.svg", brand_pictures.mark, name="mark"),
    path("uploads/", uploads.Uploads.as_view(), name="uploads"),
    path("uploads/documents/", uploads.Uploads.as_view(documents=True), name="documents"),
    path("uploads/vectors/", uploads.Uploads.as_view(vectors=True), name="vectors"),
    path("uploads/<uuid:upload>/", uploads.Upload.as_view(), name="upload"),
    path(".well-known/anxin-house/<slug:nonce>", views.house, name="house"),
    re_path(rf"^(?P<name>{check_files.NAME})$", views.check_file, name="check_file"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
]
