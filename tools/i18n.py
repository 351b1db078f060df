"""`./dev i18n`: the templates of translation, and the languages beside them."""

import sys

import polib

from tools import database, paths, server
from tools.console import run as run_command
from tools.console import say, step

LANGUAGES = ("fr", "nl")
DATABASE = f"{database.PREFIX}_i18n"


def run():
    """Write each addon's template, merge it into its languages, say what is left."""
    database.create(DATABASE, database.template())
    for addon in paths.addons():
        with step(f"Exporting the terms of {addon.name}"):
            run_command(
                [sys.executable, "-m", "odoo", "i18n", "export"]
                + ["-c", server.configuration(), "-d", DATABASE, addon.name],
                doing=f"export the terms of {addon.name}",
            )
        template = _tidied(addon / "i18n" / f"{addon.name}.pot")
        for language in LANGUAGES:
            _merge(addon / "i18n" / f"{language}.po", template, language)
    database.drop(DATABASE)


def _tidied(path):
    """Return the template without its dates, which change for no reason."""
    template = polib.pofile(str(path), wrapwidth=78)
    for name in ("POT-Creation-Date", "PO-Revision-Date"):
        template.metadata.pop(name, None)
    template.metadata["Project-Id-Version"] = "Subscription Rental"
    template.save()
    return template


def _merge(path, template, language):
    known = polib.pofile(str(path), wrapwidth=78) if path.exists() else polib.POFile()
    known.wrapwidth = 78
    known.metadata = {**template.metadata, "Language": language}
    known.merge(template)
    for gone in known.obsolete_entries():
        known.remove(gone)
    known.save(str(path))
    left = len(known.untranslated_entries()) + len(known.fuzzy_entries())
    say(f"  {path.relative_to(paths.ROOT)}: {known.percent_translated()} %, {left} left")
