"""Addresses of the project."""

from django.urls import path

from loans import views

urlpatterns = [path("loans/", views.open_loans)]
