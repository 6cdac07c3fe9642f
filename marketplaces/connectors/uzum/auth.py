"""The one header that Uzum asks for."""

from collections.abc import Mapping

from marketplaces.framework.transport import Outgoing


def authorise(outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
    """The token as it is: with the word Bearer in front, Uzum does not know it."""
    outgoing.headers["Authorization"] = credentials["token"]
