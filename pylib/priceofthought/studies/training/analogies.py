"""What can be computed about the article's two analogies, Moore's law and the end of rising clocks."""

from __future__ import annotations

ARTICLE_YEAR = 2024
OTHER_DATE = 2004
"""The year in which the article, some lines further on, lets the old curves slow down (line 143)."""
