"""The Price of Thought: what one widely read article says about reasoning models, judged claim by claim."""
