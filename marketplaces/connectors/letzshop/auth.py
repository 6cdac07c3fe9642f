"""The access key on every call."""

from collections.abc import Mapping

from marketplaces.framework.transport import Outgoing


def authorise(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
    outgoing.headers["Authorization"] = f"Bearer {credentials['api_key']}"
