"""Where a request comes from: the peer, or what our own proxies saw before it."""

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The peer, or behind a declared number of proxies what the outermost of them saw; "" when it has no number.

    Whatever a stranger writes into X-Forwarded-For stands before what our proxies add, and is never believed.
    """
    return address_in(request.META)


def address_in(meta: Mapping[str, Any]) -> str:
    """The same out of what the web server says of a request."""
    hops = settings.TRUSTED_PROXIES
    seen = [part.strip() for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    told = seen[-hops] if hops and len(seen) >= hops else str(meta.get("REMOTE_ADDR", ""))
    try:
        return str(ip_address(told))
    except ValueError:  # a socket file has no number, and some proxies add a port
        return ""
