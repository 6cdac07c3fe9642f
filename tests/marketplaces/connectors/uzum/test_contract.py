"""The rules that every connector keeps."""

from typing import ClassVar

from marketplaces.framework.capabilities import Capability
from tests.contract.suite import ConnectorContract


class TestUzum(ConnectorContract):
    code = "uzum"
    lacks: ClassVar[dict[Capability, str]] = {
        Capability.WEBHOOK: "Uzum sends no pushes (contract section 10): everything is read again and again.",
    }
