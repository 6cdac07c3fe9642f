"""Payloads as they come: the contract's own examples, made larger by what the models list."""

import copy
import json
from typing import Any

ORDER = json.loads("""
{"orderId":"111-2223334-5556667","orderAliases":[{"aliasId":"WEB-9","aliasType":"SELLER_ORDER_ID"}],
 "createdTime":"2026-11-02T08:00:00.000Z","lastUpdatedTime":"2026-11-02T08:31:07.412Z","programs":["PRIME"],
 "salesChannel":{"channelName":"AMAZON","marketplaceId":"A1PA6795UKMFR9","marketplaceName":"Amazon.de"},
 "buyer":{"buyerName":"A. Muster","buyerEmail":"x1@marketplace.amazon.de"},
 "recipient":{"deliveryAddress":{"name":"A. Muster","companyName":"Muster GmbH","addressLine1":"Weg 1",
   "addressLine2":"Hof","city":"Ulm","stateOrRegion":"BW","postalCode":"89073","countryCode":"DE","phone":"0",
   "addressType":"RESIDENTIAL"},"deliveryPreference":{"dropOffLocation":"Porch","addressInstruction":"Ring twice"}},
 "proceeds":{"grandTotal":{"amount":"23.98","currencyCode":"EUR"},"breakdowns":[
   {"type":"ITEM","subtotal":{"amount":"19.98","currencyCode":"EUR"}},
   {"type":"SHIPPING","subtotal":{"amount":"5.00","currencyCode":"EUR"}},
   {"type":"DISCOUNT","subtotal":{"amount":"-1.00","currencyCode":"EUR"}},
   {"type":"TAX","subtotal":{"amount":"3.83","currencyCode":"EUR"}}]},
 "fulfillment":{"fulfillmentStatus":"UNSHIPPED","fulfilledBy":"MERCHANT","fulfillmentServiceLevel":"STANDARD",
   "shipByWindow":{"earliestDateTime":"2026-11-02T23:00:00Z","latestDateTime":"2026-11-04T22:59:59Z"}},
 "packages":[],
 "orderItems":[{"orderItemId":"60000000000001","quantityOrdered":2,
   "product":{"asin":"B000000001","title":"Mug","sellerSku":"MUG-1",
     "price":{"unitPrice":{"amount":"9.99","currencyCode":"EUR"}}},
   "proceeds":{"proceedsTotal":{"amount":"23.98","currencyCode":"EUR"},"breakdowns":[
     {"type":"ITEM","subtotal":{"amount":"19.98","currencyCode":"EUR"}},
     {"type":"DISCOUNT","subtotal":{"amount":"-1.00","currencyCode":"EUR"}},
     {"type":"TAX","subtotal":{"amount":"3.83","currencyCode":"EUR"},
      "detailedBreakdowns":[{"subtype":"ITEM","value":{"amount":"3.03","currencyCode":"EUR"}}]}]},
   "fulfillment":{"quantityFulfilled":0,"quantityUnfulfilled":2}}]}
""")
PACKAGE = {
    "packageReferenceId": "1", "createdTime": "2026-11-03T10:00:00.000Z", "packageStatus": {"status": "IN_TRANSIT"},
    "carrier": "DHL", "shipTime": "2026-11-03T10:00:00.000Z", "trackingNumber": "00340000000000000001",
    "packageItems": [{"orderItemId": "60000000000001", "quantity": 2}],
}  # fmt: skip
LISTING = json.loads("""
{"sku":"MUG-1",
 "summaries":[{"marketplaceId":"A1PA6795UKMFR9","asin":"B000000001","productType":"DRINKING_CUP",
   "conditionType":"new_new","status":["BUYABLE","DISCOVERABLE"],"itemName":"Becher",
   "createdDate":"2026-01-02T08:00:00Z","lastUpdatedDate":"2026-11-02T08:00:00Z",
   "mainImage":{"link":"https://i.example.com/1.jpg","height":500,"width":500}}],
 "attributes":{
   "brand":[{"value":"Lumen","language_tag":"de_DE","marketplace_id":"A1PA6795UKMFR9"}],
   "product_description":[{"value":"Rot","language_tag":"de_DE","marketplace_id":"A1PA6795UKMFR9"}],
   "externally_assigned_product_identifier":[{"type":"ean","value":"5412345001007"}],
   "main_product_image_locator":[{"media_location":"https://i.example.com/1.jpg"}],
   "other_product_image_locator_1":[{"media_location":"https://i.example.com/2.jpg"}],
   "item_package_weight":[{"value":0.45,"unit":"kilograms"}]},
 "issues":[],
 "offers":[{"marketplaceId":"A1PA6795UKMFR9","offerType":"B2B","price":{"currencyCode":"EUR","amount":"9.00"}},
           {"marketplaceId":"A1PA6795UKMFR9","offerType":"B2C","price":{"currencyCode":"EUR","amount":"9.99"}}],
 "fulfillmentAvailability":[{"fulfillmentChannelCode":"DEFAULT","quantity":4}],
 "productTypes":[{"marketplaceId":"A1PA6795UKMFR9","productType":"DRINKING_CUP"}]}
""")
OLD_ORDER = json.loads("""
{"AmazonOrderId":"111-2223334-5556667","PurchaseDate":"2026-11-02T08:00:00Z","LastUpdateDate":"2026-11-02T08:31:07Z",
 "OrderStatus":"Unshipped","FulfillmentChannel":"MFN","SalesChannel":"Amazon.de","MarketplaceId":"A1PA6795UKMFR9",
 "OrderTotal":{"CurrencyCode":"EUR","Amount":"23.98"},"LatestShipDate":"2026-11-04T22:59:59Z",
 "ShipServiceLevel":"Standard","BuyerInfo":{"BuyerEmail":"x1@marketplace.amazon.de","BuyerName":"A. Muster"},
 "ShippingAddress":{"Name":"A. Muster","AddressLine1":"Weg 1","City":"Ulm","StateOrRegion":"BW","PostalCode":"89073",
   "CountryCode":"DE","Phone":"0"},
 "OrderItems":[{"ASIN":"B000000001","SellerSKU":"MUG-1","OrderItemId":"60000000000001","Title":"Mug",
   "QuantityOrdered":2,"QuantityShipped":0,"IsGift":"false","ProductInfo":{"NumberOfItems":"1"},
   "ItemPrice":{"CurrencyCode":"EUR","Amount":"19.98"},"ItemTax":{"CurrencyCode":"EUR","Amount":"3.03"},
   "ShippingPrice":{"CurrencyCode":"EUR","Amount":"5.00"},"ShippingTax":{"CurrencyCode":"EUR","Amount":"0.80"},
   "PromotionDiscount":{"CurrencyCode":"EUR","Amount":"1.00"},
   "BuyerRequestedCancel":{"IsBuyerRequestedCancel":"false","BuyerCancelReason":""}}]}
""")


def order(status: str = "", **more: Any) -> dict[str, Any]:
    found = copy.deepcopy(ORDER) | more
    if status:
        found["fulfillment"]["fulfillmentStatus"] = status
    return found


def item(**more: Any) -> dict[str, Any]:
    return copy.deepcopy(ORDER["orderItems"][0]) | more


def package(status: str = "IN_TRANSIT", **more: Any) -> dict[str, Any]:
    return copy.deepcopy(PACKAGE) | {"packageStatus": {"status": status}} | more


def listing(sku: str = "MUG-1", **more: Any) -> dict[str, Any]:
    return copy.deepcopy(LISTING) | {"sku": sku} | more


def at_amazon(sku: str = "MUG-2") -> dict[str, Any]:
    return listing(sku, fulfillmentAvailability=[{"fulfillmentChannelCode": "AMAZON_EU"}])


def old_order(**more: Any) -> dict[str, Any]:
    return copy.deepcopy(OLD_ORDER) | more
