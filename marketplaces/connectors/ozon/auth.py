"""The header pair that Ozon asks for on every call."""

from collections.abc import Mapping

from marketplaces.framework.transport import Outgoing


def authorise(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
    """Put the key pair on the request."""
    outgoing.headers["Client-Id"] = credentials["client_id"]
    outgoing.headers["Api-Key"] = credentials["api_key"]
