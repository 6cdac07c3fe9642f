"""The practice Letzshop: both dialects of its GraphQL over one shop, and a place for feed files."""

from .marketplace import LetzshopEmulator

emulator = LetzshopEmulator
