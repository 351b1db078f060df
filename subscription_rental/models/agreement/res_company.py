import pytz

from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.base.models.res_partner import _tz_get

MANAGER = "subscription_rental.group_manager"

# How the subscriptions of a customer that are billed on one day come on invoices.
SHARING = [
    ("separate", "One invoice per subscription"),
    ("site", "One invoice per delivery address"),
    ("customer", "One invoice for all"),
]


class ResCompany(models.Model):
    """How this company rents.

    Every page of Odoo reads its company: settings of ours that few need are read apart
    from it, together (`prefetch`), here and in later rooms.
    """

    _inherit = "res.company"

    subscription_tz = fields.Selection(
        _tz_get,
        string="Billing Time Zone",
        compute="_compute_subscription_tz",
        store=True,
        readonly=False,
        precompute=True,
        required=True,
        help="The day of billing begins and ends in this time zone.",
    )
    subscription_backlog_limit = fields.Integer(
        string="Missed Periods Billed by Themselves",
        default=3,
        help="More missed periods of one subscription wait for a person's release; "
        "0 bills any number.",
        prefetch="subscription",
    )
    subscription_journal_id = fields.Many2one(
        "account.journal",
        string="Journal of Subscriptions",
        domain="[('type', '=', 'sale'), ('company_id', 'parent_of', id)]",
        help="Where invoices of subscriptions are booked, unless their plan says "
        "otherwise; empty: the first sales journal.",
        prefetch="subscription",
    )
    subscription_deposit_account_id = fields.Many2one(
        "account.account",
        string="Account of Deposits",
        domain="[('account_type', 'in', ('liability_current', 'liability_non_current'))]",
        check_company=True,
        help="The liability account on which security deposits stand.",
        prefetch="subscription",
    )
    subscription_owner_id = fields.Many2one(
        "res.users",
        string="Who Is Told",
        domain="[('share', '=', False), ('company_ids', 'in', id)]",
        help="Gets the tasks about subscriptions that have neither a salesperson nor a "
        "team leader who still works here; empty: the first manager of subscriptions.",
        prefetch="subscription",
    )
    subscription_confirmation_mail = fields.Boolean(
        string="Confirmation E-mail",
        default=True,
        help="A customer who subscribes is told plan, price, term and start.",
        prefetch="subscription",
    )
    subscription_require_email = fields.Boolean(
        string="E-mail Is Required", default=True, prefetch="subscription"
    )
    subscription_require_phone = fields.Boolean(
        string="Phone Is Required", prefetch="subscription"
    )
    subscription_require_address = fields.Boolean(
        string="Address Is Required", default=True, prefetch="subscription"
    )
    subscription_require_vat = fields.Boolean(
        string="Tax ID Is Required", prefetch="subscription"
    )
    subscription_prices_shown = fields.Selection(
        [
            ("consumers", "With taxes to consumers, without them to companies"),
            ("included", "With taxes"),
            ("excluded", "Without taxes"),
        ],
        string="Prices Shown to Customers",
        default="consumers",
        required=True,
        help="In the portal, in e-mails and in the contract. A tax ID makes it a company.",
    )
    subscription_invoice_sharing = fields.Selection(
        SHARING,
        string="Several Subscriptions of One Customer",
        default="separate",
        required=True,
        help="A customer's own setting comes first.",
        prefetch="subscription",
    )
    _subscription_backlog_limit_positive = models.Constraint(
        "CHECK(subscription_backlog_limit >= 0)",
        "The number of missed periods cannot be negative.",
    )

    @api.constrains("subscription_journal_id")
    def _check_subscription_journal(self):
        for company in self:
            journal = company.subscription_journal_id
            known = journal.company_id in company.parent_ids
            if journal and (not known or journal.type != "sale"):
                raise ValidationError(
                    self.env._(
                        "%(journal)s is no sales journal of %(company)s: choose one.",
                        journal=journal.display_name,
                        company=company.display_name,
                    )
                )

    @api.constrains("subscription_owner_id")
    def _check_subscription_owner(self):
        for company in self.sudo():
            owner = company.subscription_owner_id
            if owner and (owner.share or company not in owner.company_ids):
                raise ValidationError(
                    self.env._(
                        "%(user)s does not work in %(company)s: choose somebody who does.",
                        user=owner.display_name,
                        company=company.display_name,
                    )
                )

    @api.depends("partner_id")
    def _compute_subscription_tz(self):
        for company in self.filtered(lambda company: not company.subscription_tz):
            company.subscription_tz = company._get_default_tz()

    def _get_default_tz(self):
        """Return the time zone of the company's calendar, partner or country, or UTC."""
        self.ensure_one()
        calendar = "resource_calendar_id" in self._fields and self.resource_calendar_id
        zones = pytz.country_timezones.get(self.country_id.code or "", [])
        known = [
            calendar and calendar.tz,
            self.partner_id.tz,
            zones[0] if len(zones) == 1 else False,
        ]
        # UTC is what calendars and contacts have that nobody has looked at.
        return next((zone for zone in known if zone and zone != "UTC"), "UTC")

    def _subscription_today(self):
        """Return the day that it is for this company's billing."""
        self.ensure_one()
        zone = pytz.timezone(self.subscription_tz or "UTC")
        now = pytz.utc.localize(fields.Datetime.now())
        return now.astimezone(zone).date()

    def _shows_taxes_to(self, customer):
        """Return whether this company shows prices with taxes to `customer` (PO3)."""
        self.ensure_one()
        rule = self.subscription_prices_shown
        consumer = customer._is_rental_consumer()
        return rule == "included" or (rule == "consumers" and consumer)

    def _get_subscription_manager(self, without=()):
        """Return the first manager of subscriptions who works in these companies.

        :param without: users who are about to leave
        """
        manager = self.env.ref(MANAGER)
        found = self.env["res.users"].sudo()
        return found.search(
            [
                ("all_group_ids", "in", manager.ids),
                ("company_ids", "in", self.ids),
                ("share", "=", False),
                ("id", "not in", [user.id for user in without]),
            ],
            order="id",
            limit=1,
        )
