"""Against robots and guessing: limits, and work to be proved under pressure (B-89)."""
