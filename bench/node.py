"""A node whose web process also answers an empty POST: the limit of what its server can do.

`python -m bench.node FILE web devices` runs these processes under the node's own supervisor.
"""

import sys
from functools import partial
from pathlib import Path

from edge_node.config import NodeConfig, load_config
from edge_node.prepare import prepare
from queue_core.logs import set_up_logs
from queue_core.supervisor import Supervisor


def main(file: str, *names: str) -> None:
    """Run the named processes until told to stop."""
    config = load_config(Path(file))
    set_up_logs(config.log)
    prepare(config).database.close()
    bodies = {name: partial(_RUN[name], config) for name in names}
    Supervisor(bodies).run()


def _web(config: NodeConfig) -> int:
    from bench.web import BenchServer

    BenchServer(config).run()
    return 0


def _devices(config: NodeConfig) -> int:
    from edge_node.devices.process import run_devices

    run_devices(config)
    return 0


_RUN = {"web": _web, "devices": _devices}

if __name__ == "__main__":
    main(*sys.argv[1:])
