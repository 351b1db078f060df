"""The rooms of the models: each reaches its own and those below it.

A later room reaches an earlier one only by overriding a hook. Names are resolved by the
text alone: a field, a method or a model that only later rooms declare must not be named in
an earlier one.
"""

import ast
import re
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
        "_field_to_sql",
        "_prepare_base_line_for_taxes_computation",
        "amount_residual",
        "analytic_distribution",
        "code",
        "copy",
        "date",
        "day",
        "days",
        "fields_get",
        "get_values",
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
        # Who inherits from a model of the same name adds to it.
        self.declared = [name for name in self.declared if name not in self.inherited]

    def _note(self, name, value):
        if name == "_name":
            self.declared.append(ast.literal_eval(value))
        elif name == "_inherit":
            found = ast.literal_eval(value)
            self.inherited += [found] if isinstance(found, str) else found
        elif isinstance(value, ast.Call) and _is_field(value.func):
            self.names.add(name)


def _is_field(function):
    kinds = ("fields", "retold")
    return isinstance(function, ast.Attribute) and ast.unparse(function.value) in kinds


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


# The same question, asked of several models.
ONE_MEANING = frozenset(
    {
        "_archived_with_domain",
        "_claim_records",
        "_get_archived_advice",
        "_get_dunning_policy",
        "_get_rows",
        "_get_sender",
        "_get_shown_rows",
        "_get_subscriptions_of",
        "_get_taxes_by_hand",
        # Odoo's own, of what tills load.
        "_load_pos_data_domain",
        "_load_pos_data_fields",
        "_plan",
        "_postpone",
        "_show_last_day",
        "_unrelevant_records",
        "_wake",
        "_write_kept",
    }
)
OF_ODOO = re.compile(
    r"__|_table_query$|_(compute|search|inverse|onchange|valid|unlink_except)_"
)


def _models_by_method():
    """Return {name of a private method: the models that declare it anew}."""
    found = defaultdict(set)
    for addon in paths.addons():
        for path in _python_of(addon):
            for node in ast.parse(path.read_text()).body:
                if isinstance(node, ast.ClassDef):
                    for name in _private_methods(node):
                        found[name].add(_model_of(node))
    return found


def _private_methods(node):
    """Yield the private methods that a class begins, and does not extend."""
    for one in node.body:
        if isinstance(one, ast.FunctionDef) and one.name.startswith("_"):
            calls = (call for call in ast.walk(one) if isinstance(call, ast.Attribute))
            extends = any(
                call.attr == one.name and ast.unparse(call.value).startswith("super(")
                for call in calls
            )
            if not extends and not OF_ODOO.match(one.name):
                yield one.name


def _model_of(node):
    """Return the model of a class: its name, or what it extends."""
    values = {
        one.targets[0].id: ast.literal_eval(one.value)
        for one in node.body
        if isinstance(one, ast.Assign)
        and isinstance(one.targets[0], ast.Name)
        and one.targets[0].id in ("_name", "_inherit")
    }
    extended = values.get("_inherit") or [node.name]
    return values.get("_name") or (extended if isinstance(extended, str) else extended[0])


def test_a_name_means_one_thing():
    """Whoever greps for a method finds that method."""
    several = {
        name: sorted(models)
        for name, models in _models_by_method().items()
        if len(models) > 1 and name not in ONE_MEANING
    }
    assert not several


def _changes(function):
    """Yield the lines on which a function writes something down."""
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            of_command = ast.unparse(node.func.value).endswith("Command")
            if node.func.attr in ("create", "write", "unlink") and not of_command:
                yield node.lineno
        elif isinstance(node, ast.Assign):
            yield from (
                node.lineno for one in node.targets if isinstance(one, ast.Attribute)
            )


def test_a_computed_field_says_once_what_it_depends_on():
    """Of several `api.depends` on a method Odoo takes the first one alone."""
    several = [
        f"{path.relative_to(paths.ROOT)}:{node.lineno}"
        for addon in paths.addons()
        for path in sorted(addon.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and sum(map(_is_depends, node.decorator_list)) > 1
    ]
    assert not several


def _is_depends(node):
    return isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "depends"


def test_what_is_prepared_is_not_done():
    """Who extends us calls `_prepare_…` twice: it returns values, and changes nothing."""
    found = [
        f"{path.relative_to(paths.ROOT)}:{line}"
        for addon in paths.addons()
        for path in _python_of(addon)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("_prepare")
        for line in _changes(node)
    ]
    assert not found
