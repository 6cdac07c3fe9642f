"""Handing a parcel over: pack the units, say that they are ready, and see that Lazada shows it; and the labels."""

import base64
import binascii
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketplaces.canonical.shipments import ShipmentLine, ShipmentRequest, ShipmentResult
from marketplaces.connectors.lazada import errors, mapping, reading
from marketplaces.connectors.lazada.client import PACKAGES, LazadaClient
from marketplaces.framework.errors import NotFound, Rejected, Unavailable, UnexpectedPayload

Json = Mapping[str, Any]

TO_PACK = frozenset({"pending", "topack", "repacked"})
PACKED = frozenset({"packed", "toship"})
REFUSALS = {
    "unpaid": "The buyer has not paid this order yet",
    mapping.CANCELLED: "These units were cancelled at Lazada",
}
DELIVERY = "dropship"
#: Lazada chooses the carrier itself, or we choose one of a list.
CHOSEN_BY_US = "NTFS"
PDF = b"%PDF"


@dataclass(frozen=True, slots=True)
class Confirmation:
    """One parcel of one order, as the units stand at Lazada right now."""

    client: LazadaClient
    request: ShipmentRequest

    def carry_out(self) -> ShipmentResult:
        """1. Read the units. 2. Pack those not packed. 3. Say that the packages are ready. 4. Read what is shown."""
        units = self._units()
        self._check(units)
        to_pack = [unit for unit in units if _status(unit) in TO_PACK]
        packages = {_package(unit) for unit in units if _status(unit) in PACKED}
        if to_pack:
            packages |= self._pack(to_pack)
        if packages:
            self._hand_over(sorted(packages))
            units = self._again(units)
        return self._result(units)

    def _items(self) -> Sequence[Json]:
        for row in self.client.get_items([self.request.order_remote_id], operation="confirm_shipment"):
            return reading.rows(row, "order_items")
        raise NotFound(f"Lazada has no order {self.request.order_remote_id} for this shop", marketplace="Lazada")

    def _units(self) -> list[Json]:
        """The units of this parcel: those that an earlier try took, else open ones of each line."""
        items = self._items()
        taken = {str(each) for each in self.request.progress.get("items") or ()}
        if taken:
            return _numbered(items, taken)
        return [unit for line in self.request.lines for unit in self._of_line(line, items)]

    def _again(self, units: Sequence[Json]) -> list[Json]:
        """The same units as they stand now."""
        return _numbered(self._items(), {reading.text(unit, "order_item_id") for unit in units})

    def _of_line(self, line: ShipmentLine, items: Sequence[Json]) -> list[Json]:
        units = mapping.units_of(line.remote_line_id, items)
        if not units:
            raise Rejected(
                f"This order has no line {line.remote_line_id} at Lazada",
                marketplace="Lazada",
                fix="Read the order again.",
            )
        alive = [unit for unit in units if _status(unit) != mapping.CANCELLED]
        ours = [unit for unit in alive if self.request.parcel_remote_id and _package(unit) in self._parcels()]
        # With a rest to follow, units that are packed already belong to another parcel.
        free = [unit for unit in alive if _status(unit) in TO_PACK]
        chosen = ours or (free if self.request.rest and len(free) >= line.quantity else alive)
        return (chosen or units)[: line.quantity]

    def _parcels(self) -> set[str]:
        return set(self.request.parcel_remote_id.split(","))

    def _check(self, units: Sequence[Json]) -> None:
        for unit in units:
            status = _status(unit)
            if status in REFUSALS:
                raise Rejected(REFUSALS[status], marketplace="Lazada", remote_code=status, fix="Read the order again.")
            if status not in mapping.ITEM_STATUS:
                raise Rejected(
                    f"Lazada has these units in the state {status}, which we do not know",
                    marketplace="Lazada",
                    remote_code=status,
                )

    def _pack(self, units: Sequence[Json]) -> set[str]:
        """The numbers of the packages that Lazada made of these units."""
        ids = [reading.whole(unit, "order_item_id") for unit in units]
        offered = self.client.get_providers(self.request.order_remote_id, ids)
        kind = reading.text(offered, "shipping_allocate_type") or "TFS"
        body: dict[str, Any] = {
            "pack_order_list": [{"order_id": int(self.request.order_remote_id), "order_item_list": ids}],
            "delivery_type": DELIVERY,
            "shipping_allocate_type": kind,
        }
        if kind == CHOSEN_BY_US:
            body["shipment_provider_code"] = _provider(offered, self.request.carrier)
        answer = self.client.pack(body)
        packed = [
            row for order in reading.rows(answer, "pack_order_list") for row in reading.rows(order, "order_item_list")
        ]
        _check_each(packed)
        if {reading.whole(row, "order_item_id") for row in packed} != set(ids):
            raise UnexpectedPayload("result.data.pack_order_list", [reading.text(r, "order_item_id") for r in packed])
        return {reading.needed_text(row, "package_id") for row in packed}

    def _hand_over(self, packages: Sequence[str]) -> None:
        for start in range(0, len(packages), PACKAGES):
            answer = self.client.ready_to_ship(packages[start : start + PACKAGES])
            _check_each(reading.rows(answer, "packages"))

    def _result(self, units: Sequence[Json]) -> ShipmentResult:
        """Taken is not shown: until every unit reads as ready, it is asked again."""
        names = sorted({_package(unit) for unit in units} - {""})
        shown = bool(units) and all(_status(unit) not in TO_PACK | PACKED for unit in units)
        return ShipmentResult(
            visible=shown,
            parcel_remote_id=",".join(names),
            tracking_number=_joined(reading.text(unit, "tracking_code") for unit in units),
            carrier=_joined(reading.text(unit, "shipment_provider") for unit in units),
            progress={"items": [reading.text(unit, "order_item_id") for unit in units]},
        )


def _numbered(items: Sequence[Json], numbers: set[str]) -> list[Json]:
    return [item for item in items if reading.text(item, "order_item_id") in numbers]


def _provider(offered: Json, carrier: str) -> str:
    """The carrier that was named, by its name or its code, else the first of the list."""
    rows = reading.rows(offered, "shipment_providers")
    if not rows:
        raise Rejected(
            "Lazada offers no carrier for this parcel", marketplace="Lazada", fix="Check the order in Seller Center."
        )
    wanted = carrier.strip().lower()
    for row in rows:
        if wanted and wanted in (reading.text(row, "name").lower(), reading.text(row, "provider_code").lower()):
            return reading.needed_text(row, "provider_code")
    return reading.needed_text(rows[0], "provider_code")


def _check_each(rows: Sequence[Json]) -> None:
    """The outer answer says yes while an item says no: each is looked at (contract section 4)."""
    for row in rows:
        code = reading.text(row, "item_err_code")
        if code not in errors.GOOD:
            raise errors.of_item(code, reading.text(row, "msg"), retry=reading.flag(row, "retry"))


def labels(client: LazadaClient, order_ids: Sequence[str]) -> bytes:
    """The packages' labels as one PDF."""
    found = client.get_items(order_ids, operation="label")
    items = [item for row in found for item in reading.rows(row, "order_items") if _status(item) != mapping.CANCELLED]
    packages = sorted({_package(item) for item in items} - {""})
    if not packages:
        raise Unavailable("These orders are not packed yet, so there is no label", fix="Ship them first.")
    if len(packages) > PACKAGES:
        raise Rejected(
            f"Lazada prints {PACKAGES} labels at once, and these are {len(packages)}",
            marketplace="Lazada",
            fix="Choose fewer orders.",
        )
    answer = client.get_documents(packages)
    return pdf(reading.text(answer, "file"))


def pdf(text: str) -> bytes:
    """The file of an answer, which is base64."""
    if not text:
        raise Unavailable("Lazada is still making the label", fix="Try again in a minute.")
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise UnexpectedPayload("result.data.file", text[:20]) from error
    if not content.startswith(PDF):
        raise UnexpectedPayload("result.data.file", content[:20])
    return content


def _status(unit: Json) -> str:
    return reading.needed_text(unit, "status")


def _package(unit: Json) -> str:
    return reading.text(unit, "package_id")


def _joined(values: Iterable[str]) -> str:
    return ",".join(sorted(set(values) - {""}))
