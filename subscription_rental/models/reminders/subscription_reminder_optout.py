import binascii

from psycopg2.errors import UniqueViolation

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import email_normalize, hash_sign, verify_hash_signed

SCOPE = "subscription_rental.reminder_optout"
PATH = "/subscription/reminders"
BY_LINK = "link"
BY_CLERK = "clerk"


class SubscriptionReminderOptout(models.Model):
    """A customer wants no reminders from a company, until that is taken back (DD9).

    The rows stay, so that it can be told when and how it was said.
    """

    _name = "subscription.reminder.optout"
    _description = "Opt-out of Reminders"
    _inherit = ["subscription.kept.mixin"]
    _order = "said_on desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        index=True,
        ondelete="cascade",
        check_company=True,
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    address = fields.Char(
        string="Email",
        readonly=True,
        copy=False,
        help="Other contacts with this address get no reminders, either.",
    )
    said_on = fields.Date(
        required=True,
        readonly=True,
        copy=False,
        default=lambda self: self.env.company._subscription_today(),
    )
    said_by = fields.Selection(
        [(BY_LINK, "By the link in an e-mail"), (BY_CLERK, "Written down by us")],
        required=True,
        readonly=True,
        copy=False,
        default=BY_CLERK,
    )
    told_how = fields.Char(help="How the customer told us.")
    taken_back_on = fields.Date(readonly=True, copy=False)
    taken_back_by_id = fields.Many2one(
        "res.users", string="Taken Back By", readonly=True, copy=False, ondelete="set null"
    )
    _once = models.UniqueIndex(
        "(company_id, partner_id) WHERE taken_back_on IS NULL",
        "This customer wants no reminders already.",
    )
    _email_idx = models.Index("(company_id, address) WHERE taken_back_on IS NULL")

    @api.model_create_multi
    def create(self, vals_list):
        """Keep the address that the customer had then, unless a link names another."""
        rows = super().create(vals_list)
        for row in rows.filtered(lambda one: not one.address):
            row._write_kept({"address": row.partner_id.email_normalized})
        return rows

    def action_take_back(self):
        """Let these customers have reminders again; the rows stay."""
        # Whoever may write such a wish down may take it back.
        self.check_access("create")
        for row in self.filtered(lambda one: not one.taken_back_on):
            row._write_kept(
                {
                    "taken_back_on": row.company_id._subscription_today(),
                    "taken_back_by_id": self.env.user.id,
                }
            )

    # === who did === #

    @api.model
    def _living_domain(self, company, partners):
        """Return the domain of what these customers of `company` said, or their address."""
        addresses = [one for one in partners.mapped("email_normalized") if one]
        return (
            Domain("company_id", "=", company.id)
            & Domain("taken_back_on", "=", False)
            & (
                Domain("partner_id", "in", partners.ids)
                | Domain("address", "in", addresses)
            )
        )

    @api.model
    def _get_silent(self, company, partners):
        """Return those of `partners` who want no reminders from `company`."""
        # Whoever sends reminders need not see who said what.
        rows = self.sudo().search(self._living_domain(company, partners))
        addresses = set(filter(None, rows.mapped("address")))
        return partners.filtered(
            lambda one: (
                one in rows.partner_id
                or one.email_normalized in addresses
                or one.is_blacklisted
            )
        )

    # === the link === #

    @api.model
    def _get_stop_url(self, company, partner):
        """Return the link with which `partner` opts out of reminders of `company`."""
        env = self.sudo().env
        token = hash_sign(env, SCOPE, [company.id, partner.id, partner.email_normalized])
        return f"{company.get_base_url()}{PATH}/{token}"

    @api.model
    def _read_stop_token(self, token):
        """Return (company, customer, address) of a link; nothing if it is not ours."""
        env = self.sudo().env
        try:
            found = verify_hash_signed(env, SCOPE, token)
        except (ValueError, IndexError, binascii.Error):
            return None
        if not found:
            return None
        company = env["res.company"].browse(found[0]).exists()
        partner = self._find_mailed(found[1], found[2])
        return (company, partner, found[2]) if company and partner else None

    @api.model
    def _find_mailed(self, partner_id, address):
        """Return the customer of a link; another with that address if it was merged."""
        partners = self.sudo().env["res.partner"]
        partner = partners.browse(partner_id).exists()
        if partner or not address:
            return partner
        twins = partners.with_context(active_test=False)
        return twins.search([("email_normalized", "=", address)], order="id", limit=1)

    @api.model
    def _merge_wishes(self, first, others):
        """Take back what `others` said who are about to become `first`, who said it, too.

        One that lives stays for each company: they become one customer.
        """
        # Whoever merges contacts need not look after reminders.
        living = self.sudo().search(
            [("partner_id", "in", (first | others).ids), ("taken_back_on", "=", False)]
        )
        for company, said in living.grouped("company_id").items():
            kept = said.sorted(lambda one: (one.partner_id != first, one.id))[:1]
            (said - kept)._write_kept(
                {
                    "taken_back_on": company._subscription_today(),
                    "taken_back_by_id": self.env.user.id,
                }
            )
        self.flush_model()

    @api.model
    def _opt_out(self, company, partner, email):
        """Write down that `partner` followed the link in a mail to `email`; once."""
        living = self._living_domain(company, partner)
        known = self.sudo().search(Domain("partner_id", "=", partner.id) & living)
        if known:
            return known
        said = {
            "company_id": company.id,
            "partner_id": partner.id,
            "address": email_normalize(email),
            "said_on": company._subscription_today(),
            "said_by": BY_LINK,
        }
        try:
            with self.env.cr.savepoint():
                return self._create_kept([said])
        except UniqueViolation:
            # Of two clicks at the same moment the other one has said it.
            return self.browse()
