"""Books, and who has them."""

from django.db import models


class Book(models.Model):
    """A book of the library."""

    title = models.CharField(max_length=200)


class Loan(models.Model):
    """A book that somebody took, until it is back."""

    book = models.ForeignKey(Book, on_delete=models.CASCADE)
    reader = models.CharField(max_length=100)
    due = models.DateField()
    returned = models.DateField(null=True, blank=True)
