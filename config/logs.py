"""Log lines: one handler to standard error, through which nothing passes without redaction."""

import logging
import sys
from typing import Any

import structlog

from core import redact

_SHARED: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]


def _without_request(_logger: Any, _method: str, event: Any) -> Any:
    """Django hangs the request on its lines; written out, it shows the query, where a one-time code may stand."""
    event.pop("request", None)
    return event


def handler(json_lines: bool = False) -> logging.Handler:
    """A handler to standard error that redacts every record, tracebacks included."""
    renderer: Any = structlog.processors.JSONRenderer() if json_lines else structlog.dev.ConsoleRenderer(
        colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
    )  # fmt: skip
    made = logging.StreamHandler()
    made.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                _without_request,
                structlog.processors.format_exc_info,  # before the redaction: a traceback quotes values
                redact.processor,
                renderer,
            ],
        )
    )
    return made


def configure(level: str = "INFO", json_lines: bool = False) -> None:
    """Called once at start; replaces the root handlers, so that no other handler bypasses the redaction."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_SHARED,
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.processors.StackInfoRenderer(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers = [handler(json_lines)]
    root.setLevel(level)
    for name in ("celery", "waitress", "urllib3", "django.request"):
        logging.getLogger(name).handlers.clear()
    # Its DEBUG lines hold whole URLs, and a marketplace that signs its URLs puts tokens in them.
    logging.getLogger("urllib3").setLevel(max(logging.getLevelName(level), logging.INFO))
    # It names every sign-in; who signs in where is in the table of sessions.
    logging.getLogger("axes").setLevel(max(logging.getLevelName(level), logging.WARNING))
    logging.getLogger("celery").setLevel(max(logging.getLevelName(level), logging.WARNING))
