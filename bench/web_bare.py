"""The bare Django view beside which `bench/web.py` measures: three inserts, or one row with one join."""

import json
import os

import django
from django.conf import settings

PLACE = os.environ.get("BARE_DATABASE", "bare.db")
SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": PLACE,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;",
    },
}


def database() -> dict[str, object]:
    """Choose the same database the house is given."""
    if not PLACE.startswith("postgres"):
        return SQLITE
    from anxin.config import environment

    return environment.database(environment.read({"ANXIN_DATABASE_URL": PLACE}))


settings.configure(
    SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, DATABASES={"default": database()}, USE_TZ=True
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import path  # noqa: E402


class Parent(models.Model):
    told = models.TextField()

    class Meta:
        app_label = "bare"


class Child(models.Model):
    parent = models.ForeignKey(Parent, on_delete=models.CASCADE)
    code = models.CharField(max_length=20)

    class Meta:
        app_label = "bare"


def create(request: HttpRequest) -> JsonResponse:
    told = json.loads(request.body)["told"]
    with transaction.atomic():
        parent = Parent.objects.create(told=told)
        Child.objects.create(parent=parent, code="a")
        Child.objects.create(parent=parent, code="b")
    return JsonResponse({"id": parent.pk}, status=201)


def read(request: HttpRequest, key: int) -> JsonResponse:
    row = Child.objects.select_related("parent").get(pk=key)
    return JsonResponse({"id": row.pk, "told": row.parent.told})


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


urlpatterns = [path("create/", create), path("read/<int:key>/", read), path("healthz", healthz)]

application = get_wsgi_application()

if __name__ == "__main__":
    with connection.schema_editor() as editor:
        editor.create_model(Parent)
        editor.create_model(Child)
