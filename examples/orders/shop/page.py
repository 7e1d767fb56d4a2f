"""The page of an order."""

from shop.orders import total


def order_page(amounts: list[int]) -> str:
    """Give the text of the page."""
    return f"Total: {total(amounts) / 100:.2f}"
