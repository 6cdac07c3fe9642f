"""Addresses of signing in; `urls.py` joins them with the others."""

from django.urls import path

from dashboard.views import session, session_code, session_join, session_password

signing_in = [
    path("sign-in/", session.SignIn.as_view(), name="sign_in"),
    path("sign-in/code/", session_code.code, name="sign_in_code"),
    path("sign-in/forgotten/", session_password.forgotten, name="forgotten"),
    path("sign-in/new-password/<uidb64>/<token>/", session_password.NewPassword.as_view(), name="new_password"),
    path("sign-in/join/<token>/", session_join.join, name="join"),
    path("sign-out/", session.sign_out, name="sign_out"),
]
