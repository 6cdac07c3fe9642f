"""The one way out: limits before a call, deadlines around it, repeats only where safe, a record of each try."""

from marketplaces.framework.transport.messages import (
    NO_RIGHTS,
    Answer,
    Authorise,
    Call,
    Classify,
    Outgoing,
    Retries,
    Timeouts,
)
from marketplaces.framework.transport.pacing import LONGEST_WAIT
from marketplaces.framework.transport.sender import Transport

__all__ = [
    "LONGEST_WAIT",
    "NO_RIGHTS",
    "Answer",
    "Authorise",
    "Call",
    "Classify",
    "Outgoing",
    "Retries",
    "Timeouts",
    "Transport",
]
