"""The one call there is: an event to the shop's callback address."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from marketplaces.framework.errors import Rejected
from marketplaces.framework.transport import Call, Outgoing, Transport

from .auth import authorise
from .callbacks import Json
from .errors import classify

LISTENED_TO = (
    "Connect it again with its callback address. Without one its orders come in all the same: save it switched off, "
    "resume it, and switch off what is sent."
)


class StorefrontClient:
    """Callbacks of one connection. Its address is the callback address itself."""

    def __init__(self, transport: Transport, now: Callable[[], datetime], *, has_address: bool) -> None:
        self._transport = transport
        self._now = now
        self._has_address = has_address

    def tell(self, event: Json, *, operation: str, secrets: Sequence[str] = ()) -> None:
        """Safe to repeat: the shop knows an event by its id. What it answers beside a 2xx does not matter."""
        if not self._has_address:
            raise Rejected("This shop has no callback address, so nothing can be told to it", fix=LISTENED_TO)
        headers = {"X-Hub-Event": event["type"], "X-Hub-Delivery": event["id"]}
        call = Call(
            operation=operation, method="POST", path="", json=event, headers=headers, expects="bytes", secrets=secrets
        )
        self._transport.send(call, authorise=self._signed, classify=classify)

    def _signed(self, outgoing: Outgoing, credentials: Mapping[str, str]) -> None:
        """At the moment it leaves: waiting for a limit must not make the timestamp stale."""
        authorise(outgoing, credentials, timestamp=str(int(self._now().timestamp())))
