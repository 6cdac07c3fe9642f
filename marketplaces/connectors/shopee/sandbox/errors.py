"""What a refused call says: an error name, a message, and 403 only where the caller itself is not accepted."""

from __future__ import annotations

from marketplaces.sandbox.messages import Refused as BaseRefused

from .envelope import failure


class Refused(BaseRefused):
    """Ends a call with an error envelope."""

    def __init__(self, error: str, message: str, *, status: int = 200) -> None:
        super().__init__(failure(error, message, status))
        self.error = error
        self.message = message


def wrong(message: str) -> Refused:
    """A parameter that the call does not take as it was given."""
    return Refused("error_param", message)


def missing(message: str) -> Refused:
    """A thing that does not exist in this shop."""
    return Refused("error_not_found", message)


def barred(error: str, message: str) -> Refused:
    """A caller that is not let in: wrong sign, wrong token, wrong partner."""
    return Refused(error, message, status=403)
