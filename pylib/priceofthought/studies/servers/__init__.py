"""Against reality: the laws beside what a transformer library counts and beside published measurements."""
