"""What a stranger's client may send to the practice Letzshop, and what it may not."""

import pytest
import requests

from tests.conftest import shared

UNCONFIRMED = (
    "query($first: Int, $after: String) { shipments(state: unconfirmed, first: $first, after: $after) { %s } }"
)
IDS = UNCONFIRMED % "nodes { id state } pageInfo { hasNextPage endCursor }"
DECIDE = """mutation($input: ConfirmInventoryUnitsInput!) {
  confirmInventoryUnits(input: $input) { inventoryUnits { id state } errors { id code message } } }"""
TRACK = """mutation($input: SetShipmentTrackingInput!) {
  setShipmentTracking(input: $input) { shipment { id state } errors { code } } }"""
ORDERS = """query($since: DateTime, $in: [OrderStatus!]) {
  orders(filter: {updatedAt: {gte: $since}, status: {in: $in}}) { %s } }"""


def operations(name):
    return shared(f"contracts/letzshop/operations_{name}.graphql").read_text()


def decide(hub, *units, available=True):
    decisions = [{"inventoryUnitId": each, "isAvailable": available} for each in units]
    return hub.ask(DECIDE, input={"inventoryUnits": decisions})["confirmInventoryUnits"]


def units(shipment):
    return [each["id"] for each in shipment["units"]]


def test_the_contracts_own_documents_are_answered(hub):
    body = {"query": operations("platform"), "operationName": "ShipmentsByState", "variables": {"state": "confirmed"}}
    answer = requests.post(f"{hub.url}/graphql", json=body, headers=hub.headers, timeout=10).json()
    node = answer["data"]["shipments"]["nodes"][0]
    assert node["order"]["shipAddress"]["country"]["iso"]
    assert node["inventoryUnits"][0]["variant"]["product"]["name"].keys() == {"en", "fr", "de"}
    body = {"query": operations("seed"), "operationName": "GetOrders", "variables": {"since": "2020-01-01T00:00:00Z"}}
    answer = requests.post(f"{hub.url}/graphql", json=body, headers=hub.headers, timeout=10).json()
    assert answer["data"]["orders"]["edges"][0]["node"]["totals"]["currency"] == "EUR"


def test_aliases_fragments_and_typename_are_understood(hub):
    query = """
    query Mine { new: shipments(state: unconfirmed, first: 2) { ...Some } old: shipments(state: declined) { ...Some } }
    fragment Some on ShipmentConnection { nodes { __typename number inventoryUnits { variant { product {
      _brand { __typename ... on Brand { name } ... on BrandUnknown { _placeholder } } } } } } }
    """
    data = hub.ask(query)
    assert len(data["new"]["nodes"]) == 2
    assert data["old"]["nodes"][0]["__typename"] == "Shipment"
    assert "name" in data["new"]["nodes"][0]["inventoryUnits"][0]["variant"]["product"]["_brand"]


@pytest.mark.parametrize(
    ("query", "variables", "words"),
    [
        ("query {", {}, "Parse error"), ("{ shipments { nodes { id } ", {}, "Parse error"),
        ("{ nothing { id } }", {}, "doesn't exist"), ("{ shipments { nodes { price } } }", {}, "doesn't exist"),
        ("{ shipments { nodes } }", {}, "must have selections"),
        ("{ shipments { nodes { id { x } } } }", {}, "can't be made on scalars"),
        ("{ shipments(state: open) { nodes { id } } }", {}, "to be one of"),
        ('{ shipments(state: "unconfirmed") { nodes { id } } }', {}, "to be one of"),
        ("{ shipments(updatedSince: 1) { nodes { id } } }", {}, "doesn't accept argument"),
        ("query($s: ShipmentState) { shipments(state: $s) { nodes { id } } }", {"s": "UNCONFIRMED"}, "to be one of"),
        ("query($s: String) { shipments(state: $s) { nodes { id } } }", {"s": "x"}, "Type mismatch"),
        ("{ shipments(first: $n) { nodes { id } } }", {}, "not declared"),
        ("query($n: Int!) { shipments(first: $n) { nodes { id } } }", {}, "invalid value"),
        (DECIDE, {"input": {"inventoryUnits": [{"inventoryUnitId": "x"}]}}, "isAvailable"),
        (DECIDE, {"input": {"inventoryUnits": [], "x": 1}}, "not defined"),
        ("{ ...Gone }", {}, "not defined"), ("query A { x } query B { y }", {}, "operation name"),
        ("subscription { x }", {}, "Parse error"), ("{ shipments { nodes { id(x: 1) } } }", {}, "doesn't accept arg"),
        ("mutation { confirmInventoryUnits { errors { id } } }", {}, "missing required"),
    ],
)  # fmt: skip
def test_what_the_schema_does_not_have_is_refused_with_http_200(hub, query, variables, words):
    (said,) = hub.errors(query, **variables)
    assert words in said


def test_lists_are_walked_by_cursors_to_their_end(hub):
    there = {each["id"] for each in hub.control("state", method="GET")["orders"] if each["state"] == "unconfirmed"}
    met, after = [], None
    while True:
        page = hub.ask(IDS, first=7, after=after)["shipments"]
        met += [each["id"] for each in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert (len(met), set(met)) == (len(there), there)
    assert hub.errors(IDS, after="no cursor") == ["Invalid cursor: 'no cursor'"]


def test_reading_a_parcels_number_fails_on_their_side_and_spoils_nothing_else(hub):
    answer = hub.send("{ shipments(state: confirmed, first: 1) { nodes { id tracking { code } } } }").json()
    assert answer["data"]["shipments"]["nodes"][0]["tracking"] is None
    assert answer["errors"][0]["path"] == ["shipments", "nodes", 0, "tracking"]


def test_each_piece_is_decided_by_itself_and_only_once(hub):
    sold = hub.sell(2)
    first, second = units(sold)
    assert decide(hub, first, available=False)["inventoryUnits"] == [{"id": first, "state": "confirmed_unavailable"}]
    assert decide(hub, first)["errors"][0]["code"] == "already_confirmed"
    both = decide(hub, first, second)
    assert (both["inventoryUnits"], both["errors"][0]["id"]) == (None, first)
    decide(hub, second)
    (now,) = [each for each in hub.control("state", method="GET")["orders"] if each["id"] == sold["id"]]
    assert (now["state"], now["status"]) == ("confirmed", "PROCESSING")
    assert decide(hub, "nobody")["errors"][0]["code"] == "not_found"


def test_all_declined_is_declined(hub):
    sold = hub.sell(2)
    decide(hub, *units(sold), available=False)
    (now,) = [each for each in hub.control("state", method="GET")["orders"] if each["id"] == sold["id"]]
    assert (now["state"], now["status"]) == ("declined", "CANCELLED")


def test_a_parcel_is_told_only_after_the_confirmation(hub):
    sold = hub.sell()
    told = {"shipmentId": sold["id"], "code": "LU1", "provider": "POST"}
    assert hub.ask(TRACK, input=told)["setShipmentTracking"]["errors"] == [{"code": "not_confirmed"}]
    decide(hub, *units(sold))
    for _ in range(2):
        assert hub.ask(TRACK, input=told)["setShipmentTracking"]["shipment"]["state"] == "confirmed"
    assert hub.ask(TRACK, input={**told, "code": " "})["setShipmentTracking"]["errors"] == [{"code": "blank"}]


def test_seed_filters_by_change_and_status(hub):
    sold = hub.sell()
    query = ORDERS % "edges { node { id status updatedAt } }"
    page = hub.ask(query, since=sold["updated"], **{"in": ["PAID"]})["orders"]["edges"]
    assert sold["id"] in {each["node"]["id"] for each in page}
    page = hub.ask(query, **{"in": ["DELIVERED"]})["orders"]["edges"]
    assert {each["node"]["status"] for each in page} == {"DELIVERED"}


def test_seed_fulfils_and_counts(hub):
    sold = hub.sell()
    fulfil = """mutation($id: ID!, $input: FulfillmentInput!) { updateOrderFulfillment(orderId: $id, input: $input) {
      order { status fulfillment { trackingNumber } } errors { field message } } }"""
    told = {"status": "SHIPPED", "trackingNumber": "LU1", "carrier": "POST", "shippedAt": "2026-01-01T00:00:00Z"}
    done = hub.ask(fulfil, id=sold["id"], input=told)["updateOrderFulfillment"]
    assert done["order"] == {"status": "SHIPPED", "fulfillment": {"trackingNumber": "LU1"}}
    wrong = hub.ask(fulfil, id=sold["id"], input={**told, "status": "LOST"})["updateOrderFulfillment"]
    assert wrong["errors"] == [{"field": "status", "message": "is invalid"}]
    sku = hub.control("state", method="GET")["products"][0]["sku"]
    items = [{"sku": sku, "quantity": 77}, {"sku": "LU-9999", "quantity": 1}]
    stock = (
        "mutation($input: InventoryUpdateInput!) { updateInventory(input: $input) { success errors { sku message } } }"
    )
    answer = hub.ask(stock, input={"items": items})["updateInventory"]
    assert answer == {"success": False, "errors": [{"sku": "LU-9999", "message": "unknown sku"}]}
    assert hub.control("state", method="GET")["products"][0]["stock"][""]["available"] == 77


# Who may ask ---------------------------------------------------------------------------------------------------------
def test_without_a_key_only_products_are_open(hub):
    query = "{ products(first: 1) { nodes { name { fr } } } shipments(state: unconfirmed) { nodes { id } } }"
    answer = hub.send(query, headers={}).json()
    assert answer["data"]["products"]["nodes"]
    assert answer["data"]["shipments"] is None
    assert answer["errors"][0]["extensions"] == {"code": "UNAUTHORIZED"}


@pytest.mark.parametrize("given", ["Bearer wrong", "letzshop-practice-key-1001", "Bearer "])
def test_a_wrong_key_opens_nothing(hub, given):
    assert hub.send(IDS, headers={"Authorization": given}).status_code == 401


def test_another_merchant_sees_another_shop(hub):
    sold = hub.sell()
    decisions = [{"inventoryUnitId": each, "isAvailable": True} for each in units(sold)]
    other = {"Authorization": "Bearer letzshop-practice-key-1002"}
    answer = hub.send(DECIDE, headers=other, input={"inventoryUnits": decisions}).json()
    assert answer["data"]["confirmInventoryUnits"]["errors"][0]["code"] == "not_found"


def test_two_calls_at_once_and_one_a_second_are_the_limit(hub):
    hub.control("limits", {"enabled": True, "time": "sandbox"})
    hub.control("clock", {"freeze": True})
    assert [hub.send(IDS).status_code for _ in range(3)] == [200, 200, 429]
    assert hub.send(IDS).headers["Retry-After"] == "1"
    hub.control("clock", {"advance": 1})
    assert [hub.send(IDS).status_code for _ in range(2)] == [200, 429]
    hub.control("limits", {"enabled": False, "time": "real"})
