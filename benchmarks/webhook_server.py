"""The web as `up` serves it, and beside it on the same waitress a bare WSGI app that does the same insert.

Started as `python -m benchmarks.webhook_server`; ORION_TEST_DB names the database. Prints its port, ends with its
standard input.
"""

from __future__ import annotations

import os
import socket
import sys
import threading
import uuid
from collections.abc import Callable, Iterable
from typing import Any

import psycopg

BARE = "/bare"
INSERT = """
INSERT INTO marketplace_webhooks (id, created_at, updated_at, connection_id, store_id, event_key, topic, kind,
    remote_ids, body, source_ip, status, received_at, duplicates, attempts, due_at, error)
VALUES (%s, now(), now(), %s, %s, %s, 'order', 'order_status_push', %s::jsonb, %s, %s, 'received', now(), 0, 0, now(),
    '')
ON CONFLICT ON CONSTRAINT one_row_per_event DO UPDATE SET duplicates = marketplace_webhooks.duplicates + 1
"""
_own = threading.local()


def main() -> None:
    """Serves until its standard input ends."""
    from config.garbage import keep_loaded, look_seldom

    look_seldom()
    application, where = _set_up()
    listener = socket.create_server(("127.0.0.1", 0))
    from waitress.server import create_server

    from config.one_core import stay_on_one_core
    from config.one_process import SWITCH_SECONDS

    sys.setswitchinterval(SWITCH_SECONDS)
    stay_on_one_core()
    keep_loaded()
    server = create_server(_both(application, where), sockets=[listener], threads=8, channel_timeout=30, ident=None)
    threading.Thread(target=server.run, daemon=True).start()
    sys.stdout.write(f"{listener.getsockname()[1]}\n")
    sys.stdout.flush()
    sys.stdin.read()
    os._exit(0)


def _set_up() -> tuple[Any, str]:
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.test"
    from django.conf import settings

    database = settings.DATABASES["default"]
    database["NAME"] = os.environ["ORION_TEST_DB"]
    database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 16, "timeout": 10}  # the tests have none, `up` has one
    from django.core.wsgi import get_wsgi_application

    from config.hooks_first import HooksFirst

    application = HooksFirst(get_wsgi_application())
    return application, f"host={database['HOST']} user={database['USER']} dbname={database['NAME']}"


def _both(application: Any, where: str) -> Callable[[dict[str, Any], Any], Iterable[bytes]]:
    def chosen(environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        if environ["PATH_INFO"] == BARE:
            return _bare(environ, start_response, where)
        found: Iterable[bytes] = application(environ, start_response)
        return found

    return chosen


def _bare(environ: dict[str, Any], start_response: Any, where: str) -> Iterable[bytes]:
    """Nothing but reading, one insert on a connection that is kept, and the answer. Its query names the columns."""
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    shop, store, key, remote_id = environ["QUERY_STRING"].split("&")
    if not hasattr(_own, "connection"):
        _own.connection = psycopg.connect(where, autocommit=True)
    _own.connection.execute(
        INSERT, [uuid.uuid4(), shop, store, key, f'["{remote_id}"]', body.decode(), environ["REMOTE_ADDR"]]
    )
    start_response("200 OK", [("Content-Type", "application/json"), ("Content-Length", "0")])
    return [b""]


if __name__ == "__main__":
    main()
