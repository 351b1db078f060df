"""Codes to be scanned, drawn as SVG: they need no library to draw pixels."""

import base64

from reportlab.graphics.barcode import createBarcodeDrawing


def draw_code(kind, text, width, height):
    """Return a code of `text` as SVG in base64; "" where it has no such code.

    :param kind: as reportlab calls it: "QR" or "Code128"
    """
    if not text or (kind != "QR" and not text.isascii()):
        return ""
    drawing = createBarcodeDrawing(kind, value=text, width=width, height=height)
    return base64.b64encode(drawing.asString("svg").encode())
