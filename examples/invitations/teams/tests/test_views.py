"""Tests of the pages."""

import pytest
from django.contrib.auth import get_user_model

from teams import services
from teams.models import Team


@pytest.fixture
def user(db):
    return get_user_model().objects.create_user("ada", "ada@example.org")


def test_the_list_shows_only_own_teams(client, user):
    services.add_member(Team.objects.create(name="Rowing"), user)
    Team.objects.create(name="Chess")
    client.force_login(user)
    page = client.get("/teams/").content.decode()
    assert "Rowing" in page
    assert "Chess" not in page


def test_strangers_do_not_see_a_team(client, user):
    team = Team.objects.create(name="Chess")
    client.force_login(user)
    assert client.get(f"/teams/{team.pk}/").status_code == 404


def test_visitors_are_sent_to_the_login(client, db):
    response = client.get("/teams/")
    assert response.status_code == 302
    assert response.url == "/login/?next=/teams/"
