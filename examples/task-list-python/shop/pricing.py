"""Prices of lines, in cents."""


def line_price(unit_price: int, quantity: int) -> int:
    """Give the price of a line in cents."""
    return unit_price * quantity
