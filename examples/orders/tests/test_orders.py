from shop.orders import total
from shop.page import order_page


def test_a_total_is_the_sum_of_the_lines() -> None:
    assert total([250, 100]) == 350


def test_the_page_shows_the_total() -> None:
    assert order_page([250, 100]) == "Total: 3.50"
