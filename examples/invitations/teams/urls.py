"""Routes of teams."""

from django.urls import path

from . import views

urlpatterns = [
    path("", views.team_list, name="team-list"),
    path("<int:team_id>/", views.team_detail, name="team-detail"),
]
