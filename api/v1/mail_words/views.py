"""`/api/v1/mails/`: the words of mails, looked at with real data before they are kept."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from rest_framework.request import Request

from api.endpoint import endpoint
from api.pagination import Whole
from api.v1.mail_words.serializers import LookSerializer, MailWordsSerializer, NewWords, TriedWords
from api.views import StoreViews
from orders.models import Order
from sync.news import preview, texts
from sync.news.letters import Letter
from sync.news.texts import Text


class MailWords(StoreViews):
    """Words of mails to members and buyers, in the store's languages."""

    area, resource = "orders", "mail_words"

    @endpoint(answer=MailWordsSerializer, paged=True, need="manage_store")
    def list(self, request: Request) -> Whole:
        """Every mail in every language of the store, with whose words it has."""
        return Whole([self._told(kind, code) for kind in texts.MAILS for code in texts.languages_of(self.store)])

    @endpoint(answer=MailWordsSerializer, need="manage_store", errors=(404,))
    def retrieve(self, request: Request, letter: str, language: str) -> dict[str, Any]:
        """One mail in one language of the store."""
        return self._told(letter, language)

    @endpoint(answer=MailWordsSerializer, body=NewWords, need="manage_store", errors=(404, 422))
    def write(self, request: Request, letter: str, language: str) -> dict[str, Any]:
        """Keep your own words; the next mail has them. An unknown placeholder is refused with the known ones."""
        self._told(letter, language)
        texts.save(store=self.store, kind=letter, language=language, by=str(self.user), **self.given)
        return self._told(letter, language)

    @endpoint(status=204, need="manage_store", errors=(404,))
    def give_up(self, request: Request, letter: str, language: str) -> None:
        """Give your own words up. Done again, nothing changes."""
        self._told(letter, language)
        texts.go_back(store=self.store, kind=letter, language=language, by=str(self.user))

    @endpoint(answer=LookSerializer, body=TriedWords, need="manage_store", errors=(404, 422))
    def preview(self, request: Request, letter: str, language: str) -> Letter:
        """How a mail in these words would look, with an order's or a member's real data. Nothing is kept or sent."""
        self._told(letter, language)
        named = self.given.get("order")
        order = self.find(Order.objects.select_related("store", "connection"), named) if named else None
        words = Text(self.given["subject"], self.given["body"])
        texts.check(letter, words.subject, words.body)
        return preview.look(self.store, self.membership, letter, language, words, order=order)

    def _told(self, letter: str, language: str) -> dict[str, Any]:
        if letter not in texts.MAILS or language not in texts.languages_of(self.store):
            raise Http404
        found, mail = texts.find(self.store, letter, language), texts.MAILS[letter]
        return {
            "letter": letter, "language": language, "subject": found.subject, "body": found.body,
            "whose": found.language, "placeholders": [*mail.placeholders], "needs": mail.needs,
        }  # fmt: skip
