"""The engine of an audit: claims, evidence, findings, the rule that judges, and recovery of what is not said."""
