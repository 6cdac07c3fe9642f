"""Each call goes to the address that it names."""

from collections.abc import Iterator

import pytest

from core.net import AddressRefused
from marketplaces.framework.errors import NotSupported, Rejected
from marketplaces.framework.hosts import Hosts
from tests.marketplaces.framework.transport.loopback import Loopback, says

OK = says('{"a": 1}')


@pytest.fixture
def other() -> Iterator[Loopback]:
    server = Loopback([OK])
    yield server
    server.close()


def test_a_call_goes_to_the_address_that_it_names_and_the_others_to_the_base(line, other):
    at = line(OK, hosts=Hosts(named={"prices": f"{other.url}/v2/"}))
    at.send(host="prices", path="/list")
    at.send(path="/orders")
    assert [text.split("?")[0] for text in other.requests] == ["POST /v2/list"]
    assert [text.split("?")[0] for text in at.server.requests] == ["POST /orders"]


def test_the_credentials_say_of_which_region_and_a_call_without_any_says_it_itself(line, other):
    at = line(OK, hosts=Hosts(named={"": {"eu": other.url}}, by="region"))
    at.credentials.values["region"] = "eu"
    at.send(path="/orders")
    at.send(path="/token", authorised=False)
    at.send(path="/code", authorised=False, region="eu")
    assert [text.split("?")[0] for text in other.requests] == ["POST /orders", "POST /code"]
    assert [text.split("?")[0] for text in at.server.requests] == ["POST /token"]


def test_a_call_to_nowhere_costs_no_place_and_is_recorded(line):
    at = line(OK, hosts=Hosts(named={"": {"eu": "https://eu.example.com"}}, by="region"))
    at.credentials.values["region"] = "moon"
    with pytest.raises(Rejected, match="“moon”"):
        at.send()
    with pytest.raises(NotSupported, match="“wallet”"):
        at.send(host="wallet")
    assert (at.outcomes, at.limiter.reserved, at.server.requests) == (["rejected", "not_supported"], [], [])


def test_the_guard_judges_the_address_that_is_called(line, other):
    def guard(address: str) -> None:
        if address == other.url:
            raise AddressRefused("This host is not called.")

    at = line(OK, hosts=Hosts(named={"prices": other.url}), guard=guard)
    assert at.send().status == 200
    with pytest.raises(Rejected, match="not called"):
        at.send(host="prices")
    assert other.requests == []


def test_whoever_needs_an_address_for_a_person_finds_it_by_the_same_names(line):
    at = line(OK, hosts=Hosts(named={"consent": {"eu": "https://consent.example.eu"}}, by="region"))
    assert at.transport.address("consent", values={"region": "eu"}) == "https://consent.example.eu"
    assert at.transport.address("consent") == at.transport.address() == at.server.url
