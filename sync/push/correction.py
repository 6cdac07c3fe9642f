"""A parcel that was told before and has another tracking number now: not every marketplace takes the new one."""

from fulfillment.services.confirmed import is_same
from marketplaces.canonical.shipments import ShipmentRequest, ShipmentResult
from marketplaces.framework.errors import Rejected
from sync.push.queue import Claimed


def is_correction(change: Claimed, request: ShipmentRequest) -> bool:
    """Whether the marketplace has this parcel already, under another number or none."""
    if change.progress.get("corrects"):
        return True
    told = change.last_sent.get("tracking_number")
    return bool(request.tracking_number) and told is not None and not is_same(str(told), request.tracking_number)


def check_taken(request: ShipmentRequest, result: ShipmentResult, *, marketplace: str) -> None:
    """Raise Rejected where the parcel is shown there and the new number is not: the buyer follows the old one."""
    if not result.visible or is_same(result.tracking_number, request.tracking_number):
        return
    shown = result.tracking_number or "no number"
    raise Rejected(
        f"{marketplace} has this parcel already, with {shown}, and did not take the new tracking number",
        marketplace=marketplace, fix=f"Change the tracking number at {marketplace}.",
    )  # fmt: skip
