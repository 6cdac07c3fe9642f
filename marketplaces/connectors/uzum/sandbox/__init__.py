"""The practice Uzum Market: the Seller OpenAPI as its documents and those who saw it live tell it."""

from .market import UzumEmulator

emulator = UzumEmulator
