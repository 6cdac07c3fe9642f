"""The practice Lazada: an emulator written from the documents of the Open Platform."""

from .market import LazadaEmulator as emulator

__all__ = ["emulator"]
