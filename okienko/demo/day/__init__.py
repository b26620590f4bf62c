"""A whole day of an office in minutes: visitors, clerks, mishaps, and the books afterwards."""
