"""The practice eBay: Sell APIs, identity, notifications and the consent page, as the documents describe them."""

from .marketplace import EbayEmulator

emulator = EbayEmulator
