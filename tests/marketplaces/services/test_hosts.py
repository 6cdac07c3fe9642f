"""Which addresses a connection calls: its own one for everything, or all that its marketplace has."""

from collections.abc import Mapping
from typing import Any, ClassVar

import pytest

from core.clock import SystemClock
from marketplaces.framework.base import Connector
from marketplaces.framework.errors import Rejected
from marketplaces.framework.hosts import Hosts
from marketplaces.framework.testing import ListRecorder, StaticCredentials
from marketplaces.services import connectors
from tests.marketplaces.services.toy import ToyConnector

pytestmark = pytest.mark.django_db


class WideConnector(ToyConnector):
    """The toy with an address for tokens, and one a country for the rest."""

    hosts: ClassVar[Hosts] = Hosts(
        named={"tokens": "https://tokens.toy.example", "": {"de": "https://toy.example.de"}}, by="shop_id"
    )


def opened(kind: type[Connector], base_url: str, *, private: bool = False, **values: str) -> Connector:
    given: Mapping[str, Any] = {"scope_values": {}, "settings": {}, "recorder": ListRecorder(), "clock": SystemClock()}
    source = StaticCredentials(values)
    return connectors.build(
        kind, base_url=base_url, allow_private=private, credentials=source, attempts=1, limits=(), **given
    )


def addresses(connector: Connector) -> list[str]:
    transport = connector.context.transport
    return [transport.address("tokens"), transport.address(values={"shop_id": "de"})]


def test_a_connection_of_the_marketplace_itself_calls_each_of_its_addresses():
    made = opened(WideConnector, WideConnector.api_base_url)
    assert addresses(made) == ["https://tokens.toy.example", "https://toy.example.de"]


@pytest.mark.parametrize("own", ["https://proxy.example", "http://127.0.0.1:8100/toy"], ids=["proxy", "practice"])
def test_a_connection_with_an_address_of_its_own_calls_no_other(own):
    assert addresses(opened(WideConnector, own, private=True)) == [own, own]


def test_an_address_that_an_admin_has_set_stands_for_all(connection, toy, monkeypatch):
    monkeypatch.setattr(ToyConnector, "hosts", WideConnector.hosts)
    assert addresses(connectors.open_connector(connection)) == ["https://tokens.toy.example", "https://toy.example.de"]
    connection.marketplace.api_base_url = "https://admin.example/"
    assert addresses(connectors.open_connector(connection)) == ["https://admin.example"] * 2


def test_a_table_that_leads_into_the_network_is_refused_when_it_is_called():
    class Inward(ToyConnector):
        hosts: ClassVar[Hosts] = Hosts(named={"": {"de": "https://127.0.0.1:1"}}, by="shop_id")

    made = opened(Inward, Inward.api_base_url, shop_id="de")
    with pytest.raises(Rejected, match="private network"):
        made.account()


def test_a_table_with_a_readable_way_is_refused_at_once():
    class Readable(ToyConnector):
        hosts: ClassVar[Hosts] = Hosts(named={"tokens": "http://tokens.toy.example"})

    with pytest.raises(Rejected, match="readable by anyone"):
        opened(Readable, Readable.api_base_url)
