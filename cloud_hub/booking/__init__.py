"""Booking: terms, holds, confirmation, change, waiting list, the register of staff."""
