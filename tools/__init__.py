"""Tools of the repository: what turns chapters into records, and records into a site."""

from tools.needs import environment

environment()
