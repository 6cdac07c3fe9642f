"""The practice CodesWholesale: price list, orders for keys, pre-orders and postbacks, answered as the contract says."""

from .marketplace import CodesWholesaleEmulator

emulator = CodesWholesaleEmulator
