"""The rules that every connector keeps."""

from tests.contract.suite import ConnectorContract


class TestShopee(ConnectorContract):
    code = "shopee"
