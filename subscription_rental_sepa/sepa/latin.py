"""Text in the letters that banks take: `a-zA-Z0-9 / - ? : ( ) . , ' +` and space."""

import re
import unicodedata

# What is not a letter with an accent.
LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "AE", "œ": "oe",
        "Œ": "OE", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th",
        "Þ": "TH", "€": "EUR", "&": "+", "_": "-", '"': "'", "@": "(at)", "#": "",
        # A dotless i, dashes, and quotation marks.
        "\u0131": "i", "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-",
        "\u2014": "-", "\u2018": "'", "\u2019": "'", "\u201c": "'", "\u201d": "'",
    }
)  # fmt: skip
FOREIGN = re.compile(r"[^a-zA-Z0-9/\-?:().,'+ ]")
SPACES = re.compile(r" {2,}")
SLASHES = re.compile(r"/{2,}")


def latin(text: str, limit: int) -> str:
    """Return `text` in letters that banks take, cut after `limit` of them.

    >>> latin("Café Müller & Søn: €5", 70)
    'Cafe Muller + Son: EUR5'
    >>> latin("Ελλάδα", 70), latin("Strauß", 5)
    ('......', 'Strau')
    """
    plain = unicodedata.normalize("NFKD", (text or "").translate(LETTERS))
    without = "".join(sign for sign in plain if not unicodedata.combining(sign))
    known = FOREIGN.sub(lambda found: " " if found[0].isspace() else ".", without)
    # Banks take an identification for a path that begins with a slash.
    single = SLASHES.sub("/", SPACES.sub(" ", known)).lstrip(" /")
    return single[:limit].rstrip(" /")
