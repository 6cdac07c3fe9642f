"""What a connection can do depends on its dialect and on whether it names a feed."""

from marketplaces.connectors.letzshop import connector as letzshop_connector
from marketplaces.framework.capabilities import Capability

READS = {Capability.PULL_PRODUCTS, Capability.PULL_STOCK, Capability.PULL_PRICES}


def test_products_are_offered_only_where_a_feed_is_named():
    assert not letzshop_connector.able({}) & READS
    assert letzshop_connector.able({"feed_address": "https://shop.example/all.csv"}) >= READS


def test_only_platform_is_asked_whether_it_accepts_takes_new_products_and_tells_returns():
    platform, seed = letzshop_connector.able({"dialect": "platform"}), letzshop_connector.able({"dialect": "seed"})
    assert platform - seed == {
        Capability.ACCEPT_ORDER, Capability.CANCEL, Capability.PUSH_PRODUCTS, Capability.REFUND
    }  # fmt: skip


def test_stock_goes_by_file_except_in_seed_which_has_a_call_for_it():
    files = letzshop_connector.publication
    assert Capability.PUSH_STOCK in files.carried({"dialect": "platform"}) - files.carried({"dialect": "seed"})
    assert Capability.PUSH_PRICE in files.carried({"dialect": "seed"})
