"""Tests of adding members."""

import pytest
from django.contrib.auth import get_user_model

from teams import services
from teams.models import Membership, Team


@pytest.fixture
def team(db):
    return Team.objects.create(name="Rowing")


@pytest.fixture
def user(db):
    return get_user_model().objects.create_user("ada", "ada@example.org")


def test_a_member_is_added(team, user):
    membership = services.add_member(team, user)
    assert membership.role == Membership.MEMBER
    assert list(team.members.all()) == [user]


def test_adding_a_member_twice_is_refused(team, user):
    services.add_member(team, user)
    with pytest.raises(services.AlreadyMember):
        services.add_member(team, user)


def test_only_owners_are_owners(team, user):
    services.add_member(team, user)
    assert not services.is_owner(team, user)
    Membership.objects.update(role=Membership.OWNER)
    assert services.is_owner(team, user)
