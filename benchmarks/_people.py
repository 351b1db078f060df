"""How long the server takes for what a clerk does: orders, changes, invoices."""

from odoo import Command
from odoo.tests import Form

from benchmarks import _seed
from benchmarks._opened import PROMPT_MS, TRIES, Screen, measure


class People:
    """What a clerk does, in a database that is thrown away.

    What writes is committed: so is each request of a browser.
    """

    def __init__(self, env, clerk):
        self.env, self.clerk = env, clerk
        self.today = env.company._subscription_today()
        self.dialogs = {}

    def run(self):
        """Return what each of these took."""
        subscriptions = self.clerk["subscription.subscription"]
        changed = subscriptions.search([], limit=TRIES)
        orders, due = self._make_orders(), self._make_due()
        screens = {
            "confirm an order": lambda number: orders[number].action_confirm(),
            "change: open": lambda number: self._open_change(changed[number]),
            "change: preview": self._preview_change,
            "change: apply": self._apply_change,
            "bill now": lambda number: due[number].action_bill_now(),
        }
        done = {name: Screen(self._kept(act), PROMPT_MS) for name, act in screens.items()}
        return measure(self.env, done)

    def _kept(self, act):
        """Return `act` followed by what ends a request: all is written and committed."""

        def act_and_commit(number):
            act(number)
            self.clerk.cr.commit()

        return act_and_commit

    # === orders and bills === #

    def _make_orders(self):
        """Return quotations of other customers: two recurring lines of a plan each."""
        products = _seed.products(self.env)
        plan = self.env["subscription.plan"].search([], limit=1)
        lines = [
            Command.create({"product_id": product.id, "rental_plan_id": plan.id})
            for product in products
        ]
        orders = self.clerk["sale.order"].create(
            [
                {"partner_id": customer.id, "order_line": lines}
                for customer in self._make_customers("buyer")
            ]
        )
        self.env.cr.commit()
        return orders

    def _make_due(self):
        """Return subscriptions of other customers that begin, and are due, today."""
        plan = self.env["subscription.plan"].search([], limit=1)
        due = self.env["subscription.subscription"].create(
            [
                {"partner_id": one.id, "plan_id": plan.id, "date_start": self.today}
                for one in self._make_customers("payer")
            ]
        )
        for subscription in due:
            subscription._start(self.today)
        self.env.cr.commit()
        return due.with_env(self.clerk)

    def _make_customers(self, kind):
        return self.env["res.partner"].create(
            [
                {"name": f"{kind} {number}", "email": f"{kind}{number}@example.com"}
                for number in range(TRIES)
            ]
        )

    # === a change, as the client does it === #

    def _open_change(self, subscription):
        model = self.clerk["subscription.change.dialog"]
        model = model.with_context(default_subscription_id=subscription.id)
        self.dialogs[len(self.dialogs)] = Form(model)

    def _preview_change(self, number):
        with self.dialogs[number].line_ids.edit(0) as line:
            line.quantity = 3.0

    def _apply_change(self, number):
        self.dialogs[number].save().action_change()
