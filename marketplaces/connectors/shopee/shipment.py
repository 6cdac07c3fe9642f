"""Confirming a parcel: which package, which way of handing over, and what to send for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from marketplaces.canonical.shipments import ShipmentRequest, ShipmentResult
from marketplaces.connectors.shopee import mapping, reading
from marketplaces.connectors.shopee.client import ShopeeClient
from marketplaces.framework.errors import AlreadyDone, Rejected

Json = Mapping[str, Any]

TO_ARRANGE = frozenset({"READY_TO_SHIP", "RETRY_SHIP"})
ARRANGED = frozenset({"PROCESSED", "SHIPPED", "TO_CONFIRM_RECEIVE", "COMPLETED", "TO_RETURN"})
UNDER_WAY = frozenset({"SHIPPED", "TO_CONFIRM_RECEIVE", "COMPLETED", "TO_RETURN"})
PACKAGE_DONE = mapping.PACKAGE_GONE | mapping.PACKAGE_DELIVERED | {"LOGISTICS_REQUEST_CREATED"}
REFUSALS = {
    "UNPAID": "The buyer has not paid this order yet",
    "PENDING": "Shopee still checks this order",
    "INVOICE_PENDING": "Shopee waits for the invoice of this order; upload it in Seller Centre",
    "IN_CANCEL": "The buyer asked to cancel this order; answer that first",
    "CANCELLED": "This order was cancelled at Shopee",
}
MODES = ("pickup", "dropoff", "non_integrated")


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One parcel of one order, as the order stands at Shopee right now."""

    client: ShopeeClient
    request: ShipmentRequest
    order: Json
    settings: Mapping[str, Any]

    def carry_out(self) -> ShipmentResult:
        """Arrange the shipment unless that is done, then ask for the tracking number."""
        package = self._package()
        number = reading.text(package, "package_number")
        # Left out for orders that are not split, needed for those that are: Shopee refuses both mistakes.
        named = number if self._is_split() else ""
        ours = "" if self._is_arranged(package) else self._arrange(named)
        answer = self.client.get_tracking_number(self.request.order_remote_id, package_number=named)
        tracking = reading.text(answer, "tracking_number") or ours
        return ShipmentResult(
            visible=bool(tracking) or reading.text(self.order, "order_status") in UNDER_WAY,
            parcel_remote_id=number,
            tracking_number=tracking,
            carrier=reading.text(package, "shipping_carrier") or reading.text(self.order, "shipping_carrier"),
            progress={"arranged": True, "package_number": number},
        )

    def _is_split(self) -> bool:
        return len(reading.rows(self.order, "package_list")) > 1 or bool(self.order.get("split_up"))

    def _package(self) -> Json:
        """The package this parcel is: by number, or the one that holds exactly these units."""
        packages = reading.rows(self.order, "package_list")
        wanted = str(self.request.progress.get("package_number") or "") or self.request.parcel_remote_id
        for package in packages:
            if wanted and reading.text(package, "package_number") == wanted:
                return package
        if len(packages) <= 1:
            return self._whole_order(packages[0] if packages else {})
        lines = mapping.order_lines(reading.rows(self.order, "item_list"))
        asked = {line.remote_line_id: line.quantity for line in self.request.lines}
        fitting = [package for package in packages if dict(mapping.parcel(package, lines).lines) == asked]
        unshipped = [package for package in fitting if package.get("logistics_status") not in PACKAGE_DONE]
        if not fitting:
            raise Rejected(
                "Shopee has split this order into other packages than this parcel",
                marketplace="Shopee",
                fix="Read the order again and ship it package by package.",
            )
        return (unshipped or fitting)[0]

    def _whole_order(self, package: Json) -> Json:
        if self.request.rest:
            raise Rejected(
                "Shopee ships this order as one package",
                marketplace="Shopee",
                fix="Split the order in Shopee Seller Centre first, or ship all of it.",
            )
        return package

    def _is_arranged(self, package: Json) -> bool:
        status = reading.needed_text(self.order, "order_status")
        if status in ARRANGED or package.get("logistics_status") in PACKAGE_DONE:
            return True
        if status not in TO_ARRANGE:
            raise Rejected(
                REFUSALS.get(status, f"Shopee has this order in the state {status}, which we do not know"),
                marketplace="Shopee",
                remote_code=status,
            )
        return bool(self.request.progress.get("arranged"))

    def _arrange(self, package_number: str) -> str:
        """Arrange the hand-over; returns the tracking number where it is ours to give."""
        order_sn = self.request.order_remote_id
        offered = self.client.get_shipping_parameter(order_sn, package_number=package_number)
        mode, details = hand_over(offered, self.request, self.settings)
        named = {"package_number": package_number} if package_number else {}
        try:
            self.client.ship_order({"order_sn": order_sn, **named, mode: details})
        except AlreadyDone:
            return ""
        return self.request.tracking_number if mode == "non_integrated" else ""


def hand_over(offered: Json, request: ShipmentRequest, settings: Mapping[str, Any]) -> tuple[str, Json]:
    """Exactly one way of handing over, with what it needs. The connection's setting `shipping_mode` may prefer one."""
    needed = {mode: fields for mode, fields in reading.mapping(offered, "info_needed").items() if fields is not None}
    preferred = str(settings.get("shipping_mode") or "")
    order = [preferred, *MODES] if preferred in MODES else list(MODES)
    mode = next((each for each in order if each in needed), "")
    if mode == "pickup":
        return mode, _pickup(reading.mapping(offered, "pickup"), needed[mode], request)
    if mode == "dropoff":
        return mode, _dropoff(reading.mapping(offered, "dropoff"), needed[mode], request, settings)
    if mode == "non_integrated":
        return mode, _own_carrier(needed[mode], request)
    raise Rejected(
        "Shopee offers no way to hand over this parcel", marketplace="Shopee", fix="Check the order in Seller Centre."
    )


def _pickup(offered: Json, needed: list[str], request: ShipmentRequest) -> Json:
    """The default address and the slot Shopee recommends, else the first of each."""
    if not needed:
        return {}
    if "tracking_number" in needed and not request.tracking_number:
        raise _incomplete({"tracking_number": "Shopee needs this."})
    addresses = reading.rows(offered, "address_list")
    if not addresses:
        raise Rejected("No pickup address", marketplace="Shopee", fix="Enter a pickup address in Shopee Seller Centre.")
    flags = ("default_address", "pickup_address")
    chosen = next(
        (each for flag in flags for each in addresses if flag in reading.names(each, "address_flag")), addresses[0]
    )
    found: dict[str, Any] = {"address_id": reading.whole(chosen, "address_id")}
    slots = reading.rows(chosen, "time_slot_list")
    if slots:
        slot = next((each for each in slots if "recommended" in reading.names(each, "flags")), slots[0])
        found["pickup_time_id"] = reading.needed_text(slot, "pickup_time_id")
    if "tracking_number" in needed:
        found["tracking_number"] = request.tracking_number
    return found


def _dropoff(offered: Json, needed: list[str], request: ShipmentRequest, settings: Mapping[str, Any]) -> Json:
    """Only what is asked for; `{}` where nothing is."""
    branches = reading.rows(offered, "branch_list")
    slugs = reading.rows(offered, "slug_list")
    branch = settings.get("dropoff_branch_id") or (reading.whole(branches[0], "branch_id") if branches else None)
    known = {
        "branch_id": int(branch) if branch else None,
        "slug": reading.text(slugs[0], "slug") if slugs else "",
        "sender_real_name": str(settings.get("sender_real_name") or ""),
        "tracking_number": request.tracking_number,
    }
    missing = {name: "Shopee needs this." for name in needed if not known.get(name)}
    if missing:
        raise _incomplete(missing)
    return {name: known[name] for name in needed}


def _own_carrier(needed: list[str], request: ShipmentRequest) -> Json:
    if "tracking_number" in needed and not request.tracking_number:
        raise _incomplete({"tracking_number": "You ship this with your own carrier: enter its tracking number."})
    return {"tracking_number": request.tracking_number} if request.tracking_number else {}


def _incomplete(fields: Mapping[str, str]) -> Rejected:
    return Rejected(
        f"Shopee needs more to ship this: {', '.join(sorted(fields))}",
        marketplace="Shopee",
        fix="Enter it and ship again.",
        fields=fields,
    )
