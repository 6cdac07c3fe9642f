"""The practice shop: it pushes signed orders to the hub and takes the hub's signed callbacks."""

from .shop import StorefrontEmulator

emulator = StorefrontEmulator
