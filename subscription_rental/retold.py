"""Reasons that are stored once, and read in the language of each reader (decision 0058).

Jobs and colleagues store reasons as sentences, in their own language. Where such a text is
one of our own sentences, in whichever language, it is told in that of its reader; what a
bank or a person has written stays as it is. Nothing that is stored changes.
"""

import re
from functools import lru_cache

from odoo import fields
from odoo.tools.translate import code_translations

OURS = "subscription_rental"
# Sentences of ours with something in them, which is retold as well.
PATTERNS = (
    "Skipped: %(step)s",
    "Not charged again: %(reason)s",
    "Decided by %(user)s.",
)
# Banks put the code of a reason before what it means.
CODED = re.compile(r"([A-Z]{2}\d{2}|[A-Z]{4}) (.+)", re.DOTALL)
PLACE = re.compile(r"%\((\w+)\)s")


@lru_cache(maxsize=64)
def _get_texts(modules, lang):
    """Return {sentence: what it is in `lang`} of these modules."""
    texts = {}
    for module in modules:
        texts |= code_translations.get_python_translations(module, lang)
    return texts


@lru_cache(maxsize=16)
def _get_sentences(modules, langs):
    """Return {text: the sentence that it is} of these modules, in each of `langs`."""
    sentences = {}
    for lang in langs:
        texts = _get_texts(modules, lang)
        sentences |= {text: sentence for sentence, text in texts.items()}
    # What is English for one sentence is no other.
    known = {sentence: sentence for sentence in sentences.values()}
    return sentences | known


@lru_cache(maxsize=256)
def _get_pattern(text):
    """Return the expression that finds what stands in the places of `text`."""
    parts = PLACE.split(text)
    found = (
        f"(?P<{part}>.+)" if number % 2 else re.escape(part)
        for number, part in enumerate(parts)
    )
    return re.compile("".join(found), re.DOTALL)


def _fill(text, parts):
    """Return `text` with these parts in their places; a place of no part stays.

    A translation that somebody has mistyped is read all the same.
    """
    return PLACE.sub(lambda place: parts.get(place[1], place[0]), text)


class Marks:
    """What may stand in a text that is retold."""

    patterns = PATTERNS
    # (model, field) of selections whose labels are stored in it.
    selections = ()
    # Each line is a text of its own, perhaps with an amount.
    by_line = False


class Retelling:
    """What can be retold to the user of `env` in one field."""

    def __init__(self, env, field=Marks):
        self.env = env
        self.field = field
        modules = (name for name in env.registry._init_modules if name.startswith(OURS))
        self.modules = tuple(sorted(modules))
        self.langs = tuple(code for code, _name in env["res.lang"].get_installed())
        self.texts = _get_texts(self.modules, env.lang or "en_US")

    def tell(self, text):
        """Return `text` in the language of the reader, itself if it is not ours."""
        if not text:
            return text
        if self.field.by_line:
            return "\n".join(map(self._retell_line, text.split("\n")))
        return (
            self._retell_whole(text)
            or self._retell_pattern(text)
            or self._retell_code(text)
        )

    def _retell_whole(self, text):
        """Return what `text` is, if it is a whole sentence, or a label of the field."""
        sentence = _get_sentences(self.modules, self.langs).get(text)
        if sentence:
            return self.texts.get(sentence, sentence)
        return self._retell_label(text)

    def _retell_label(self, text):
        """Return what `text` is, if it is a label of a selection of the field."""
        for model, name in self.field.selections:
            selection = self.env[model]._fields[name]._description_selection
            for lang in self.langs:
                labels = selection(self.env(context={"lang": lang}))
                for value, label in labels:
                    if label == text:
                        return dict(selection(self.env))[value]
        return None

    def _retell_pattern(self, text):
        """Return what `text` is, if it is a sentence with something in it."""
        for pattern in self.field.patterns:
            told = self.texts.get(pattern, pattern)
            for lang in ("en_US", *self.langs):
                said = _get_texts(self.modules, lang).get(pattern, pattern)
                if found := _get_pattern(said).fullmatch(text):
                    groups = found.groupdict().items()
                    return _fill(told, {name: self.tell(one) for name, one in groups})
        return None

    def _retell_code(self, text):
        """Return `text`, with what stands behind the code of a bank retold."""
        found = CODED.fullmatch(text)
        if not found:
            return text
        code, meaning = found.groups()
        return f"{code} {self._retell_whole(meaning) or meaning}"

    def _retell_line(self, line):
        """Return a line that is a sentence, or one with its amount behind it."""
        if told := self._retell_whole(line) or self._retell_pattern(line):
            return told
        head, colon, amount = line.rpartition(": ")
        told = colon and self._retell_whole(head)
        return f"{told}{colon}{amount}" if told else line


class Retold(Marks):
    """A stored text that each reader gets in their own language, where it is ours."""

    def convert_to_read(self, value, record, use_display_name=True):
        """Return what the reader gets."""
        value = super().convert_to_read(value, record, use_display_name)
        return value and Retelling(record.env, self).tell(value)

    def convert_to_export(self, value, record):
        """Return what stands in an exported file."""
        value = super().convert_to_export(value, record)
        return value and Retelling(record.env, self).tell(value)


class Char(Retold, fields.Char):
    """A line of text that is retold."""


class Text(Retold, fields.Text):
    """A text that is retold."""


def told(record, name):
    """Return what the user of `record` reads in this field of it."""
    return record._fields[name].convert_to_read(record[name], record)


def retell(env, text):
    """Return `text` in the language of the user, where it is a sentence of ours."""
    return text and Retelling(env).tell(text)
