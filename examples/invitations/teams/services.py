"""What can be done with teams. Views stay thin; rules live here."""

from django.db import transaction

from .models import Membership, Team


class AlreadyMember(Exception):
    """The user belongs to the team already."""


@transaction.atomic
def add_member(team: Team, user, role: str = Membership.MEMBER) -> Membership:
    """Add a user to a team; raises AlreadyMember if the user is in it."""
    if Membership.objects.filter(team=team, user=user).exists():
        raise AlreadyMember(f"{user} is a member of {team}")
    return Membership.objects.create(team=team, user=user, role=role)


def is_owner(team: Team, user) -> bool:
    """Tell whether a user may manage a team."""
    return Membership.objects.filter(
        team=team, user=user, role=Membership.OWNER
    ).exists()
