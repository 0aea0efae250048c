"""What was found about training by reasoning: the recipe, its runs, its hosts, human labels, and analogies."""

from priceofthought.findings.training import analogies, hosts, labels, recipe, runs

__all__ = ["analogies", "hosts", "labels", "recipe", "runs"]
