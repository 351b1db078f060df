"""What consumer law asks of the pages on which a contract is ended, country by country.

Not legal advice: facts of November 2026, each with its source; verify them.

>>> keeps_cancel("FR"), keeps_cancel("BE")
(True, False)
>>> label("confirm_cancel", "FR", "fr_FR")
'Notification de la résiliation'
>>> label("cancel", "DE", "de_DE")
'Verträge hier kündigen'

Labels are words of the law: they follow the customer's language, and not the addon's
translations. A company may say it in other words.
"""

from collections.abc import Mapping
from dataclasses import dataclass

ENGLISH = "en"


@dataclass(frozen=True)
class Law:
    """How consumers of a country end a contract online.

    `extraordinary`: they may also say why they leave before the agreed day; a person
    looks at that.
    """

    source: str
    extraordinary: bool = False


# The European Economic Area, where Directive 2011/83/EU holds.
# fmt: off
EEA = frozenset([
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
    "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT",
    "NL", "PL", "PT", "RO", "SE", "SI", "SK", "IS", "LI", "NO",
])
# fmt: on

# Where a plan cannot keep consumers from cancelling online. Belgium has no such rule that
# we know of (verify); the right of withdrawal is European, and not in this table.
LAWS = {
    "FR": Law("Code de la consommation, L215-1-1 and D215-1 to D215-3", extraordinary=True),
    "DE": Law("BGB, section 312k", extraordinary=True),
    # Online what was made online: verify the letter.
    "NL": Law("BW, article 6:236 sub o and 6:237"),
}

# {what a button says: {language: its words}}. "Withdraw" and its confirmation are those of
# Directive 2011/83/EU, article 11a, in force from 19 June 2026.
LABELS = {
    "withdraw": {
        "en": "Withdraw from contract here",
        "fr": "Renoncer au contrat ici",
        "de": "Vertrag widerrufen",
        "nl": "Overeenkomst hier herroepen",
    },
    "confirm_withdrawal": {
        "en": "Confirm withdrawal",
        "fr": "Confirmer la rétractation",
        "de": "Widerruf bestätigen",
        "nl": "Herroeping bevestigen",
    },
    "cancel": {
        "en": "Cancel your contract",
        "fr": "Résilier votre contrat",
        "de": "Verträge hier kündigen",
        "nl": "Je overeenkomst opzeggen",
    },
    "confirm_cancel": {
        "en": "Confirm cancellation",
        "fr": "Confirmer la résiliation",
        "de": "Jetzt kündigen",
        "nl": "Opzegging bevestigen",
    },
}
# The words that a country's own law prescribes in its language.
PRESCRIBED = {
    # Code de la consommation, D215-3.
    ("confirm_cancel", "FR", "fr"): "Notification de la résiliation",
}


def is_under_directive(country: str | None) -> bool:
    """Return whether Directive 2011/83/EU holds where a company is.

    A company without a country offers it: who is in doubt offers too much.
    """
    return not country or country in EEA


def keeps_cancel(country: str | None) -> bool:
    """Return whether a plan cannot keep consumers of a company there from cancelling."""
    return country in LAWS


def is_extraordinary_known(country: str | None) -> bool:
    """Return whether consumers there may leave at once for a reason that they give."""
    return country in LAWS and LAWS[country].extraordinary


def label(
    name: str,
    country: str | None,
    language: str | None,
    own: Mapping[str, str] | None = None,
) -> str:
    """Return the words on a button, in the language of who reads it.

    :param own: {language code: the company's own words}, which come first
    """
    if own and language and own.get(language):
        return own[language]
    short = (language or ENGLISH).split("_")[0].split("@")[0]
    words = LABELS[name]
    return PRESCRIBED.get((name, country, short)) or words.get(short, words[ENGLISH])
