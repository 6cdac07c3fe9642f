"""The practice Ozon: the Seller API as its documents tell it."""

from .marketplace import OzonEmulator

emulator = OzonEmulator
