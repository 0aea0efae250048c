"""Say in one line how to get the browser where there is none: `python -m tools.check_browser`."""

from tools import needs

if __name__ == "__main__":
    needs.browser()
