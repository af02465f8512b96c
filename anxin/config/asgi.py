"""The ASGI application, made once Django is set up: the front needs models."""

import importlib

from anxin.config import wsgi

application = importlib.import_module("anxin.config.front").front(wsgi.application)
