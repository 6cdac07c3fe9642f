"""The rules that every connector keeps."""

from tests.contract.suite import ConnectorContract


class TestLazada(ConnectorContract):
    code = "lazada"
