"""The practice 4Seller: the assumed contract, answered as its tables and its description say."""

from .marketplace import FourSellerEmulator

emulator = FourSellerEmulator
