"""The practice Yandex Market: the Partner API as its specification and documentation tell it."""

from .market import YandexEmulator

emulator = YandexEmulator
