"""The guard of outgoing addresses: what a merchant types must not lead into the network we run in."""

import ipaddress
import re
import socket
from collections.abc import Callable
from urllib.parse import SplitResult, urlsplit

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], list[str]]

# Where clouds hand out their machines' own credentials: never called, not even where private networks are allowed.
METADATA_NAMES = {"metadata", "metadata.google.internal", "instance-data", "metadata.azure.internal"}
METADATA = {
    ipaddress.ip_address(number) for number in ("169.254.169.254", "100.100.100.200", "fd00:ec2::254", "168.63.129.16")
}
NAT64 = ipaddress.ip_network("64:ff9b::/96")
FORBIDDEN_SIGNS = re.compile(r"[\s\\\x00-\x1f\x7f]")


class AddressRefused(ValueError):
    """str() is a sentence for the person who typed the address."""


def check_address(url: str, allow_private: bool = False, *, resolve: Resolver | None = None) -> tuple[str, ...]:
    """The numbers this address leads to, each of them allowed; raises AddressRefused.

    Who connects later should connect to one of these numbers, or ask `check_number` about the peer: a name may answer
    differently the second time.
    """
    parts = _parse(url)
    _check_scheme(parts, allow_private)
    host = (parts.hostname or "").rstrip(".")
    if host.lower() in METADATA_NAMES:
        raise AddressRefused(
            f"{host} hands out this machine's own keys and is never called. Enter the marketplace's host."
        )
    numbers = (resolve or resolve_host)(host, parts.port or (443 if parts.scheme == "https" else 80))
    for number in numbers:
        check_number(number, allow_private, host=host)
    return tuple(numbers)


def check_number(number: str, allow_private: bool = False, *, host: str = "") -> None:
    """Refuse one network number; `host` is the name it was found under."""
    address = _innermost(ipaddress.ip_address(number.partition("%")[0]))
    shown = f"{host} ({number})" if host and host != number else number
    if address in METADATA or address.is_link_local:
        raise AddressRefused(
            f"{shown} belongs to this machine's own surroundings and is never called. Enter another host."
        )
    if address.is_multicast or address.is_unspecified or (address.is_reserved and not address.is_loopback):
        raise AddressRefused(f"{shown} is no address of a single host. Enter the marketplace's host.")
    if not address.is_global and not allow_private:
        raise AddressRefused(
            f"{shown} lies in a private network. Enter a public address; "
            "private ones are for sandboxes and the command line."
        )


def resolve_host(host: str, port: int) -> list[str]:
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (socket.gaierror, UnicodeError):
        raise AddressRefused(
            f"The host {host} was not found. Check its spelling and this machine's name server."
        ) from None
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def _parse(url: str) -> SplitResult:
    if FORBIDDEN_SIGNS.search(url):
        raise AddressRefused(
            "The address holds a space, a backslash or a control sign. Enter one such as https://api.example.com."
        )
    try:
        parts = urlsplit(url)
        parts.port  # noqa: B018  (a wrong port shows only when it is asked for)
    except ValueError:
        raise AddressRefused("The address cannot be read. Enter one such as https://api.example.com.") from None
    if "@" in parts.netloc:
        raise AddressRefused(
            "The address holds a user name before an @. Enter it without; keys belong in their own fields."
        )
    if not parts.hostname:
        raise AddressRefused("The address names no host. Enter one such as https://api.example.com.")
    return parts


def _check_scheme(parts: SplitResult, allow_private: bool) -> None:
    if parts.scheme == "https" or (parts.scheme == "http" and allow_private):
        return
    if parts.scheme == "http":
        raise AddressRefused(
            "The address starts with http://, which would send the keys readable by anyone. Enter https://."
        )
    raise AddressRefused(f"The address starts with {parts.scheme or 'no scheme'}. Enter one that starts with https://.")


def _innermost(address: Address) -> Address:
    """An IPv4 number wrapped in IPv6 leads to that IPv4 number."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    wrapped = address.ipv4_mapped or address.sixtofour
    if address in NAT64:
        wrapped = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return wrapped or address
