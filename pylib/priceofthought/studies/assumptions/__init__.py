"""What must be true for figures that the article states without their conditions: a search of its assumptions."""
