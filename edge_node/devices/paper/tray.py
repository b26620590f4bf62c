"""The papers that a simulated printer put out, as pictures drawn from their very bytes.

For demonstrations: the panel that shows them knows neither printers nor their bytes.
"""

import io
import re
from dataclasses import dataclass
from pathlib import Path

from edge_node.devices.paper.picture import picture
from edge_node.devices.paper.profile import paper_profile

_NAME = re.compile(r"[0-9]{1,9}")


@dataclass(frozen=True)
class PaperTray:
    """A folder of numbered .bin files, one for each paper, of a printer with this profile."""

    folder: Path
    profile: str

    def newest(self, count: int) -> list[str]:
        """The numbers of the newest papers, newest first; none where nothing came out yet."""
        names = (path.stem for path in self.folder.glob("*.bin") if _NAME.fullmatch(path.stem))
        return sorted(names, key=int, reverse=True)[:count]

    def png(self, name: str) -> bytes | None:
        """The picture of one paper, or None where there is no such paper."""
        path = self.folder / f"{name}.bin"
        if not _NAME.fullmatch(name) or not path.is_file():
            return None
        drawn = io.BytesIO()
        picture(path.read_bytes(), paper_profile(self.profile)).save(drawn, "PNG")
        return drawn.getvalue()
