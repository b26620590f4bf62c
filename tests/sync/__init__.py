"""The link of hub and nodes under a deterministic simulator: no broker, no clock, no chance that a
seed does not repeat."""
