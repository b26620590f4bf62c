"""QR codes as SVG: sharp on every screen, drawn here, without a foreign host.

The mask is fixed: every reader takes any mask, and trying all eight costs six times as much.
"""

from functools import lru_cache

from markupsafe import Markup, escape

_MASK = 2
_QUIET_MODULES = 4


def qr_svg(content: str, label: str) -> Markup:
    """The code of `content`, black on white with its quiet zone; `label` is read aloud."""
    side, squares = _squares(content)
    return Markup(
        f'<svg class="qr" role="img" aria-label="{escape(label)}" viewBox="0 0 {side} {side}" '
        f'shape-rendering="crispEdges"><path fill="#fff" d="M0 0h{side}v{side}H0z"/>'
        f'<path fill="#000" d="{squares}"/></svg>'
    )


@lru_cache(maxsize=256)
def _squares(content: str) -> tuple[int, str]:
    """The side in modules, and the black modules as one path."""
    # Here, not above: 4 MB of picture library come with it, for an office without e-tickets too.
    import qrcode

    code = qrcode.QRCode(
        border=_QUIET_MODULES,
        error_correction=qrcode.constants.ERROR_CORRECT_M,
        mask_pattern=_MASK,
    )
    code.add_data(content)
    code.make(fit=True)
    rows = code.get_matrix()
    black = [(x, y) for y, row in enumerate(rows) for x, dark in enumerate(row) if dark]
    return len(rows), "".join(f"M{x} {y}h1v1h-1z" for x, y in black)
