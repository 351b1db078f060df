from collections import defaultdict

from odoo import Command, fields
from odoo.exceptions import AccessError, UserError
from odoo.models import MAGIC_COLUMNS
from odoo.service.model import call_kw
from odoo.tests import new_test_user

from .common_payment import PaymentCommon

ADDONS = "odoo.addons.subscription_rental"
# The columns of the tables, in this order.
ROLES = {
    "own": "subscription_rental.group_user_own",
    "all": "subscription_rental.group_user_all",
    "manager": "subscription_rental.group_manager",
    "reader": "subscription_rental.group_billing_reader",
}
# Who has no row: they reach nothing of ours.
STRANGERS = {
    "employee": "base.group_user",
    "portal": "base.group_portal",
    "elsewhere": "subscription_rental.group_manager",
}
LETTERS = {"read": "r", "write": "w", "create": "c", "unlink": "d"}


class AccessCommon(PaymentCommon):
    """The walk over all models, fields and methods of one addon, as each kind of user.

    The table says who reaches what; whatever has no row in it fails.
    """

    addon = "subscription_rental"

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other = cls.setup_other_company()["company"]
        cls.people = {
            role: cls._person(role, group, other if role == "elsewhere" else cls.company)
            for role, group in (ROLES | STRANGERS).items()
        }
        cls.colleague = cls._person("colleague", ROLES["own"], cls.company)

    def setUp(self):
        super().setUp()
        self.known = {}
        self._know(self.colleague)

    @classmethod
    def _person(cls, login, group, company):
        return new_test_user(
            cls.env,
            login=f"rpc_{login}",
            groups=group,
            company_id=company.id,
            company_ids=[Command.set(company.ids)],
        )

    def _know(self, *records):
        """Take these records as the samples of their models."""
        self.known |= {record._name: record[:1] for record in records}

    def _know_others(self, table):
        """Make a sample of each model in `table` that none is known of yet."""
        for name in [one for one in table if one not in self.known]:
            self._know(self._fill(name))

    def _fill(self, name, **values):
        """Return a new record of model `name`; what it needs is taken from the samples."""
        model = self.env[name].with_user(self.colleague).sudo()
        for field in model._fields.values():
            needed = field.required and not (field.default or field.compute)
            if needed and field.name not in {*values, *MAGIC_COLUMNS}:
                values[field.name] = self._get_example(field)
        return model.create(values)

    def _get_example(self, field):
        """Return some value of this field."""
        if field.relational:
            example = self.known[field.comodel_name]
            return example.id if field.type == "many2one" else [Command.set(example.ids)]
        if field.type == "selection":
            return field.get_values(self.env)[0]
        if field.type in ("date", "datetime"):
            return fields.Date.today()
        return "x" if field.type in ("char", "text") else 1

    def _rpc(self, user, records, method, *arguments):
        """Call a method as a request of this user does."""
        self.env.flush_all()
        self.env.invalidate_all()
        model = self.env[records._name].with_user(user)
        # A request's own transaction: what fails leaves nothing behind.
        with self.env.cr.savepoint() as savepoint:
            try:
                if getattr(getattr(type(model), method), "_api_model", False):
                    return call_kw(model, method, list(arguments), {})
                return call_kw(model, method, [records.ids, *arguments], {})
            finally:
                savepoint.rollback()
                self.env.invalidate_all()

    def _models(self):
        """Yield the models that this addon makes, dialogs among them."""
        for name, model in self.env.registry.items():
            if model._original_module == self.addon and not model._abstract:
                yield name

    def _methods(self, name):
        """Return the public methods that this addon was the first to give to a model."""
        model = self.env.registry[name]
        homes = defaultdict(set)
        for definition in model.mro():
            for one in vars(definition):
                homes[one].add(".".join(definition.__module__.split(".")[:3]))
        return {
            one
            for one, addons in homes.items()
            if not one.startswith("_")
            and one not in model._fields
            and callable(getattr(model, one))
            and all(addon.startswith(ADDONS) for addon in addons)
            and min(addons) == f"odoo.addons.{self.addon}"
        }

    # === the walk === #

    def check_models(self, table):
        """Compare the rights on each model with its row: rights on no record at all."""
        self.assertEqual(set(table), set(self._models()), "a row for each model")
        for name, row in table.items():
            expected = dict(zip(ROLES, row.split(), strict=True))
            for role, user in self.people.items():
                model = self.env[name].with_user(user)
                rights = "".join(
                    letter for op, letter in LETTERS.items() if model.has_access(op)
                )
                wanted = expected.get("manager" if role == "elsewhere" else role, "-")
                with self.subTest(name, role=role):
                    self.assertEqual(rights or "-", wanted)

    def check_records(self, shared):
        """Read, write and delete a colleague's record of each model, as who may not.

        :param shared: the models that a clerk with own documents sees whole
        """
        for name in self._models():
            record = self.known[name]
            for role in ("own", *STRANGERS):
                hidden = role != "own" or name not in shared
                with self.subTest(name, role=role):
                    self._check_record(role, record, hidden=hidden)

    def _check_record(self, role, record, *, hidden):
        user = self.people[role]
        found = self._can(user, record, "search_read", [("id", "in", record.ids)], ["id"])
        self.assertEqual(bool(found), not hidden, "search")
        if hidden:
            self.assertFalse(self._can(user, record, "read", ["id"]), "read")
            for method, *arguments in (("write", {}), ("unlink",)):
                with self.assertRaises(AccessError):
                    self._rpc(user, record, method, *arguments)

    def _can(self, user, record, method, *arguments):
        """Return what a method returns, nothing where it is refused."""
        try:
            return self._rpc(user, record, method, *arguments)
        except AccessError:
            return None

    def check_fields(self):
        """Read all fields of each sample, as whoever may read it (B12)."""
        for name in self._models():
            record = self.known[name]
            for role in ("owner", *ROLES):
                user = self.people.get(role, self.colleague)
                if self._can(user, record, "read", ["id"]):
                    with self.subTest(name, role=role):
                        self._rpc(user, record, "read", self._get_names(record, user))

    def _get_names(self, record, user):
        """Return the fields that `user` may read here, rows only where they may be read."""
        facts = self._rpc(user, record, "fields_get", [], ["type", "relation"])
        return [
            name
            for name, fact in facts.items()
            if not fact["type"].endswith("2many")
            or self.env[fact["relation"]].with_user(user).has_access("read")
        ]

    def check_kept(self, table):
        """Write what the system keeps, with all rights there are.

        Compares what is kept with the table: a read-only field, too, is written by whoever
        may write its record, unless the system keeps it.
        """
        for name in {*self._written_models(), *table}:
            with self.subTest(name):
                kept = self._get_to_keep(self.env[name])
                self.assertEqual(set(table.get(name, "").split()), kept)
        for name, row in table.items():
            record = self.known[name]
            for field in row.split():
                with (
                    self.subTest(name, field=field),
                    self.assertRaisesRegex(UserError, "kept by the system"),
                ):
                    other = 10**6 if record._fields[field].type == "many2one" else False
                    self._rpc(self.env.user, record, "write", {field: other})

    def _get_to_keep(self, model):
        """Return the names of this addon's fields that only the system may write."""
        own = model._original_module.startswith("subscription_rental")
        return {
            field.name
            for field in model._fields.values()
            if self.addon in field._modules
            and (getattr(field, "kept", False) or (field.store and field.readonly))
            # Rows of other addons' records are written on themselves.
            and (own or not field.type.endswith("2many"))
        } - set(MAGIC_COLUMNS)

    def _written_models(self):
        """Yield this addon's models whose records a person may write."""
        people = [self.people[role] for role in ROLES]
        for name in self._models():
            models = [self.env[name].with_user(user) for user in people]
            kept = not self.env[name]._transient
            if kept and any(model.has_access("write") for model in models):
                yield name

    def check_methods(self, table, shown=()):
        """Compare the public methods with the table; call each as who may not.

        :param shown: those that open a window and tell nothing that needs rights
        """
        found = {name: self._methods(name) for name in self.env.registry}
        self.assertEqual(
            {name: set(row.split()) for name, row in table.items()},
            {name: methods for name, methods in found.items() if methods},
        )
        for name, row in table.items():
            record = self.known[name]
            for method in set(row.split()) - set(shown):
                for role in STRANGERS:
                    with (
                        self.subTest(name, method=method, role=role),
                        self.assertRaises(AccessError),
                    ):
                        self._rpc(self.people[role], record, method)


class AccessChecks:
    """The checks of an addon against its `table`; a test class makes the samples."""

    table = None

    def test_each_model_has_its_rights(self):
        self.check_models(self.table.MODELS)

    def test_nobody_reaches_records_that_are_not_theirs(self):
        self.check_records(self.table.SHARED)

    def test_whoever_may_read_a_record_reads_all_of_it(self):
        self.check_fields()

    def test_what_the_system_keeps_is_written_by_nobody(self):
        self.check_kept(self.table.KEPT)

    def test_each_public_method_is_meant_to_be_and_asks_for_rights(self):
        self.check_methods(self.table.METHODS, self.table.OPENS)
