"""Where a customer's invoices go, and who gets a copy (BI18).

Addresses are compared only, so that any values do.

>>> next_address("head office", before={"head office"}, after={"books"}, default="books")
'books'
>>> next_address("notary", before={"head office"}, after={"books"}, default="books")
'notary'
"""

from collections.abc import Collection, Hashable, Iterable
from html.parser import HTMLParser


def next_address(
    current: Hashable,
    *,
    before: Collection,
    after: Collection,
    default: Hashable,
    is_gone: bool = False,
) -> Hashable:
    """Return where the next invoices go, once the contacts of their customer changed.

    What was taken over from the customer follows the customer; what was typed stays, until
    it is gone itself.

    :param before: the addresses that the customer offered before the change
    :param after: those that it offers now
    :param default: the one of these that a new subscription gets
    :param is_gone: whether `current` was archived
    """
    if current in after:
        return current
    return default if is_gone or current in before else current


def in_order(*groups: Iterable) -> list:
    """Return whom these groups name, each once, in the order in which they are named.

    >>> in_order(["books"], ["boss", "books"])
    ['books', 'boss']
    """
    return list(dict.fromkeys(one for group in groups for one in group))


class _Unlinked(HTMLParser):
    """A page of HTML, written again without its links."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self.parts = []
        self.depth = 0

    def keep(self, text: str) -> None:
        if not self.depth:
            self.parts.append(text)

    def handle_starttag(self, tag: str, _attrs: list) -> None:
        if tag == "a":
            self.depth += 1
        else:
            self.keep(self.get_starttag_text())

    def handle_startendtag(self, tag: str, _attrs: list) -> None:
        if tag != "a":
            self.keep(self.get_starttag_text())

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self.depth = max(self.depth - 1, 0)
        else:
            self.keep(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.keep(data)

    def handle_entityref(self, name: str) -> None:
        self.keep(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.keep(f"&#{name};")


def without_links(html: str) -> str:
    """Return the text of a mail without its links, and without what they say.

    A link that is meant for one person is of no use to others, and lets them act as it.

    >>> without_links('<p>29.00 is unpaid.</p><p><a href="/pay?t=1">Pay</a></p>')
    '<p>29.00 is unpaid.</p><p></p>'
    """
    page = _Unlinked()
    page.feed(html)
    page.close()
    return "".join(page.parts)
