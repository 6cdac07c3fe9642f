"""The types of both dialects, as the contract lists them. `A b:C` is a type with a field; `A = B | C` a union."""

from __future__ import annotations

from dataclasses import dataclass, field

SCALARS = frozenset({"ID", "String", "Int", "Boolean", "DateTime"})

PLATFORM = """
Query.shipments state:ShipmentState first:Int after:String -> ShipmentConnection!
Query.products first:Int after:String -> ProductConnection!
Mutation.confirmInventoryUnits input:ConfirmInventoryUnitsInput! -> ConfirmInventoryUnitsPayload!
Mutation.setShipmentTracking input:SetShipmentTrackingInput! -> SetShipmentTrackingPayload!
Mutation.returnInventoryUnits input:ReturnInventoryUnitsInput! -> ConfirmInventoryUnitsPayload!
enum ShipmentState unconfirmed confirmed declined
enum InventoryUnitState unconfirmed confirmed_available confirmed_unavailable returned
enum TradeIdParser gtin14 gtin13 gtin12 gtin8 isbn13 isbn10
union BrandOrUnknown Brand BrandUnknown
type ShipmentConnection nodes:[Shipment!]! pageInfo:PageInfo!
type ProductConnection nodes:[Product!]! pageInfo:PageInfo!
type PageInfo hasNextPage:Boolean! endCursor:String
type Shipment id:ID! number:String! state:ShipmentState! order:Order! inventoryUnits:[InventoryUnit!]! tracking:Tracking
type Order id:ID! number:String! email:String total:String completedAt:DateTime locale:String shipAddress:Address
type Order billAddress:Address
type Address firstName:String lastName:String company:String streetName:String streetNumber:String city:String
type Address zipCode:String phone:String country:Country
type Country name:String iso:String!
type InventoryUnit id:ID! state:InventoryUnitState! variant:Variant!
type Variant id:ID! sku:String mpn:String price:String tradeId:TradeId product:Product!
type TradeId number:String! parser:TradeIdParser!
type Product id:ID name:TranslatedString _brand:BrandOrUnknown
type TranslatedString en:String fr:String de:String
type Brand name:String
type BrandUnknown _placeholder:Boolean
type Tracking code:String provider:String
type ConfirmInventoryUnitsPayload inventoryUnits:[InventoryUnit!] errors:[UserError!]
type SetShipmentTrackingPayload shipment:Shipment errors:[UserError!]
type UserError id:ID code:String message:String!
input ConfirmInventoryUnitsInput inventoryUnits:[InventoryUnitDecision!]!
input InventoryUnitDecision inventoryUnitId:ID! isAvailable:Boolean!
input SetShipmentTrackingInput shipmentId:ID! code:String! provider:String!
input ReturnInventoryUnitsInput inventoryUnitIds:[ID!]!
"""

SEED = """
Query.orders filter:OrderFilter first:Int after:String -> OrderConnection!
Mutation.updateOrderFulfillment orderId:ID! input:FulfillmentInput! -> UpdateOrderFulfillmentPayload!
Mutation.updateInventory input:InventoryUpdateInput! -> UpdateInventoryPayload!
enum OrderStatus PENDING PAID PROCESSING SHIPPED DELIVERED CANCELLED REFUNDED
type OrderConnection edges:[OrderEdge!]! pageInfo:PageInfo!
type OrderEdge node:Order! cursor:String
type PageInfo hasNextPage:Boolean! endCursor:String
type Order id:ID! orderNumber:String! status:OrderStatus! createdAt:DateTime! updatedAt:DateTime! customer:Customer
type Order shippingAddress:Address items:[OrderItem!]! totals:Totals! fulfillment:Fulfillment
type Customer email:String firstName:String lastName:String phone:String
type Address street:String city:String postalCode:String country:String
type OrderItem product:OrderProduct! quantity:Int! unitPrice:String! totalPrice:String!
type OrderProduct id:ID! sku:String name:String
type Totals subtotal:String shipping:String tax:String total:String! currency:String!
type Fulfillment status:String trackingNumber:String carrier:String shippedAt:DateTime
type UpdateOrderFulfillmentPayload order:Order errors:[FieldError!]
type FieldError field:String message:String!
type UpdateInventoryPayload success:Boolean! errors:[InventoryError!]
type InventoryError sku:String message:String!
input OrderFilter updatedAt:DateTimeFilter status:OrderStatusFilter
input DateTimeFilter gte:DateTime lte:DateTime
input OrderStatusFilter in:[OrderStatus!]
input FulfillmentInput status:String! trackingNumber:String carrier:String shippedAt:DateTime
input InventoryUpdateInput items:[InventoryUpdateItem!]!
input InventoryUpdateItem sku:String! quantity:Int!
"""


@dataclass(frozen=True)
class Root:
    """A field of Query or Mutation: its arguments and what it answers."""

    arguments: dict[str, str]
    kind: str


@dataclass
class Schema:
    roots: dict[str, dict[str, Root]] = field(default_factory=lambda: {"query": {}, "mutation": {}})
    objects: dict[str, dict[str, str]] = field(default_factory=dict)
    inputs: dict[str, dict[str, str]] = field(default_factory=dict)
    enums: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unions: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _read(text: str) -> Schema:
    found = Schema()
    for line in text.strip().splitlines():
        head, *rest = line.split()
        if head.startswith(("Query.", "Mutation.")):
            operation, name = head.split(".")
            arguments = dict(part.split(":") for part in rest[: rest.index("->")])
            found.roots[operation.lower()][name] = Root(arguments, rest[-1])
            continue
        name, *parts = rest
        if head == "enum":
            found.enums[name] = tuple(parts)
        elif head == "union":
            found.unions[name] = tuple(parts)
        else:
            group = found.objects if head == "type" else found.inputs
            group.setdefault(name, {}).update(dict(part.split(":") for part in parts))
    return found


SCHEMAS = {"platform": _read(PLATFORM), "seed": _read(SEED)}


def bare(kind: str) -> str:
    """The named type inside lists and exclamation marks."""
    return kind.replace("[", "").replace("]", "").replace("!", "")
