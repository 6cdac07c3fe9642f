"""Where calls go at a marketplace that has several addresses."""

import pytest

from marketplaces.framework.errors import NotSupported, Rejected
from marketplaces.framework.hosts import Hosts

HOSTS = Hosts(
    named={
        "": {"sg": "https://api.example.sg/rest/", "th": "https://api.example.th/rest"},
        "tokens": "https://tokens.example.com",
        "orders": "",
    },
    by="country",
)


def test_a_name_leads_to_its_address_whatever_the_region():
    assert HOSTS.address("tokens") == HOSTS.address("tokens", "th") == "https://tokens.example.com"


def test_a_name_with_a_table_leads_to_the_address_of_the_region():
    assert HOSTS.address("", "sg") == "https://api.example.sg/rest"
    assert HOSTS.address("", HOSTS.region({"country": "th"})) == "https://api.example.th/rest"


def test_before_the_region_is_known_the_base_address_is_called():
    assert HOSTS.address("", HOSTS.region({})) == ""
    assert Hosts().address("") == Hosts().region({"country": "th"}) == ""


def test_a_region_without_an_address_is_refused_with_those_there_are():
    with pytest.raises(Rejected, match=r"“xx”.*Choose one of sg, th"):
        HOSTS.address("", "xx")


def test_a_name_that_nobody_declared_is_a_fault_of_ours():
    with pytest.raises(NotSupported, match="“wallet”"):
        HOSTS.address("wallet")


def test_with_an_address_of_its_own_all_names_lead_there_and_undeclared_ones_still_do_not():
    own = HOSTS.at_base()
    assert [own.address(name, "th") for name in ("", "tokens", "orders")] == ["", "", ""]
    assert own.all() == ()
    with pytest.raises(NotSupported):
        own.address("wallet")


def test_each_address_is_named_once():
    assert HOSTS.all() == ("https://api.example.sg/rest", "https://api.example.th/rest", "https://tokens.example.com")
