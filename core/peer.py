"""Where a request comes from: the peer, or what our own proxies saw before it."""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """The peer, or behind a declared number of proxies what the outermost of them saw; "" when it has no number.

    Whatever a stranger writes into X-Forwarded-For stands before what our proxies add, and is never believed.
    """
    hops = settings.TRUSTED_PROXIES
    seen = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    told = seen[-hops] if hops and len(seen) >= hops else str(request.META.get("REMOTE_ADDR", ""))
    try:
        return str(ip_address(told))
    except ValueError:  # a socket file has no number, and some proxies add a port
        return ""
