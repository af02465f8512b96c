"""Django's settings; whatever an operator may choose comes through `environment`."""

from pathlib import Path

from django.utils.csp import CSP
from django.utils.translation import gettext_lazy as _

from anxin.config import environment as outside
from anxin.config import logs
from anxin.core.hosts import HostLine, Hosts, ProxyWord
from anxin.core.queues.kinds import QUEUES

outside.keep_private()
outside.multiply_alone()
ENVIRONMENT = outside.read()
ROOT = Path(__file__).resolve().parent.parent
DATA = ENVIRONMENT.data

SECRET_KEY = ENVIRONMENT.secret_key or outside.secret_of(DATA)
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = Hosts(list(ENVIRONMENT.hosts), DATA)
CSRF_TRUSTED_ORIGINS = list(ENVIRONMENT.origins)
# Asked anew at each request: the set-up sees the public address while this process runs.
BEHIND_TLS = HostLine(DATA, said=ENVIRONMENT.tls)

# From top to bottom: an app may know those below it, never those above.
DOMAIN_APPS: list[str] = [
    "anxin.domain.insight",
    "anxin.domain.opening",
    "anxin.domain.publications",
    "anxin.domain.staff",
    "anxin.domain.notices",
    "anxin.domain.contacts",
    "anxin.domain.shops",
    "anxin.domain.claims",
    "anxin.domain.quality",
    "anxin.domain.repairs",
    "anxin.domain.privacy_numbers",
    "anxin.domain.visits",
    "anxin.domain.parts",
    "anxin.domain.evidence",
    "anxin.domain.custody",
    "anxin.domain.reputation",
    "anxin.domain.invoices",
    "anxin.domain.ledger",
    "anxin.domain.network",
    "anxin.domain.goods",
    "anxin.domain.threads",
    "anxin.domain.people",
    "anxin.domain.places",
]
INSTALLED_APPS = [
    "anxin.faces",
    *DOMAIN_APPS,
    "anxin.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "anxin.config",
]
MIDDLEWARE = [
    "anxin.config.middleware.Health",
    "anxin.config.middleware.Diary",
    "anxin.config.middleware.Compression",
    "anxin.faces.ground.middleware.read_settings_once",
    "anxin.faces.api.problems.Problems",
    "django.middleware.security.SecurityMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "anxin.config.middleware.Sessions",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "anxin.config.middleware.Forms",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "anxin.faces.ground.middleware.plain_refusals",
    "anxin.faces.ground.middleware.keep_signed_in",
    "anxin.faces.ground.middleware.NoNul",
    "anxin.config.middleware.LengthRequired",
    "anxin.faces.ground.middleware.SetUpFirst",
    "anxin.faces.refusals.Refusals",
]
ROOT_URLCONF = "anxin.config.urls"
WSGI_APPLICATION = "anxin.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "anxin.faces.ground.context.ground",
            ],
            "libraries": {"words": "anxin.faces.words"},
        },
    }
]

DATABASES = outside.databases(ENVIRONMENT)
DATABASE_ROUTERS = ["anxin.core.replicas.Router"] if "replica" in DATABASES else []
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Where the master key comes from (never the data folder), and the cipher suite new keys are made for.
VAULT = {
    "keys": ENVIRONMENT.keys,
    "master": ENVIRONMENT.master_key,
    "kms": ENVIRONMENT.key_service,
    "suite": ENVIRONMENT.suite,
}
FILES = DATA / "files"
S3 = ENVIRONMENT.s3
SMTP = ENVIRONMENT.smtp
SMTP_CA = ENVIRONMENT.smtp_ca
# Demo and tests only: where no provider is set up, bills are paid at once and messages kept in a folder.
PLAY = ENVIRONMENT.play
TASKS = {
    "default": {
        "BACKEND": "anxin.core.later.backend.LaterBackend",
        "QUEUES": list(QUEUES),
    }
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LOCALE_PATHS = [ROOT / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"

STATIC_URL = "static/"
# Collected once at the start of `anxin serve`, with hashed names and compressed; otherwise found where they lie.
STATIC_ROOT = DATA / "static" if ENVIRONMENT.static_collected else None
WHITENOISE_USE_FINDERS = not ENVIRONMENT.static_collected
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {
        "BACKEND": "anxin.config.collected_files.CollectedFiles"
        if ENVIRONMENT.static_collected
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
# Started behind TLS, every cookie is bound to this very host by its name; without TLS (one machine, development)
# browsers refuse the prefix. A name never changes while we run: that would sign everybody out.
COOKIE_PREFIX = "__Host-" if ENVIRONMENT.started_behind_tls else ""
SESSION_ENGINE = "anxin.core.sessions.store"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}sessionid"
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrftoken"
LANGUAGE_COOKIE_NAME = f"{COOKIE_PREFIX}anxin_language"
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.started_behind_tls or BEHIND_TLS
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
SECURE_HSTS_SECONDS = 365 * 24 * 3600  # said over an encrypted line only
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_PROXY_SSL_HEADER = ProxyWord.over(BEHIND_TLS, "HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "anxin.faces.errors.no_token"
SECURE_CSP = {
    "default-src": [CSP.NONE],
    "object-src": [CSP.NONE],
    "script-src": [CSP.SELF],
    "style-src": [CSP.SELF],
    "img-src": [CSP.SELF, "blob:"],
    "media-src": [CSP.SELF, "blob:"],
    "font-src": [CSP.SELF],
    "connect-src": [CSP.SELF],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "manifest-src": [CSP.SELF],
}
AUTH_USER_MODEL = "people.Account"
AUTHENTICATION_BACKENDS = [
    "anxin.domain.people.queries.current_user.SignedIn",
    "django.contrib.auth.backends.ModelBackend",  # named by sessions that began before
]
LOGGING = logs.settings_of(ENVIRONMENT.log_level)
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "anxin.core.passwords.BreachedPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["username", "called"]},
    },
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
