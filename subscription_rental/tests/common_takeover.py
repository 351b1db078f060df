"""Records as other addons have them: the fields that a takeover reads, and no more."""

from types import SimpleNamespace
from unittest.mock import patch

from odoo import fields

from .common import SubscriptionCommon

CONTRACT, SALE = "contract.contract", "sale.subscription"


class Old(SimpleNamespace):
    """A record of an addon that is not installed here."""

    @property
    def display_name(self):
        """Return its name, as Odoo calls it."""
        return self.name

    def __getitem__(self, name):
        """Read a field by its name."""
        return getattr(self, name)

    def keep(self, vals):
        """Keep values."""
        self.__dict__.update(vals)

    # It is called as a record is.
    write = keep

    def close_subscription(self):
        """Close it, as the addon does."""
        self.keep({"in_progress": False, "recurring_next_date": False})

    def _message_log(self, body):
        self.logged = body


class Lines(list):
    """Lines of such a record: a write goes to all of them."""

    def keep(self, vals):
        """Keep values on each line."""
        for line in self:
            line.keep(vals)

    write = keep


class Elsewhere:
    """What other addons bill, in place of the database: patched over the readers."""

    def __init__(self, env):
        """Begin with nothing."""
        self.env = env
        self.records = {CONTRACT: [], SALE: []}

    def contract(self, partner, *lines, **values):
        """Add a contract with these lines."""
        empty = {
            "code": False,
            "payment_term_id": self.env["account.payment.term"],
            "fiscal_position_id": self.env["account.fiscal.position"],
            "invoice_partner_id": partner,
            "currency_id": self.env.company.currency_id,
            "company_id": self.env.company,
            "user_id": self.env.user,
            "journal_id": self.env["account.journal"],
        }
        return self._add(
            CONTRACT,
            partner_id=partner,
            active=True,
            contract_line_ids=Lines(lines),
            **{**empty, **values},
        )

    def contract_line(self, product, start, due, **values):
        """Return a monthly line in advance: from `start` on, due next on `due`."""
        return Old(
            **{
                "name": f"{product.name} of #START#",
                "display_type": False,
                "is_canceled": False,
                "product_id": product,
                "uom_id": product.uom_id,
                "quantity": 2.0,
                "price_unit": 30.0,
                "discount": 10.0,
                "analytic_distribution": False,
                "date_start": fields.Date.to_date(start),
                "date_end": False,
                "next_period_date_start": fields.Date.to_date(due),
                "recurring_next_date": fields.Date.to_date(due),
                "recurring_rule_type": "monthly",
                "recurring_interval": 1,
                "recurring_invoicing_type": "pre-paid",
                **values,
            }
        )

    def sale(self, partner, product, due, taxes, template=None, **values):
        """Add a running subscription of the other addon, with one line."""
        template = Old(
            **{
                "recurring_interval": 1,
                "recurring_rule_type": "months",
                "invoicing_mode": "invoice",
                **(template or {}),
            }
        )
        line = Old(
            product_id=product,
            name=product.name,
            product_uom_qty=1.0,
            price_unit=50.0,
            discount=0.0,
            analytic_distribution=False,
            tax_ids=taxes,
        )
        return self._add(
            SALE,
            **{
                "partner_id": partner,
                "partner_invoice_id": partner,
                "partner_shipping_id": partner,
                "template_id": template,
                "recurring_next_date": fields.Date.to_date(due),
                "recurring_rule_boundary": True,
                "date": False,
                "date_start": fields.Date.to_date("2024-01-01"),
                "currency_id": self.env.company.currency_id,
                "company_id": self.env.company,
                "journal_id": self.env["account.journal"],
                "crm_team_id": self.env["crm.team"],
                "user_id": self.env.user,
                "code": False,
                "in_progress": True,
                "is_paused": False,
                "sale_subscription_line_ids": [line],
                **values,
            },
        )

    def _add(self, model, **values):
        number = len(self.records[model]) + 1
        old = Old(**{"name": f"Old {number}", "id": number, "_name": model, **values})
        self.records[model].append(old)
        return old

    # === in place of the database === #

    def get_models(self, _service):
        """Say that both addons are there."""
        return {CONTRACT: "Contract", SALE: "Subscription (OCA)"}

    def find(self, _service, model, _company, limit=None):
        """Find what has an invoice to come."""
        if model == SALE:
            found = [one for one in self.records[SALE] if one.in_progress]
        else:
            found = [one for one in self.records[CONTRACT] if one.active]
        return found[:limit]

    def hold(self, _service, model, number):
        """Return the record of this number."""
        return self.records[model][number - 1]


class TakeoverCommon(SubscriptionCommon):
    """A company where other addons bill, and the dialog that moves that in."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bike = cls._product("Old bike")
        cls.lock = cls._product("Old lock")
        cls.bike.taxes_id = cls.tax_sale_a

    def setUp(self):
        super().setUp()
        self.elsewhere = Elsewhere(self.env)

    def _installed(self):
        """Let both addons be there, with what the test put into them."""
        model = type(self.env["subscription.takeover"])
        return patch.multiple(
            model,
            _get_takeover_models=lambda one: self.elsewhere.get_models(one),
            _find_old=lambda *args: self.elsewhere.find(*args),
            _hold_old=lambda *args: self.elsewhere.hold(*args),
        )

    def _contract(self, *lines, **values):
        return self.elsewhere.contract(self.partner_a, *lines, **values)

    def _line(self, due="2024-06-01", **values):
        return self.elsewhere.contract_line(self.bike, "2023-01-01", due, **values)

    def _sale(self, due="2024-06-01", **values):
        taxes = values.pop("taxes", self.bike.taxes_id)
        return self.elsewhere.sale(self.partner_a, self.bike, due, taxes, **values)

    def _open(self):
        action = self.env["subscription.takeover.dialog"].action_open_takeover()
        return self.env["subscription.takeover.dialog"].browse(action["res_id"])

    def _move_in(self, **changes):
        """Open the dialog, change its rows, move in; return the dialog."""
        with self._installed():
            dialog = self._open()
            dialog.row_ids.write(changes)
            dialog.action_move_in()
        return dialog

    def _refused(self):
        """Return the only reason why nothing is proposed."""
        with self._installed():
            rows = self._open().row_ids
        self.assertFalse(any(rows.mapped("is_taken")))
        (problem,) = set(rows.mapped("problem"))
        return problem
