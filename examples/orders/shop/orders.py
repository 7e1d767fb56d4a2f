"""Orders and what they amount to, in cents."""


def total(amounts: list[int]) -> int:
    """Give the sum of an order's lines."""
    return sum(amounts)
