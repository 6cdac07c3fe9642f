"""The key and the seller's id on every call."""

from collections.abc import Mapping

from marketplaces.framework.transport import Outgoing

from .dialect import HEADERS, header


def authorise(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
    """A bearer key; in a header of another name the key stands alone."""
    name, key = header(credentials, "key"), credentials["api_key"]
    outgoing.headers[name] = f"Bearer {key}" if name == HEADERS["key"] else key
    outgoing.headers[header(credentials, "seller")] = credentials["seller_id"]
