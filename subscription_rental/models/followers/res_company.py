from odoo import api, fields, models

from ...billing import renewal_notice


class ResCompany(models.Model):
    """When the customers of a company are told of tacit renewals (PL3)."""

    _inherit = "res.company"

    subscription_renewal_notice = fields.Selection(
        [
            ("law", "As the law of its country asks"),
            ("own", "So many days before"),
        ],
        string="Notice of Tacit Renewals",
        default="law",
        required=True,
        help="Customers are told by e-mail that a term renews by itself; a plan may say "
        "otherwise.",
        prefetch="subscription",
    )
    subscription_renewal_notice_days = fields.Integer(
        string="Days of Notice",
        default=30,
        help="Before the last day to refuse the renewal; 0: nobody is told. Where a law "
        "knows a window, consumers are told within it.",
        prefetch="subscription",
    )
    subscription_renewal_law = fields.Char(
        string="What the Law Asks", compute="_compute_subscription_renewal_law"
    )
    _subscription_renewal_notice_range = models.Constraint(
        "CHECK(subscription_renewal_notice_days BETWEEN 0 AND 366)",
        "A notice is given from 0 to 366 days before.",
    )

    @api.depends("country_id")
    @api.depends_context("lang")
    def _compute_subscription_renewal_law(self):
        sentences = self._get_renewal_law_sentences()
        for company in self:
            company.subscription_renewal_law = sentences.get(
                company.country_id.code,
                self.env._("No such notice is known for this country: nobody is told."),
            )

    @api.model
    def _get_renewal_law_sentences(self):
        """Return {country: what its law asks, and where that stands}."""
        return {
            "FR": self.env._(
                "France, Code de la consommation, L215-1: consumers are told between three "
                "months and one month before the last day to refuse; without a choice of "
                "yours, 60 days before."
            ),
            "BE": self.env._(
                "Belgium, Code of economic law, VI.91, by a bill of November 2025 (verify "
                "its final text): at least 15 days before the last day to refuse; without "
                "a choice of yours, 30 days before."
            ),
            "DE": self.env._(
                "Germany, section 309 no. 9 of the Civil Code (BGB): no notice, but "
                "consumers are renewed for an indefinite time only, and leave with one "
                "month's notice; mere rent is not covered. Renew month by month."
            ),
            "NL": self.env._(
                "Netherlands, article 6:236 sub j of the Civil Code: no notice, but "
                "consumers are renewed for an indefinite time only, and leave on any day "
                "with one month's notice. Renew month by month."
            ),
        }

    def _get_renewal_law(self):
        """Return the `Law` of the company's country; None if it asks for no notice."""
        self.ensure_one()
        return renewal_notice.LAWS.get(self.country_id.code)

    def _get_renewal_notice_days(self):
        """Return how many days before customers are told, unless a plan says otherwise."""
        self.ensure_one()
        if self.subscription_renewal_notice == "own":
            return self.subscription_renewal_notice_days
        law = self._get_renewal_law()
        return law.days if law else 0
