"""Tests of fees."""

import pytest

from parking.fees import car_fee


@pytest.mark.parametrize(
    ("minutes", "fee"), [(0, 0), (1, 200), (60, 200), (61, 400), (23 * 60, 1500)]
)
def test_a_car_pays_each_begun_hour_up_to_a_day(minutes: int, fee: int) -> None:
    assert car_fee(minutes) == fee


def test_a_negative_stay_is_refused() -> None:
    with pytest.raises(ValueError):
        car_fee(-1)
