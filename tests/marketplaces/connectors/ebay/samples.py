"""Payloads as they come: the contract's own order, made larger by what live orders carry."""

import copy
import json
from typing import Any

ORDER = json.loads("""
{"orderId":"11-22222-33333","legacyOrderId":"11-22222-33333","creationDate":"2026-11-02T08:00:00.000Z",
 "lastModifiedDate":"2026-11-02T08:01:10.000Z","orderFulfillmentStatus":"NOT_STARTED","orderPaymentStatus":"PAID",
 "sellerId":"shop_x",
 "buyer":{"username":"b1","taxAddress":{"postalCode":"89073","countryCode":"DE"},
  "buyerRegistrationAddress":{"fullName":"A Muster","contactAddress":{"addressLine1":"Weg 1","city":"Ulm",
   "postalCode":"89073","countryCode":"DE"},"primaryPhone":{"phoneNumber":"0"},"email":"h@members.ebay.com"}},
 "pricingSummary":{"priceSubtotal":{"value":"20.0","currency":"EUR"},"priceDiscount":{"value":"-1.0","currency":"EUR"},
  "deliveryCost":{"value":"4.9","currency":"EUR"},"total":{"value":"23.9","currency":"EUR"}},
 "cancelStatus":{"cancelState":"NONE_REQUESTED","cancelRequests":[]},
 "paymentSummary":{"totalDueSeller":{"value":"20.1","currency":"EUR"},"refunds":[],
  "payments":[{"paymentMethod":"EBAY","paymentReferenceId":"1","paymentDate":"2026-11-02T08:00:01.000Z",
   "amount":{"value":"20.1","currency":"EUR"},"paymentStatus":"PAID"}]},
 "fulfillmentStartInstructions":[{"fulfillmentInstructionsType":"SHIP_TO","ebaySupportedFulfillment":false,
  "shippingStep":{"shipTo":{"fullName":"A Muster","contactAddress":{"addressLine1":"Weg 1","city":"Ulm",
   "postalCode":"89073","countryCode":"DE"},"primaryPhone":{"phoneNumber":"0"},"email":"h@members.ebay.com"},
   "shippingCarrierCode":"DHL","shippingServiceCode":"DE_DHLPaket"}}],
 "fulfillmentHrefs":[],
 "lineItems":[{"lineItemId":"10000000000001","legacyItemId":"400000000001","legacyVariationId":"600000000001",
  "variationAspects":[{"name":"Farbe","value":"Rot"}],"sku":"MUG-1","title":"Becher",
  "lineItemCost":{"value":"20.0","currency":"EUR"},"discountedLineItemCost":{"value":"19.0","currency":"EUR"},
  "quantity":2,"soldFormat":"FIXED_PRICE","listingMarketplaceId":"EBAY_DE","purchaseMarketplaceId":"EBAY_DE",
  "lineItemFulfillmentStatus":"NOT_STARTED","total":{"value":"23.9","currency":"EUR"},
  "deliveryCost":{"shippingCost":{"value":"4.9","currency":"EUR"}},"appliedPromotions":[],"taxes":[],
  "properties":{"buyerProtection":true},
  "lineItemFulfillmentInstructions":{"shipByDate":"2026-11-03T22:59:59.000Z","guaranteedDelivery":false}}],
 "salesRecordReference":"1","totalFeeBasisAmount":{"value":"23.9","currency":"EUR"},
 "totalMarketplaceFee":{"value":"3.8","currency":"EUR"}}
""")
ITEM = {
    "sku": "MUG-1",
    "locale": "de_DE",
    "condition": "NEW",
    "product": {
        "title": "Becher", "description": "Rot", "brand": "Lumen", "mpn": "M1", "ean": ["5412345001007"],
        "aspects": {"Farbe": ["Rot"]}, "imageUrls": ["https://i.example.com/1.jpg"],
    },
    "packageWeightAndSize": {"weight": {"value": 1.5, "unit": "KILOGRAM"}},
    "availability": {"shipToLocationAvailability": {"quantity": 12}},
}  # fmt: skip
OFFER = {
    "offerId": "900000000011", "sku": "MUG-1", "marketplaceId": "EBAY_DE", "format": "FIXED_PRICE",
    "availableQuantity": 10, "categoryId": "36025", "status": "PUBLISHED", "merchantLocationKey": "koeln-1",
    "listingPolicies": {"fulfillmentPolicyId": "6100001"},
    "pricingSummary": {"price": {"value": "19.90", "currency": "EUR"}},
    "listing": {"listingId": "400000000001", "listingStatus": "ACTIVE", "soldQuantity": 3},
}  # fmt: skip


def order(**more: Any) -> dict[str, Any]:
    return copy.deepcopy(ORDER) | more


def line(**more: Any) -> dict[str, Any]:
    return copy.deepcopy(ORDER["lineItems"][0]) | more


def item(**more: Any) -> dict[str, Any]:
    return copy.deepcopy(ITEM) | more


def offer(**more: Any) -> dict[str, Any]:
    return copy.deepcopy(OFFER) | more
