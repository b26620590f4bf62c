"""The sample city: its hub, the messages of its phones, and its offices, on one machine."""
