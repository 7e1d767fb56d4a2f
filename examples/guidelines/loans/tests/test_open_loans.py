"""Tests of the list of open loans."""

from datetime import date

import pytest

from loans.models import Book, Loan


@pytest.mark.django_db
def test_books_that_are_back_are_not_listed(client):
    book = Book.objects.create(title="Middlemarch")
    Loan.objects.create(book=book, reader="Ada", due=date(2026, 3, 1), returned=date(2026, 2, 20))
    Loan.objects.create(book=book, reader="Grace", due=date(2026, 4, 1))
    assert client.get("/loans/").json() == {
        "loans": [{"title": "Middlemarch", "due": "2026-04-01"}]
    }
