"""The process that tells the hub what happens here, and brings what the hub tells."""
