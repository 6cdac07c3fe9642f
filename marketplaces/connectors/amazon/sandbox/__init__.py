"""The practice Amazon: Login with Amazon and the Selling Partner API, as the documents describe them."""

from .marketplace import AmazonEmulator

emulator = AmazonEmulator
