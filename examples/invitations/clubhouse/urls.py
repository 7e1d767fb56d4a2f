"""Routes of the project."""

from django.contrib.auth.views import LoginView
from django.urls import include, path

urlpatterns = [
    path("login/", LoginView.as_view(template_name="teams/login.html")),
    path("teams/", include("teams.urls")),
]
