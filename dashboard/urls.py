"""Every address of the merchant's pages."""

from django.urls import path

from dashboard.views import elements, me, session

app_name = "dashboard"

urlpatterns = [
    path("", me.home, name="home"),
    path("sign-in/", session.SignIn.as_view(), name="sign_in"),
    path("sign-out/", session.sign_out, name="sign_out"),
    path("more/", me.more, name="more"),
    path("elements/", elements.elements, name="elements"),
    path("me/theme", me.theme, name="theme"),
    path("me/density", me.density, name="density"),
    path("me/store", me.change_store, name="change_store"),
]
