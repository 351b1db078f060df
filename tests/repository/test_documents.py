"""What the documents say is true of the repository."""

import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
ADDONS = sorted(path.parent for path in ROOT.glob("*/__manifest__.py"))
TRANSLATIONS = [path for addon in ADDONS for path in sorted(addon.glob("i18n/*.po"))]


def table(name):
    text = (ROOT / "README.md").read_text()
    section = text.split(f"## {name}", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| [^|]+ \| ([^|]+) \|$", section, re.MULTILINE)


def test_the_paths_of_where_is_exist():
    paths = [path for path in table("Where is…?") if path not in ("place", "---")]
    assert len(paths) > 10
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_every_room_is_in_where_is():
    rooms = {path.parent for path in ROOT.glob("subscription_rental/models/*/__init__.py")}
    named = {ROOT / path for path in table("Where is…?")}
    # The portal's room is small: its controllers say where it is.
    assert {path.name for path in rooms - named} == {"portal"}


def test_pictures_and_links_of_the_readme_exist():
    links = re.findall(r"\]\(([^)#]+)\)", (ROOT / "README.md").read_text())
    local = [link for link in links if "://" not in link]
    assert local
    assert [link for link in local if not (ROOT / link).exists()] == []


@pytest.mark.parametrize("addon", ADDONS, ids=lambda path: path.name)
def test_every_addon_has_its_page_icon_and_languages(addon):
    assert (addon / "README.rst").is_file()
    assert (addon / "static/description/icon.png").is_file()
    languages = {path.stem for path in addon.glob("i18n/*.po")}
    assert {"fr", "nl"} <= languages


@pytest.mark.parametrize("path", TRANSLATIONS, ids=lambda path: path.stem)
def test_translations_are_complete_and_keep_their_placeholders(path):
    entries = polib.pofile(str(path))
    template = polib.pofile(str(path.parent / f"{path.parents[1].name}.pot"))
    assert {entry.msgid for entry in entries} == {entry.msgid for entry in template}
    assert entries.untranslated_entries() == []
    assert entries.fuzzy_entries() == []
    for entry in entries:
        names = re.compile(r"%\(\w+\)s")
        assert sorted(names.findall(entry.msgid)) == sorted(names.findall(entry.msgstr))


def test_the_changelog_has_an_open_section():
    assert "## Unreleased" in (ROOT / "CHANGELOG.md").read_text()
