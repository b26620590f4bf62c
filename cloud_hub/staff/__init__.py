"""The staff of the institution on the hub: accounts, and who asks."""
