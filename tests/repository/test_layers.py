"""The rooms of the models: each reaches its own and those below it.

A later room reaches an earlier one only by overriding a hook. Names are resolved by the
text alone: a field, a method or a model that only later rooms declare must not be named in
an earlier one.
"""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

import pytest

from tools import paths

MODELS = paths.CORE / "models"
# In the order of the floors: the imports of the package say it.
ROOMS = [
    node.names[0].name
    for node in ast.parse((MODELS / "__init__.py").read_text()).body
    if isinstance(node, ast.ImportFrom)
]
# What Odoo, Python or the rules call by the same name as a field of ours.
SHARED = frozenset(
    [
        "amount_residual",
        "date",
        "day",
        "days",
        "kind",
        "move_id",
        "note",
        "payment_state",
        "round",
        "rounding",
    ]
)
MIXIN = "AbstractModel"


class Definitions(ast.NodeVisitor):
    """The models, fields and methods that a file declares."""

    def __init__(self, path):
        self.path = path
        self.names = set()
        self.declared = []
        self.inherited = []
        self.visit(ast.parse(path.read_text()))

    @property
    def room(self):
        """Return the room that the file is in."""
        return self.path.relative_to(MODELS).parts[0]

    def visit_ClassDef(self, node):
        """Note what the class declares, if it is a model."""
        for one in node.body:
            if isinstance(one, ast.FunctionDef):
                self.names.add(one.name)
            elif isinstance(one, ast.Assign) and isinstance(one.targets[0], ast.Name):
                self._note(one.targets[0].id, one.value)

    def _note(self, name, value):
        if name == "_name":
            self.declared.append(ast.literal_eval(value))
        elif name == "_inherit":
            found = ast.literal_eval(value)
            self.inherited += [found] if isinstance(found, str) else found
        elif isinstance(value, ast.Call) and _is_field(value.func):
            self.names.add(name)


def _is_field(function):
    return isinstance(function, ast.Attribute) and ast.unparse(function.value) == "fields"


def _names_in(path):
    """Yield (name, line) of all that a file names: attributes, and what domains name."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value, node.lineno
            if node.value.replace(".", "").isidentifier():
                yield from ((part, node.lineno) for part in node.value.split("."))


@cache
def _files(folder):
    return [
        Definitions(path)
        for path in sorted(folder.glob("*/*.py"))
        if path.name != "__init__.py"
    ]


@cache
def _lowest():
    """Return {name of a field, method or model: the lowest floor that declares it}."""
    floors = defaultdict(list)
    for one in _files(MODELS):
        for name in {*one.names, *one.declared}:
            floors[name].append(ROOMS.index(one.room))
    return {name: min(found) for name, found in floors.items()}


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_nothing_of_a_later_one(room):
    lowest, floor = _lowest(), ROOMS.index(room)
    upwards = [
        f"{one.path.relative_to(MODELS)}:{line}: {name} is of {ROOMS[lowest[name]]}"
        for one in _files(MODELS)
        if one.room == room
        for name, line in _names_in(one.path)
        if name not in SHARED and lowest.get(name, 0) > floor
    ]
    assert not upwards, "\n".join(sorted(set(upwards)))


def test_every_file_is_in_a_room():
    assert {path.name for path in MODELS.glob("*.py")} == {"__init__.py"}
    assert {one.room for one in _files(MODELS)} == set(ROOMS)


def test_what_is_left_out_of_the_check_is_needed_there():
    """A shared name that no lower room uses would hide the next violation."""
    lowest = _lowest()
    assert set(lowest) >= SHARED


def _python_of(addon):
    return [
        path
        for path in sorted(addon.rglob("*.py"))
        if "tests" not in path.relative_to(addon).parts
    ]


def test_a_mixin_has_two_users():
    users, mixins = defaultdict(set), set()
    for addon in paths.addons():
        for path in _python_of(addon):
            text = path.read_text()
            if f"models.{MIXIN}" not in text and "_inherit" not in text:
                continue
            one = Definitions(path)
            mixins |= {name for name in one.declared if name.endswith(".mixin")}
            for name in one.inherited:
                users[name] |= set(one.declared or one.inherited) - {name}
    assert mixins
    lonely = {name: users[name] for name in mixins if len(users[name]) < 2}
    assert not lonely, f"an _inherit class of its one user does: {lonely}"


def _conditions(tree):
    """Yield the expressions that decide something."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If | ast.IfExp | ast.While):
            yield node.test
        elif isinstance(node, ast.BoolOp):
            yield node
        elif isinstance(node, ast.comprehension):
            yield from node.ifs


def test_no_rule_looks_at_who_is_the_superuser():
    """Automation rules, jobs and integrations run as the system: the rules are theirs."""
    found = [
        f"{path.relative_to(Path(paths.ROOT))}:{condition.lineno}"
        for addon in paths.addons()
        for path in _python_of(addon)
        for condition in _conditions(ast.parse(path.read_text()))
        if any(
            isinstance(node, ast.Attribute) and ast.unparse(node).endswith("env.su")
            for node in ast.walk(condition)
        )
    ]
    assert not found, f"write through _write_kept instead: {found}"
