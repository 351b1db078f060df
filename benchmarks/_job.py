"""One job that is measured: its data, the job or the loop, what came of it."""

import importlib
from abc import ABC, abstractmethod

from odoo.fields import Command

from benchmarks._copies import multiply

# How often a job that has not done all is called again.
PATIENCE = 1000
# What no two records have the same.
COPIES = {
    "res_partner__email": "'ada' || number || '@example.com'",
    "res_partner__email_normalized": "'ada' || number || '@example.com'",
    "subscription_subscription__name": "name || '-' || number",
    "account_move__name": "name || '-' || number",
    "account_move__sequence_number": "sequence_number + number",
}


class Work(ABC):
    """What a job is measured by: a subclass in `_job_NAME.py` is called `Job`.

    :ivar count: so many records are due
    :ivar total: among so many
    """

    # The cron of ours.
    cron = None

    def __init__(self, env, count, among):
        self.env, self.count = env, count
        self.total = count * among
        self.company = env.company
        self.today = self.company._subscription_today()

    @abstractmethod
    def seed(self):
        """Make the data, by SQL from one record of each kind; an override says how."""

    @abstractmethod
    def ready(self):
        """Get ready what is not measured: caches, numbers, what the loop works on."""

    @abstractmethod
    def left(self):
        """Return how many records our job has still to do."""

    def ours(self):
        """Let the job run until nothing is left."""
        cron = self.env.ref(self.cron)
        for _time in range(PATIENCE):
            shown = cron.method_direct_trigger()
            # Another transaction did the work: this one must look anew.
            self.env.cr.commit()
            self.env.invalidate_all()
            if shown is not True:
                raise RuntimeError(shown["params"]["data"]["debug"])
            if not self.left():
                return
        raise RuntimeError(f"The job leaves {self.left()} undone.")

    @abstractmethod
    def loop(self):
        """Do the same record by record with Odoo's methods, committing each."""

    def each(self, records):
        """Yield records one by one: after a commit none reads the others anew."""
        return map(records.browse, records.ids)

    @abstractmethod
    def outcome(self):
        """Return {what: how much} that ours and the loop have to agree on, none of it 0."""

    # === data === #

    def subscribe(self, start, *, price=30.0, **values):
        """Return a subscription of a plan of one untaxed product, begun on `start`."""
        env = self.env
        product = env["product.product"].create(
            {"name": "Bike", "type": "service", "taxes_id": [Command.clear()]}
        )
        line = {"product_tmpl_id": product.product_tmpl_id.id, "price_unit": price}
        plan = env["subscription.plan"].create(
            {
                "name": "Monthly bike",
                "invoice_mode": "post",
                "line_ids": [Command.create(line)],
                **values,
            }
        )
        subscription = env["subscription.subscription"].create(
            {"partner_id": self.make_customer().id, "plan_id": plan.id, "date_start": start}
        )
        subscription._start(start)
        return subscription

    def make_customer(self):
        """Return a customer with an e-mail address who pays at once."""
        at_once = self.env.ref("account.account_payment_term_immediate")
        return self.env["res.partner"].create(
            {
                "name": "Ada",
                "email": "ada@example.com",
                "property_payment_term_id": at_once.id,
            }
        )

    def multiply_subscription(self, subscription, *others, **changed):
        """Copy a subscription, its customer, its lines and what else belongs to it."""
        self.multiply(
            subscription.partner_id,
            subscription.payment_token_id,
            subscription,
            subscription.line_ids,
            subscription.period_ids,
            subscription.mrr_movement_ids,
            *others,
            **changed,
        )

    def multiply(self, *records, **changed):
        """Copy these records until there are as many of each as are wanted.

        :param changed: {"table__column": SQL of its value}
        """
        told = {**COPIES, **changed}
        told = {name.replace("__", "."): value for name, value in told.items()}
        multiply(records, self.total - 1, told)

    def due_or(self, column, days):
        """Return the SQL of a date: as it is for those that are due, else so much later."""
        return f"CASE WHEN number < {self.count} THEN {column} ELSE {column} + {days} END"


class Seed:
    """Fill a template."""

    def __init__(self, env, name, count, among):
        self.work = load(env, name, count, among)

    def run(self):
        """Make the data, commit it, and let the database look at it."""
        cursor = self.work.env.cr
        self.work.company.subscription_tz = "UTC"
        self.work.seed()
        self.work.env.flush_all()
        cursor.execute("ANALYZE")
        cursor.commit()
        return {}


def load(env, name, count, among):
    """Return the work of `benchmarks/_job_NAME.py`."""
    module = importlib.import_module(f"benchmarks._job_{name}")
    return module.Job(env, int(count), int(among))
