"""A dispatch: orders that a marketplace has put together by itself, to be handed over to it at one time."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class DispatchStatus(StrEnum):
    """Where a dispatch stands."""

    FORMING = "forming"  # orders still come in; nothing to be done yet
    READY = "ready"  # to be confirmed by us
    CONFIRMED = "confirmed"  # confirmed: it can be handed over, and its act be printed
    ACCEPTED = "accepted"  # the marketplace has it
    DIFFERS = "differs"  # it has it, and counted otherwise than was told
    FAILED = "failed"  # called off by an error there
    UNKNOWN = "unknown"  # a remote word that no table lists


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """One dispatch as it stands there now. `brought`: we bring it there, else they fetch it.

    `planned` and `counted` are orders: those that it shall hold, and those that arrived.
    """

    remote_id: str
    status: DispatchStatus
    remote_status: str
    starts_at: datetime
    ends_at: datetime
    order_remote_ids: tuple[str, ...]
    raw: Mapping[str, Any]
    brought: bool = False
    place: str = ""
    planned: int = 0
    counted: int = 0
