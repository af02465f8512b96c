"""The WSGI application: pages and API."""

import os

from django.core.handlers.wsgi import WSGIHandler

from anxin.config import environment, loader, processes

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "anxin.config.settings")
processes.die_with(environment.read().parent)
loader.load()
application = WSGIHandler()
