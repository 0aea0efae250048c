"""Serve the built site on this machine and print its address: `python -m tools.serve [PORT]`."""

from __future__ import annotations

import functools
import http.server
import sys

from tools import needs
from tools.chapters import ROOT

HTML = ROOT / "_build" / "html"


def main() -> int:
    """Serve until interrupted; returns the exit status."""
    if not (HTML / "index.html").exists():
        needs.stop("there is no site yet: run `make book` first")
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(HTML))
    with http.server.ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        print(f"http://127.0.0.1:{server.server_port}/", flush=True)
        try:
            server.serve_forever()
        except KeyboardInterrupt:
            return 0


if __name__ == "__main__":
    sys.exit(main())
