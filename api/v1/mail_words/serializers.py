"""The words of mails as programs see them."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from api.serializers import Strict
from sync.news.letters import Letter
from sync.news.texts import LONGEST_BODY, LONGEST_SUBJECT, MAILS


class MailWordsSerializer(serializers.Serializer[Any]):
    """One mail in one language."""

    letter = serializers.ChoiceField(choices=list(MAILS), help_text="Which mail.")
    language = serializers.CharField()
    subject = serializers.CharField()
    body = serializers.CharField()
    whose = serializers.CharField(help_text="The language of your own words; empty: as it came with Orion.")
    placeholders = serializers.ListField(child=serializers.CharField(), help_text="What may stand in braces.")
    needs = serializers.ListField(child=serializers.CharField(), help_text="What must stand in it.")


class NewWords(Strict):
    """Your own words. A placeholder that stands for nothing is refused."""

    subject = serializers.CharField(max_length=LONGEST_SUBJECT)
    body = serializers.CharField(max_length=LONGEST_BODY)


class TriedWords(NewWords):
    """Words to look at; nothing is kept."""

    order = serializers.UUIDField(required=False, help_text="Whose data it shows; without one the newest that fits.")


class LookSerializer(serializers.Serializer[Letter]):
    """The mail as its reader would see it."""

    subject = serializers.CharField()
    text = serializers.CharField()
