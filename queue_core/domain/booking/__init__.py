"""The rules of booked visits: terms, seats, the life of a booking, arrival. Pure."""
