"""The app."""

from django.apps import AppConfig


class TeamsConfig(AppConfig):
    """Teams and who belongs to them."""

    name = "teams"
