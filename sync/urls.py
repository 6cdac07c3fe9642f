"""The engine's one public address: pushes come in here."""

from django.urls import path

from sync import views

app_name = "sync"

urlpatterns = [path("hooks/<slug:code>/<str:token>/", views.hook, name="hook")]
