"""Recovering what the article does not say: the laws run backwards over a declared space of assumptions."""
