from odoo.tools.mimetypes import guess_mimetype

# A drawing (SVG) may hold a script: it is no picture that is shown to others.
PICTURES = frozenset(
    f"image/{kind}" for kind in ("bmp", "gif", "jpeg", "png", "tiff", "webp")
)
# What phones take; not every machine knows it. Its kind stands behind the word "ftyp".
OF_PHONES = (b"heic", b"heix", b"hevc", b"heif", b"mif1", b"msf1", b"avif")


def is_picture(content):
    """Return whether these bytes are a picture, whatever they are called."""
    if content[4:8] == b"ftyp":
        return content[8:12] in OF_PHONES
    return guess_mimetype(content) in PICTURES
