"""What node and hub say to each other, and how it gets there whole (`mqtt_topics.md`)."""
