"""The GraphQL documents that are sent, as the contract has them; nothing is asked for that fails there."""

ADDRESS = "{ firstName lastName company streetName streetNumber city zipCode phone country { name iso } }"

#: Public names prove the host, shipments the key.
TEST_PLATFORM = """query Test {
  products(first: 1) { nodes { name { en fr de } } }
  shipments(state: unconfirmed, first: 1) { nodes { id } }
}"""

#: Without `tracking`: reading it fails on their side.
SHIPMENTS = f"""query ShipmentsByState($state: ShipmentState!, $first: Int, $after: String) {{
  shipments(state: $state, first: $first, after: $after) {{
    nodes {{
      id number state
      order {{
        id number email total completedAt locale
        shipAddress {ADDRESS}
        billAddress {ADDRESS}
      }}
      inventoryUnits {{
        id state
        variant {{
          id sku mpn price
          tradeId {{ number parser }}
          product {{ name {{ en fr de }} _brand {{ ... on Brand {{ name }} }} }}
        }}
      }}
    }}
    pageInfo {{ hasNextPage endCursor }}
  }}
}}"""

DECIDE = """mutation DecideUnits($input: ConfirmInventoryUnitsInput!) {
  confirmInventoryUnits(input: $input) { inventoryUnits { id state } errors { id code message } }
}"""

TRACK = """mutation SetTracking($input: SetShipmentTrackingInput!) {
  setShipmentTracking(input: $input) { shipment { id state } errors { id code message } }
}"""

ORDERS = """query GetOrders($since: DateTime, $status: [OrderStatus!], $after: String) {
  orders(filter: { updatedAt: { gte: $since } status: { in: $status } } first: 100 after: $after) {
    edges {
      node {
        id orderNumber status createdAt updatedAt
        customer { email firstName lastName phone }
        shippingAddress { street city postalCode country }
        items { product { id sku name } quantity unitPrice totalPrice }
        totals { subtotal shipping tax total currency }
        fulfillment { status trackingNumber carrier shippedAt }
      }
    }
    pageInfo { hasNextPage endCursor }
  }
}"""

TEST_SEED = "query Test { orders(first: 1) { edges { node { id } } } }"

FULFIL = """mutation UpdateOrderFulfillment($orderId: ID!, $input: FulfillmentInput!) {
  updateOrderFulfillment(orderId: $orderId, input: $input) {
    order { id status fulfillment { status trackingNumber carrier shippedAt } }
    errors { field message }
  }
}"""

SET_INVENTORY = """mutation UpdateInventory($input: InventoryUpdateInput!) {
  updateInventory(input: $input) { success errors { sku message } }
}"""
