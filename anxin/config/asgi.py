"""The ASGI applications, made once Django is set up: the front needs models."""

import importlib

from anxin.config import wsgi

front = importlib.import_module("anxin.config.front").front
application = front(wsgi.application)
pages = front(wsgi.application, streams=False)
