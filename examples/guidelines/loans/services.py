"""Questions that the library asks about loans."""

from django.db.models import QuerySet

from loans.models import Loan


def open_loans() -> QuerySet:
    """Give the loans whose book is not back, the one due first at the front."""
    return Loan.objects.filter(returned=None).select_related("book").order_by("due", "pk")
