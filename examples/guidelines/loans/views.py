"""Loans over HTTP."""

from django.http import HttpRequest, JsonResponse

from loans import services


def open_loans(request: HttpRequest) -> JsonResponse:
    """List the books that are out."""
    loans = services.open_loans()
    return JsonResponse({"loans": [{"title": loan.book.title, "due": loan.due} for loan in loans]})
