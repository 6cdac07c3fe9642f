"""The addresses of the words of mails."""

from django.urls import path

from api.v1.mail_words.views import MailWords

ONE = "mails/<str:letter>/in/<str:language>/"

urlpatterns = [
    path("mails/", MailWords.as_view({"get": "list"})),
    path(ONE, MailWords.as_view({"get": "retrieve", "put": "write", "delete": "give_up"})),
    path(f"{ONE}preview/", MailWords.as_view({"post": "preview"})),
]
