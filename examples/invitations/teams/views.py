"""Pages of teams."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from .models import Team


@login_required
def team_list(request: HttpRequest) -> HttpResponse:
    """Show the teams of the user."""
    return render(
        request, "teams/team_list.html", {"teams": request.user.teams.all()}
    )


@login_required
def team_detail(request: HttpRequest, team_id: int) -> HttpResponse:
    """Show one team; only its members see it."""
    team = get_object_or_404(Team, pk=team_id, members=request.user)
    return render(request, "teams/team_detail.html", {"team": team})
