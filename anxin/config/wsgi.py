"""The WSGI application: pages and API."""

import os

from django.core.wsgi import get_wsgi_application

from anxin.config import environment, processes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.config.settings")
processes.die_with(environment.read().parent)
application = get_wsgi_application()
