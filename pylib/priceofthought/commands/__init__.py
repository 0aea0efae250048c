"""The commands that the book adds to `reasoncost`: figures, citations, and the refit of the loss law."""
