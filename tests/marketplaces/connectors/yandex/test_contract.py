"""The rules that every connector keeps."""

from tests.contract.suite import ConnectorContract


class TestYandex(ConnectorContract):
    code = "yandex"
