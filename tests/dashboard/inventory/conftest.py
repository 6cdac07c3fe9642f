"""The practice marketplaces for these pages."""

from tests.dashboard.shops import practice, sandbox

__all__ = ["practice", "sandbox"]
