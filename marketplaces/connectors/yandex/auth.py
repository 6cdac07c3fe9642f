"""The one header that the Market asks for."""

from collections.abc import Mapping

from marketplaces.framework.transport import Outgoing


def authorise(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
    """The key as it is: with a word in front the Market says that its prefix is wrong."""
    outgoing.headers["Api-Key"] = credentials["api_key"]
