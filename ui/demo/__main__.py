"""Serve the demo portal: ``python -m ui.demo --service http://127.0.0.1:7860``."""

from __future__ import annotations

import argparse

import uvicorn

from ui.demo.portal import demo_portal


def main() -> None:
    """Serve the page until interrupted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--service", default="http://127.0.0.1:7860", help="address of coopbot")
    parser.add_argument("--port", type=int, default=7900, help="port of the demo portal")
    parser.add_argument("--lang", default="en", help="language of the page and the widget")
    arguments = parser.parse_args()
    origin = f"http://127.0.0.1:{arguments.port}"
    print(f"demo portal: {origin}")
    print(f"start coopbot with COOPBOT_PORTAL_ORIGINS='[\"{origin}\"]'")
    uvicorn.run(
        demo_portal(arguments.service, arguments.lang),
        host="127.0.0.1",
        port=arguments.port,
        log_level="warning",
    )


if __name__ == "__main__":
    main()
