"""Structured logs: one JSON line an event, with the request's id; personal values never reach a line."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

Event = MutableMapping[str, Any]
_DIGITS = re.compile(r"\d{5,}")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")
_SECRET = re.compile(r"[A-Za-z0-9_-]{24,}")
_ROW = "\nDETAIL:"
"""From here on PostgreSQL repeats the key, or the whole row, that it refused."""


def settings_of(level: str) -> dict[str, object]:
    """Return Django's LOGGING, and set structlog up the same way."""
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            frames,
            blank,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        "foreign_pre_chain": shared,
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": formatter},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level.upper()},
        # Django's own lines carry the path, and with it a customer's secret link; the diary logs the route.
        "loggers": {
            "django": {"level": "WARNING"},
            "django.request": {"level": "CRITICAL"},
            "django.security.DisallowedHost": {"level": "CRITICAL"},
            "httpx": {"level": "WARNING"},
            "PIL": {"level": "WARNING"},
        },
    }


def frames(_logger: logging.Logger, _method: str, event: Event) -> Event:
    """Turn an exception into its kind, its masked message and its frames, without the values in them."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    if isinstance(found, BaseException):
        found = (type(found), found, found.__traceback__)
    if not found or found[0] is None:
        return event
    kind, error, trace = found
    event["error"] = f"{kind.__module__}.{kind.__qualname__}"
    event["message"] = masked(str(error).partition(_ROW)[0])
    event["frames"] = []
    while trace is not None:
        code = trace.tb_frame.f_code
        event["frames"].append(f"{code.co_filename}:{trace.tb_lineno} {code.co_qualname}")
        trace = trace.tb_next
    return event


def blank(_logger: logging.Logger, _method: str, event: Event) -> Event:
    """Mask what a foreign line might carry: runs of digits, names in other scripts."""
    event["event"] = masked(str(event.get("event", "")))
    return event


def masked(text: str) -> str:
    """Blank out long digits, long secrets and every character beyond ASCII."""
    return _FOREIGN.sub("·", _SECRET.sub("***", _DIGITS.sub("***", text)))
