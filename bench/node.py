"""A node whose web process also answers an empty POST: the limit of what its server can do.

`python -m bench.node FILE web devices` runs these processes under the node's own supervisor.
"""

import sys
from pathlib import Path

from edge_node.config import load_config
from edge_node.prepare import prepare
from queue_core.logs import set_up_logs
from queue_core.supervisor import Supervisor


def main(file: str, *names: str) -> None:
    """Run the named processes until told to stop."""
    config = load_config(Path(file))
    set_up_logs(config.log)
    prepare(config)
    supervisor = Supervisor(("edge_node", "--config", file), names)
    for child in supervisor.children:
        if child.name == "web":
            child.command = [sys.executable, "-m", "bench.web", file]
    supervisor.run()


if __name__ == "__main__":
    main(*sys.argv[1:])
