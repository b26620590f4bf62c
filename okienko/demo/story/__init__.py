"""The story of one booked visit, played by itself and checked step by step on both sides."""
