"""The practice Wildberries: one host that answers for all of its category hosts."""

from .market import WildberriesEmulator

emulator = WildberriesEmulator
