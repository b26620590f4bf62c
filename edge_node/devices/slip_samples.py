"""Samples of a layout on this machine's printers: their pictures, and what does not fit on them.

Drawn by the very renderer that prints, from its bytes.
"""

import io
from dataclasses import dataclass

from edge_node.devices.paper.fit import misfits
from edge_node.devices.paper.picture import picture
from edge_node.devices.paper.profile import paper_profile
from edge_node.devices.paper.render import render
from edge_node.devices.slips import sample_slip
from queue_core.clock import Clock
from queue_core.domain.office import LANGUAGES, OfficeDocument
from queue_core.domain.slip import Misfit


@dataclass(frozen=True)
class SlipSamples:
    """`profiles` names the paper of each printer."""

    profiles: dict[str, str]
    clock: Clock

    def png(self, document: OfficeDocument, service: str, language: str, printer: str) -> bytes:
        """A ticket for this matter as it would lie in the hand, as the bytes of a picture.

        Raises `unknown_service`, `bad_slip_layout`; an unknown printer has the usual paper.
        """
        profile = paper_profile(self.profiles.get(printer, "default"))
        slip = sample_slip(document, service, language, self.clock.now())
        drawn = io.BytesIO()
        picture(render(slip, document.slip.layout, profile), profile).save(drawn, "PNG")
        return drawn.getvalue()

    def misfits(self, document: OfficeDocument) -> list[Misfit]:
        """What does not fit, over all matters, languages and printers, each named once.

        Raises `bad_slip_layout`.
        """
        now, found = self.clock.now(), dict[Misfit, None]()
        matters = [s.id for s in document.services if not s.information_only]
        for printer, name in (self.profiles or {"": "default"}).items():
            for service in matters:
                for language in LANGUAGES:
                    slip = sample_slip(document, service, language, now)
                    at = misfits(slip, document.slip.layout, paper_profile(name), printer=printer)
                    found |= dict.fromkeys(at)
        return list(found)
