from odoo import api, fields, models
from odoo.tools import get_lang, ormcache

from ...billing import consumer_law

# The acts that a link in a mail leads to.
ACTIONS = ("cancel", "withdraw")


class ResCompany(models.Model):
    """How long links work, and what the buttons say that end a contract (PO4)."""

    _inherit = "res.company"

    subscription_link_days = fields.Integer(
        string="Days That Links Work",
        default=365,
        help="A link in a mail opens the customer's page without a password, for so many "
        "days; 0 is for ever.",
        prefetch="subscription",
    )
    subscription_label_cancel = fields.Char(
        string="To Cancel",
        translate=True,
        help="What the link to cancel says. Empty: the words of the country's law, in the "
        "customer's language.",
        prefetch="subscription",
    )
    subscription_label_confirm_cancel = fields.Char(
        string="To Confirm the Cancellation", translate=True, prefetch="subscription"
    )
    subscription_label_withdraw = fields.Char(
        string="To Withdraw",
        translate=True,
        help="What the link to withdraw from the contract says.",
        prefetch="subscription",
    )
    subscription_label_confirm_withdrawal = fields.Char(
        string="To Confirm the Withdrawal", translate=True, prefetch="subscription"
    )
    subscription_cancel_law = fields.Char(
        string="What the Law Asks of Cancelling", compute="_compute_subscription_cancel_law"
    )
    _subscription_link_days_positive = models.Constraint(
        "CHECK(subscription_link_days >= 0)", "Links cannot work for less than 0 days."
    )

    @api.depends("country_id")
    @api.depends_context("lang")
    def _compute_subscription_cancel_law(self):
        for company in self:
            law = consumer_law.LAWS.get(company.country_id.code)
            company.subscription_cancel_law = (
                self.env._(
                    "Consumers cancel online, whatever a plan says: %(source)s. The "
                    "minimum term decides the day still.",
                    source=law.source,
                )
                if law
                else self.env._(
                    "No such rule is known for this country: the plan decides whether "
                    "customers cancel online."
                )
            )

    def _get_public_endings(self):
        """Return what customers of this company may do without login, for its links."""
        self.ensure_one()
        country = self._read_country_code(self.sudo().partner_id.country_id.id)
        return ACTIONS if consumer_law.is_under_directive(country) else ()

    def _get_law_label(self, name):
        """Return what the button `name` of `consumer_law.LABELS` says to the visitor.

        The company's own words count in the language in which they were written.
        """
        self.ensure_one()
        company = self.sudo()
        field = self._fields[f"subscription_label_{name}"]
        language = get_lang(self.env).code
        # Each page asks: the database is asked only where there are words of its own.
        own = company[field.name] and field._get_stored_translations(company)
        country = self._read_country_code(company.partner_id.country_id.id)
        return consumer_law.label(name, country, language, own)

    @api.model
    @ormcache("country_id", cache="stable")
    def _read_country_code(self, country_id):
        """Return the code of a country, or False: each page of a website asks for it.

        Odoo empties this cache where the code of a country is changed.
        """
        return self.env["res.country"].sudo().browse(country_id).code
