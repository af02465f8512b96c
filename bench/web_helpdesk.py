"""django-helpdesk beside which `bench/web.py` measures, in an environment of its own (`bench/peers/helpdesk.txt`).

Run as a script it lays the tables, a queue and a member of staff, and prints the key of a session. A ticket is
created through its API and read on its staff page; its mails go to memory.
"""

import os
import sys
from urllib.parse import parse_qs, urlsplit

import django
from django.conf import settings

PLACE = os.environ["BARE_DATABASE"]


def database() -> dict[str, object]:
    """Choose the same kind of database, with the same promises, as the house has."""
    if not PLACE.startswith("postgres"):
        pragma = "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;"
        options = {"transaction_mode": "IMMEDIATE", "init_command": pragma}
        return {"ENGINE": "django.db.backends.sqlite3", "NAME": PLACE, "OPTIONS": options, "CONN_MAX_AGE": None}
    url = urlsplit(PLACE)
    at = {"HOST": url.hostname or parse_qs(url.query).get("host", [""])[0], "PORT": url.port or ""}
    at |= {"USER": url.username or "", "PASSWORD": url.password or "", "CONN_MAX_AGE": None}
    return {"ENGINE": "django.db.backends.postgresql", "NAME": url.path.lstrip("/"), **at}


settings.configure(
    SECRET_KEY="bench" * 12,
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF=__name__,
    DATABASES={"default": database()},
    USE_TZ=True,
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    INSTALLED_APPS=[
        "django.contrib.auth",
        "django.contrib.contenttypes",
        "django.contrib.sessions",
        "django.contrib.sites",
        "django.contrib.messages",
        "django.contrib.staticfiles",
        "django.contrib.humanize",
        "rest_framework",
        "helpdesk",
    ],
    MIDDLEWARE=[
        "django.middleware.security.SecurityMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.common.CommonMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    STATIC_URL="/static/",
    MEDIA_ROOT=os.environ.get("BARE_MEDIA", ""),
    SITE_ID=1,
    EMAIL_BACKEND="django.core.mail.backends.locmem.EmailBackend",
    HELPDESK_ACTIVATE_API_ENDPOINT=True,
    HELPDESK_TEAMS_MODE_ENABLED=False,
    REST_FRAMEWORK={"DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"]},
)
django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import HttpRequest, JsonResponse  # noqa: E402
from django.urls import include, path  # noqa: E402


def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


urlpatterns = [path("healthz", healthz), path("", include("helpdesk.urls"))]


def lay() -> str:
    from importlib import import_module

    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from helpdesk.models import Queue

    call_command("migrate", verbosity=0)
    Queue.objects.create(title="Repairs", slug="repairs", email_address="repairs@example.com")
    user = User.objects.create_superuser("staff", "staff@example.com", "bench-staff-1")
    session = import_module("django.contrib.sessions.backends.db").SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


if __name__ == "__main__":
    print(lay())
    sys.exit(0)

application = get_wsgi_application()
