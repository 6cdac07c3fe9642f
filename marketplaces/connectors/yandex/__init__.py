"""Yandex Market, by its Partner API."""

from .connector import YandexConnector as connector

__all__ = ["connector"]
