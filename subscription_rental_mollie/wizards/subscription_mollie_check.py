from odoo import api, fields, models
from odoo.fields import Command

from ..mollie import checks

DASHBOARD = "https://my.mollie.com/dashboard"


class SubscriptionMollieCheck(models.TransientModel):
    """What Mollie's account can do, and what it lacks to collect subscriptions."""

    _name = "subscription.mollie.check"
    _description = "Connection to Mollie"

    provider_id = fields.Many2one("payment.provider", required=True, readonly=True)
    mode = fields.Selection(related="provider_id.rental_mollie_mode")
    profile = fields.Char(readonly=True)
    is_fine = fields.Boolean(string="Can Collect", readonly=True)
    line_ids = fields.One2many("subscription.mollie.check.line", "check_id", readonly=True)

    @api.model
    def _open_check(self, provider):
        """Return the action that shows what was found; raise what Mollie answers."""
        system = provider.sudo()
        profile = system._send_api_request("GET", "/profiles/me")
        found = checks.methods(
            self._get_methods(system, "first"),
            self._get_methods(system, "recurring"),
            set(system.payment_method_ids.filtered("active").mapped("code")),
        )
        lines = [self._prepare_line(one, profile) for one in found]
        lines += self._prepare_settings(system)
        check = self.create(
            {
                "provider_id": provider.id,
                "profile": profile.get("name"),
                "is_fine": checks.can_collect(found) and system.allow_tokenization,
                "line_ids": [Command.create(line) for line in lines],
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Connection to Mollie"),
            "res_model": self._name,
            "res_id": check.id,
            "view_mode": "form",
            "target": "new",
        }

    @api.model
    def _get_methods(self, provider, sequence):
        """Return Mollie's names of the methods that are switched on for such payments."""
        data = provider._send_api_request(
            "GET", "/methods", params={"sequenceType": sequence}
        )
        rows = (data.get("_embedded") or {}).get("methods") or []
        return {row["id"] for row in rows}

    @api.model
    def _prepare_line(self, finding, profile):
        """Return the row of one method."""
        links = profile.get("_links") or {}
        dashboard = (links.get("dashboard") or {}).get("href") or DASHBOARD
        places = {
            checks.AT_MOLLIE: self.env._(
                "Mollie's dashboard, Settings, Payment methods: switch it on."
            ),
            checks.IN_ODOO: self.env._(
                "Here, Configuration, Payment Methods of this provider: switch it on."
            ),
        }
        names = self._get_names()
        return {
            "name": names[finding.name],
            "is_fine": finding.is_fine,
            "place": not finding.is_fine and places[finding.place],
            "url": dashboard if finding.place == checks.AT_MOLLIE else False,
        }

    @api.model
    def _get_names(self):
        """Return what people call the methods that Mollie names."""
        return {
            checks.DEBIT: self.env._("SEPA Direct Debit, after iDEAL etc."),
            checks.CARD: self.env._("Card"),
            "ideal": "iDEAL",
            "bancontact": "Bancontact",
            "belfius": "Belfius",
            "kbc": "KBC/CBC",
            "eps": "EPS",
            checks.PAYPAL: "PayPal",
        }

    @api.model
    def _prepare_settings(self, provider):
        """Return the rows of what is set in Odoo, beside the methods."""
        reachable = checks.is_reachable(provider.get_base_url())
        facts = [
            (
                self.env._("Payment methods are stored"),
                provider.allow_tokenization,
                self.env._("Here, Configuration: Allow Saving Payment Methods."),
            ),
            (
                self.env._("Customers see it"),
                provider.state != "disabled" and provider.is_published,
                self.env._("Here: enable and publish it."),
            ),
            (
                self.env._("Mollie can call this server"),
                reachable,
                self.env._("System parameter web.base.url: not reached from outside."),
            ),
        ]
        return [
            {"name": name, "is_fine": fine, "place": not fine and place}
            for name, fine, place in facts
        ]


class SubscriptionMollieCheckLine(models.TransientModel):
    _name = "subscription.mollie.check.line"
    _description = "Finding about Mollie"

    check_id = fields.Many2one(
        "subscription.mollie.check", required=True, readonly=True, ondelete="cascade"
    )
    name = fields.Char(string="What", readonly=True)
    is_fine = fields.Boolean(string="Fine", readonly=True)
    place = fields.Char(string="Where to Change It", readonly=True)
    url = fields.Char(string="Link", readonly=True)
