"""The audit: the claims, what was found about each, and the verdicts that follow."""
