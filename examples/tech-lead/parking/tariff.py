"""What the city has decided, in cents."""

CAR_PER_HOUR = 200
CAR_PER_DAY = 1500
