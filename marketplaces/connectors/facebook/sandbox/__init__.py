"""The practice Facebook: Graph API catalogues as the documents tell them, and the withdrawn order calls on request."""

from .marketplace import FacebookEmulator

emulator = FacebookEmulator
