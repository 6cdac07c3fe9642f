"""A push of a shop that is known is stored and answered before the web application; everything else goes in to it.

Sessions, languages and pages mean nothing to a push, and marketplaces send them by the hundred. Whatever is not plain
(a shop not seen yet, a message not believed, a database that is away) is judged by the application, as all of it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection

from core.peer import address_in

PREFIX = "/hooks/"
#: Longer ones are refused by the application.
MOST_BYTES = 256 * 1024
Environ = dict[str, Any]
Application = Callable[[Environ, Any], Iterable[bytes]]


class HooksFirst:
    """The application with a short way for pushes before it."""

    def __init__(self, application: Application) -> None:
        self.application = application

    def __call__(self, environ: Environ, start_response: Any) -> Iterable[bytes]:
        if _is_plain_push(environ) and (answer := _answered(environ, start_response)) is not None:
            return answer
        return self.application(environ, start_response)


def _is_plain_push(environ: Environ) -> bool:
    path, length = str(environ.get("PATH_INFO", "")), str(environ.get("CONTENT_LENGTH") or "")
    return (
        path.startswith(PREFIX)
        and path.isascii()
        and environ.get("REQUEST_METHOD") == "POST"
        and not (environ.get("SCRIPT_NAME") or environ.get("QUERY_STRING") or environ.get("HTTP_X_ORION_PROBE"))
        and length.isdigit()
        and int(length) <= MOST_BYTES
        and (not getattr(settings, "SECURE_SSL_REDIRECT", False) or _is_secure(environ))
    )


def _is_secure(environ: Environ) -> bool:
    name, value = settings.SECURE_PROXY_SSL_HEADER or ("", "")
    told = str(environ.get(name, "")).split(",")[0].strip() if name else environ.get("wsgi.url_scheme")
    return bool(told == (value or "https"))


def _answered(environ: Environ, start_response: Any) -> Iterable[bytes] | None:
    body = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
    environ["wsgi.input"] = BytesIO(body)  # for the application, should it be asked after all
    code, _slash, token = environ["PATH_INFO"].removeprefix(PREFIX).removesuffix("/").partition("/")
    reply = _reply(environ, code, token, body)
    if reply is None:
        return None
    headers = [("Content-Type", reply.content_type), ("X-Content-Type-Options", "nosniff")]
    start_response(f"{reply.status} OK", [*headers, ("Content-Length", str(len(reply.body)))])
    return [reply.body]


def _reply(environ: Environ, code: str, token: str, body: bytes) -> Any:
    from marketplaces.framework.webhooks import IncomingWebhook
    from sync.webhooks import receive_known  # the engine is loaded by the first push, not by the start of the web

    incoming = IncomingWebhook(
        method="POST",
        url=f"{settings.PUBLIC_URL.rstrip('/')}{environ['PATH_INFO']}",
        headers=_headers(environ),
        body=body,
        source_ip=address_in(environ),
        received_at=datetime.now(UTC),
    )
    try:
        # The connection stays with this thread until the application's next request gives it back.
        received = receive_known(code, token, incoming)
    except (DatabaseError, InterfaceError):
        connection.close()
        return None
    return received.reply if received is not None and 200 <= received.reply.status < 300 else None


def _headers(environ: Environ) -> dict[str, str]:
    found = {name[5:].replace("_", "-").lower(): text for name, text in environ.items() if name.startswith("HTTP_")}
    return {**found, "content-type": environ.get("CONTENT_TYPE", ""), "content-length": environ["CONTENT_LENGTH"]}
