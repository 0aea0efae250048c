"""What was found about each claim: a module a chapter, a function a claim, evidence for the rule and nothing else."""

from reasoncost.audit.finding import Findings

finding = Findings()
"""Every registered finding by claim id, and the decorator that registers one."""
