"""Tests of prices."""

from shop.pricing import line_price


def test_a_line_costs_unit_price_times_quantity() -> None:
    assert line_price(250, 3) == 750
