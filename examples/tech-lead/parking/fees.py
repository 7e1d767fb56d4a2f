"""Fees for stays in the car park."""

from parking.tariff import CAR_PER_DAY, CAR_PER_HOUR


def car_fee(minutes: int) -> int:
    """Give the fee of a car in cents; each begun hour counts."""
    if minutes < 0:
        raise ValueError("a stay cannot be negative")
    days, rest = divmod(minutes, 24 * 60)
    hours = -(-rest // 60)
    return days * CAR_PER_DAY + min(hours * CAR_PER_HOUR, CAR_PER_DAY)
