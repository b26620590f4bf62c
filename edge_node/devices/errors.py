"""The one root of everything that a device can do wrong."""


class DeviceError(Exception):
    """A device did not do its work. What the queue has committed is not touched by it."""
