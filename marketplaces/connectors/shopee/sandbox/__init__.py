"""The practice Shopee, written from the contract."""

from .emulator import ShopeeEmulator as emulator

__all__ = ["emulator"]
