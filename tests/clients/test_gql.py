"""gql, a GraphQL client of PyPI, before the practice Letzshop: it holds each question against the contract's schema.

Or against the one that it asks the shop for, which is the same.
"""

from __future__ import annotations

from typing import Any

import pytest
from gql import Client, gql
from gql.transport.exceptions import TransportQueryError
from gql.transport.requests import RequestsHTTPTransport
from graphql import (
    GraphQLError,
    GraphQLSchema,
    build_client_schema,
    build_schema,
    introspection_from_schema,
    introspection_types,
    lexicographic_sort_schema,
    print_type,
)

from tests.clients.generated import CONTRACTS
from tests.clients.shop import Shop

pytestmark = pytest.mark.clients(library="gql", code="letzshop", patched="`RequestsHTTPTransport(url)`")
HERE = CONTRACTS / "letzshop"
#: All that a client of this library may ask of a schema.
EVERYTHING = {
    "specified_by_url": True, "directive_is_repeatable": True, "schema_description": True,
    "input_value_deprecation": True, "input_object_one_of": True,
}  # fmt: skip


class Caller:
    """The contract's own operations, by name; `parse_results` makes the client judge every answer as well."""

    def __init__(self, shop: Shop, key: str = "", dialect: str = "platform", **transport: Any) -> None:
        headers = {"Authorization": f"Bearer {key or shop.keys['api_key']}"}
        way = RequestsHTTPTransport(url=f"{shop.url}/graphql", headers=headers, timeout=20, **transport)
        schema = (HERE / f"letzshop_{dialect}.graphql").read_text()
        self.client = Client(transport=way, schema=schema, parse_results=True)
        self.operations = gql((HERE / f"operations_{dialect}.graphql").read_text())

    def ask(self, operation: str, **variables: Any) -> dict[str, Any]:
        return dict(self.client.execute(self.operations, variable_values=variables, operation_name=operation))


@pytest.fixture
def caller(shop: Shop) -> Caller:
    """The limit of one call a second is for the test that is about it."""
    if not HERE.is_dir():
        pytest.skip(f"{HERE} is not there; set ORION_SHARED to the folder that holds the contracts.")
    shop.desk("POST", "limits", {"enabled": False})
    return Caller(shop)


def every_shipment(caller: Caller, state: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = None
    while True:
        page = caller.ask("ShipmentsByState", state=state, first=10, after=after)["shipments"]
        found += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            return found
        after = page["pageInfo"]["endCursor"]


def test_shipments_come_by_pages_with_their_orders(caller: Caller) -> None:
    found = every_shipment(caller, "confirmed")
    assert len(found) == len({each["id"] for each in found}) > 10
    assert found[0]["order"]["shipAddress"]["country"]["iso"]
    assert all(unit["variant"]["product"]["name"].keys() == {"en", "fr", "de"} for unit in found[0]["inventoryUnits"])


def test_each_unit_is_decided_and_the_parcel_gets_its_number(caller: Caller, shop: Shop) -> None:
    number = shop.desk("POST", "sell", {"quantity": 2})["orders"][0]["id"]
    (shipment,) = [each for each in every_shipment(caller, "unconfirmed") if number in (each["id"], each["number"])]
    yes, no = [unit["id"] for unit in shipment["inventoryUnits"]]
    decisions = [
        {"inventoryUnitId": yes, "isAvailable": True},
        {"inventoryUnitId": no, "isAvailable": False},
    ]
    told = caller.ask("DecideUnits", input={"inventoryUnits": decisions})["confirmInventoryUnits"]
    assert not told["errors"]
    states = {unit["id"]: unit["state"] for unit in told["inventoryUnits"]}
    assert states == {yes: "confirmed_available", no: "confirmed_unavailable"}
    parcel = {"shipmentId": shipment["id"], "code": "RR123456785LU", "provider": "post.lu"}
    sent = caller.ask("SetTracking", input=parcel)["setShipmentTracking"]
    assert not sent["errors"] and sent["shipment"] == {"id": shipment["id"], "state": "confirmed"}


def test_the_other_dialect_is_spoken_as_well(caller: Caller, shop: Shop) -> None:
    seed = Caller(shop, dialect="seed")
    page = seed.ask("GetOrders", since="2020-01-01T00:00:00Z")["orders"]
    assert page["edges"] and page["edges"][0]["node"]["totals"]["currency"] == "EUR"


@pytest.mark.parametrize("dialect", ["platform", "seed"])
def test_the_schema_that_the_shop_tells_is_the_contracts_own(caller: Caller, shop: Shop, dialect: str) -> None:
    way = RequestsHTTPTransport(url=f"{shop.url}/graphql?dialect={dialect}", timeout=20)
    asking = Client(transport=way, fetch_schema_from_transport=True, introspection_args=EVERYTHING)
    with asking:
        assert asking.schema is not None
        told = lexicographic_sort_schema(asking.schema)
    contract = unremarked(build_schema((HERE / f"letzshop_{dialect}.graphql").read_text()))
    names = {name for name in contract.type_map if not name.startswith("__")}
    assert (
        names
        <= told.type_map.keys()
        <= names | {"Boolean", "Int", "String", "ID", "DateTime"} | introspection_types.keys()
    )
    for name in names:
        assert print_type(told.type_map[name]) == print_type(contract.type_map[name])


def test_who_fetched_the_schema_asks_by_it_and_errs_by_it(caller: Caller, shop: Shop) -> None:
    headers = {"Authorization": f"Bearer {shop.keys['api_key']}"}
    way = RequestsHTTPTransport(url=f"{shop.url}/graphql", headers=headers, timeout=20)
    with Client(transport=way, fetch_schema_from_transport=True, parse_results=True) as session:
        wanted = {"state": "confirmed", "first": 5}
        told = session.execute(caller.operations, variable_values=wanted, operation_name="ShipmentsByState")
        page = told["shipments"]
        assert len(page["nodes"]) == 5 and page["nodes"][0]["state"] == "confirmed"
        with pytest.raises(GraphQLError, match="Cannot query field 'price'"):
            session.execute(gql("{ shipments { nodes { price } } }"))


def unremarked(schema: GraphQLSchema) -> GraphQLSchema:
    """Without the contract's remarks, which nobody tells over the wire."""
    return lexicographic_sort_schema(build_client_schema(introspection_from_schema(schema, descriptions=False)))


def test_what_is_wrong_comes_out_as_the_librarys_errors(caller: Caller, shop: Shop) -> None:
    with pytest.raises(TransportQueryError, match="not authorized"):
        Caller(shop, key="not-the-key").ask("ShipmentsByState", state="confirmed")
    with pytest.raises(GraphQLError):
        caller.client.execute(gql("{ shipments { nodes { price } } }"))
    unjudged = Client(transport=caller.client.transport)
    with pytest.raises(TransportQueryError) as wrong:
        unjudged.execute(gql("{ shipments { nodes { price } } }"))
    assert "doesn't exist" in wrong.value.errors[0]["message"]


def test_a_limit_is_waited_for_when_the_transport_may_retry(caller: Caller, shop: Shop) -> None:
    shop.desk("POST", "faults", {"kind": "rate_limit", "times": 1})
    with pytest.raises(TransportQueryError, match="Too many requests"):
        caller.ask("ShipmentsByState", state="declined", first=1)
    assert caller.client.transport.response_headers["Retry-After"] == "1"
    shop.desk("POST", "faults", {"kind": "rate_limit", "times": 1})
    patient = Caller(shop, retries=2, retry_backoff_factor=0.1)
    assert "shipments" in patient.ask("ShipmentsByState", state="declined", first=1)
