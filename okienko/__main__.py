"""The command `okienko`: hands over to the application named first, and imports no other."""

import sys
from collections.abc import Callable

USAGE = """okienko node …   the node of an office (see `okienko node --help`)
okienko board …  the screen and the voice (see `okienko board --help`)
okienko hub …    booking, staff and the nodes (see `okienko hub --help`)
okienko demo …   a sample office on this machine (see `okienko demo --help`)"""


def main() -> int:
    """Run `okienko <application> …`; 2 for an unknown one."""
    name, rest = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else ("", [])
    application = _application(name)
    if application is None:
        print(USAGE, file=sys.stderr)
        return 0 if name in ("-h", "--help") else 2
    return application(rest)


def _application(name: str) -> Callable[[list[str]], int] | None:
    """Imported here, so that a small process holds only its own application in memory."""
    if name == "node":
        from edge_node.__main__ import main as node

        return node
    if name == "board":
        from board_player.__main__ import main as board

        return board
    if name == "hub":
        from cloud_hub.__main__ import main as hub

        return hub
    if name == "demo":
        from okienko.demo.__main__ import main as demo

        return demo
    return None


if __name__ == "__main__":
    sys.exit(main())
