"""What the practice Letzshop tells of its own schema to whoever asks."""

import re

import pytest
import requests

from tests.conftest import shared

WHOLE = """query { __schema { queryType { name } mutationType { name } subscriptionType { name } directives { name }
  types { kind name fields(includeDeprecated: true) { name isDeprecated args { name defaultValue type { ...Ref } }
    type { ...Ref } } inputFields { name type { ...Ref } } interfaces { name } possibleTypes { name }
    enumValues(includeDeprecated: true) { name } } } }
fragment Ref on __Type { kind name ofType { kind name ofType { kind name ofType { kind name ofType { name } } } } }"""
NAMED = re.compile(r"^(type|input|enum|union) (\w+)", re.MULTILINE)
KINDS = {"type": "OBJECT", "input": "INPUT_OBJECT", "enum": "ENUM", "union": "UNION"}


def told(hub, query=WHOLE, *, dialect="", headers=None):
    body = {"query": query}
    answer = requests.post(f"{hub.url}/graphql", params={"dialect": dialect}, json=body, headers=headers, timeout=10)
    return answer.json()


@pytest.mark.parametrize(("dialect", "contract"), [("", "platform"), ("seed", "seed"), ("klingon", "platform")])
def test_the_types_of_the_contract_are_told_each_with_its_kind(hub, dialect, contract):
    found = told(hub, dialect=dialect)["data"]["__schema"]
    kinds = {each["name"]: each["kind"] for each in found["types"] if not each["name"].startswith("__")}
    text = shared(f"contracts/letzshop/letzshop_{contract}.graphql").read_text()
    named = {name: KINDS[word] for word, name in NAMED.findall(text)}
    assert {name: kind for name, kind in kinds.items() if kind != "SCALAR"} == named
    assert (found["queryType"]["name"], found["mutationType"]["name"]) == ("Query", "Mutation")
    assert (found["subscriptionType"], found["directives"]) == (None, [])


def test_a_field_says_what_it_takes_and_gives_and_not_that_it_is_one_of_its_own_kind(hub):
    types = {each["name"]: each for each in told(hub)["data"]["__schema"]["types"]}
    fields = {each["name"]: each for each in types["Query"]["fields"]}
    assert fields.keys() == {"shipments", "products"}
    assert [each["name"] for each in fields["shipments"]["args"]] == ["state", "first", "after"]
    (units,) = [each for each in types["Shipment"]["fields"] if each["name"] == "inventoryUnits"]
    kinds, reference = [], units["type"]
    while reference:
        kinds.append(reference.get("name") or reference["kind"])
        reference = reference.get("ofType")
    assert kinds == ["NON_NULL", "LIST", "NON_NULL", "InventoryUnit"]
    assert [each["name"] for each in types["BrandOrUnknown"]["possibleTypes"]] == ["Brand", "BrandUnknown"]


def test_one_type_can_be_asked_for_beside_goods_and_without_a_key(hub):
    query = """{ __type(name: "Shipment") { __typename name } none: __type(name: "Parcel") { name }
                 products(first: 1) { nodes { id } } }"""
    data = told(hub, query)["data"]
    assert (data["__type"], data["none"]) == ({"__typename": "__Type", "name": "Shipment"}, None)
    assert len(data["products"]["nodes"]) == 1


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("{ __type { name } }", "missing required"), ("{ __schema }", "must have selections"),
        ("{ __schema { types { fields(deprecated: true) { name } } } }", "doesn't accept argument"),
        ("{ __schema { types { price } } }", "doesn't exist"), ("mutation { __schema { types { name } } }", "doesn't"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_of_a_schema_is_refused(hub, query, words):
    assert words in told(hub, query)["errors"][0]["message"]


def test_a_wrong_key_is_refused_before_anything_is_told(hub):
    assert "data" not in told(hub, headers={"Authorization": "Bearer nobody"})
