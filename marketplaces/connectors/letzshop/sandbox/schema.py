"""The types of both dialects, as the contract lists them, and those by which each tells of itself.

`type A b:C` is a type with a field, `arguments A.b c:D` what that field takes, `union A B C` one of several types, and
`c:Int=100` what is taken where nothing is given.
"""

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
Query.orders filter:OrderFilter first:Int=100 after:String -> OrderConnection!
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

#: Of GraphQL itself (specification, section 4): a client asks by them what can be asked.
INTROSPECTION = """
Query.__schema -> __Schema!
Query.__type name:String! -> __Type
enum __TypeKind SCALAR OBJECT INTERFACE UNION ENUM INPUT_OBJECT LIST NON_NULL
enum __DirectiveLocation QUERY MUTATION FIELD FRAGMENT_DEFINITION FRAGMENT_SPREAD INLINE_FRAGMENT
type __Schema description:String types:[__Type!]! queryType:__Type! mutationType:__Type subscriptionType:__Type
type __Schema directives:[__Directive!]!
type __Type kind:__TypeKind! name:String description:String specifiedByURL:String fields:[__Field!]
type __Type interfaces:[__Type!] possibleTypes:[__Type!] enumValues:[__EnumValue!] inputFields:[__InputValue!]
type __Type ofType:__Type isOneOf:Boolean
type __Field name:String! description:String args:[__InputValue!]! type:__Type! isDeprecated:Boolean!
type __Field deprecationReason:String
type __InputValue name:String! description:String type:__Type! defaultValue:String isDeprecated:Boolean!
type __InputValue deprecationReason:String
type __EnumValue name:String! description:String isDeprecated:Boolean! deprecationReason:String
type __Directive name:String! description:String isRepeatable:Boolean! locations:[__DirectiveLocation!]!
type __Directive args:[__InputValue!]!
arguments __Type.fields includeDeprecated:Boolean
arguments __Type.enumValues includeDeprecated:Boolean
arguments __Type.inputFields includeDeprecated:Boolean
arguments __Field.args includeDeprecated:Boolean
arguments __Directive.args includeDeprecated:Boolean
"""


@dataclass(frozen=True)
class Root:
    """A field of Query or Mutation: its arguments, those of them that have a default, and what it answers."""

    arguments: dict[str, str]
    defaults: dict[str, str]
    kind: str


@dataclass
class Schema:
    roots: dict[str, dict[str, Root]] = field(default_factory=lambda: {"query": {}, "mutation": {}})
    objects: dict[str, dict[str, str]] = field(default_factory=dict)
    #: Of fields below the roots that take any, as "type.field".
    arguments: dict[str, dict[str, str]] = field(default_factory=dict)
    inputs: dict[str, dict[str, str]] = field(default_factory=dict)
    enums: dict[str, tuple[str, ...]] = field(default_factory=dict)
    unions: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _read(text: str) -> Schema:
    found = Schema()
    for line in filter(None, text.splitlines()):
        head, *rest = line.split()
        if head.startswith(("Query.", "Mutation.")):
            operation, name = head.split(".")
            found.roots[operation.lower()][name] = _root(rest[: rest.index("->")], rest[-1])
            continue
        name, *parts = rest
        if head == "enum":
            found.enums[name] = tuple(parts)
        elif head == "union":
            found.unions[name] = tuple(parts)
        else:
            group = {"type": found.objects, "input": found.inputs, "arguments": found.arguments}[head]
            group.setdefault(name, {}).update(dict(part.split(":") for part in parts))
    return found


def _root(parts: list[str], kind: str) -> Root:
    told = {name: wanted.partition("=") for name, wanted in (part.split(":") for part in parts)}
    defaults = {name: default for name, (_kind, _mark, default) in told.items() if default}
    return Root({name: each for name, (each, _mark, _default) in told.items()}, defaults, kind)


SCHEMAS = {"platform": _read(PLATFORM + INTROSPECTION), "seed": _read(SEED + INTROSPECTION)}


def bare(kind: str) -> str:
    """The named type inside lists and exclamation marks."""
    return kind.replace("[", "").replace("]", "").replace("!", "")
