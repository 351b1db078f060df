from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...billing.alignment import Alignment
from ...billing.errors import (
    InvalidAlignment,
    InvalidInterval,
    InvalidSeason,
    InvalidTerms,
)
from ...billing.interval import LONGEST, Interval
from ...billing.terms import Terms
from ...words import format_interval


class SubscriptionTermsMixin(models.AbstractModel):
    """Terms of time and money: offered by a plan, frozen in a subscription."""

    _name = "subscription.terms.mixin"
    _description = "Commercial Terms of a Subscription"
    _inherit = ["subscription.listed.mixin", "subscription.kept.mixin"]

    interval_count = fields.Integer(
        string="Billed Every",
        default=1,
        required=True,
        help="One bill for so many days, weeks, months or years, e.g. every 3 months.",
        agreed=True,
    )
    interval_unit = fields.Selection(
        [("day", "Days"), ("week", "Weeks"), ("month", "Months"), ("year", "Years")],
        string="Unit",
        default="month",
        required=True,
        agreed=True,
    )
    billing_timing = fields.Selection(
        [("advance", "In advance"), ("arrears", "In arrears")],
        string="Billed",
        default="advance",
        required=True,
        help="In advance: at the start of each period. In arrears: at its end.",
        agreed=True,
    )
    invoice_lead_days = fields.Integer(
        string="Invoice Lead Time",
        help="Invoice so many days before the period starts (in advance only), e.g. 5.",
        agreed=True,
    )
    trial_days = fields.Integer(
        string="Free Trial",
        help="Nothing is billed for so many days from the start, e.g. 7.",
        agreed=True,
    )
    term_count = fields.Integer(
        string="Term", help="Ends after so many intervals; 0 is open-ended.", agreed=True
    )
    renewal = fields.Selection(
        [
            ("none", "Ends"),
            ("automatic", "Renews by itself"),
            ("on_payment", "Renews when the customer pays"),
        ],
        string="At the End of the Term",
        default="none",
        required=True,
        help="When the customer pays: the next term is offered before the end; what is not "
        "paid by the end and its grace time is finished.",
        agreed=True,
    )
    renewal_count = fields.Integer(
        string="Renewed Each Time For",
        default=1,
        help="So many intervals each time; interval by interval is the careful choice.",
        agreed=True,
    )
    grace_days = fields.Integer(
        string="Grace Time",
        help="For so many days after the end it can still be renewed; then it is finished.",
        agreed=True,
    )
    commitment_count = fields.Integer(
        string="Minimum Term",
        help="The customer stays for so many intervals, e.g. 6 months; 0 is no commitment.",
        agreed=True,
    )
    early_fee_rule = fields.Selection(
        [
            ("none", "No fee"),
            ("fixed", "A fixed fee"),
            ("remaining", "A part of what is left"),
            ("refused", "Not possible before"),
        ],
        string="Fee for Leaving Early",
        default="none",
        required=True,
        help="What is charged to who ends it before the minimum term is over.",
        agreed=True,
    )
    early_fee_percent = fields.Float(
        string="Fee, as a Part of What Is Left",
        default=100.0,
        help="Percentage of the recurring price up to the end of the minimum term.",
        agreed=True,
    )
    proration = fields.Selection(
        [
            ("daily", "Day by day"),
            ("none", "Not at all: the new price from the next period on"),
            ("full", "In full: the new price for all of the period"),
        ],
        string="Changes in Mid-Period Are Billed",
        default="daily",
        required=True,
        help="How a change of plan, product, quantity or price is billed in the period "
        "that runs.",
        agreed=True,
    )
    pause_max_days = fields.Integer(
        string="Longest Pause",
        help="So many days in a year at most, e.g. 60; 0 is no limit.",
        agreed=True,
    )
    start_on_payment = fields.Boolean(
        string="Wait for the First Payment",
        help="It starts when the first invoice, made at the sale, is paid.",
        agreed=True,
    )
    start_on_handover = fields.Boolean(
        string="Wait for the Handover of Goods",
        help="It starts when the customer has the goods.",
        agreed=True,
    )
    alignment = fields.Selection(
        [("anniversary", "On the start day"), ("calendar", "On a calendar day")],
        string="Periods Begin",
        default="anniversary",
        required=True,
        help="On a calendar day, the first period is shorter and prorated.",
        agreed=True,
    )
    alignment_day = fields.Integer(
        string="Calendar Day",
        default=1,
        help="Day of the month; for weeks the weekday, 1 is Monday.",
        agreed=True,
    )
    alignment_month = fields.Selection(
        [
            ("1", "January"),
            ("2", "February"),
            ("3", "March"),
            ("4", "April"),
            ("5", "May"),
            ("6", "June"),
            ("7", "July"),
            ("8", "August"),
            ("9", "September"),
            ("10", "October"),
            ("11", "November"),
            ("12", "December"),
        ],
        string="Calendar Month",
        default="1",
        required=True,
        help="For intervals of several months or of years: one period begins in it.",
        agreed=True,
    )
    currency_id = fields.Many2one(
        "res.currency",
        required=True,
        default=lambda self: self.env.company.currency_id,
        ondelete="restrict",
        frozen=True,
    )
    setup_fee = fields.Monetary(help="Charged once, with the first invoice.", frozen=True)
    early_fee = fields.Monetary(string="Early-Termination Fee", frozen=True)
    deposit = fields.Monetary(
        string="Security Deposit",
        help="Asked at the start by a receipt, without tax, and given back at the end.",
        frozen=True,
    )
    _deposit_positive = models.Constraint(
        "CHECK(deposit IS NULL OR deposit >= 0)", "A deposit cannot be negative."
    )
    _early_fee_positive = models.Constraint(
        "CHECK(early_fee IS NULL OR early_fee >= 0)", "A fee cannot be negative."
    )
    _early_fee_percent_range = models.Constraint(
        "CHECK(early_fee_percent BETWEEN 0 AND 100)",
        "The part of what is left is from 0 to 100 %.",
    )
    _renewal_count_positive = models.Constraint(
        "CHECK(renewal_count > 0)", "A renewal lasts one interval or more."
    )
    _pause_max_days_positive = models.Constraint(
        "CHECK(pause_max_days >= 0)", "A limit of days cannot be negative."
    )
    _grace_days_positive = models.Constraint(
        "CHECK(grace_days >= 0)", "A grace time cannot be negative."
    )
    interval_display = fields.Char(
        string="Billing Interval", compute="_compute_interval_display"
    )

    @api.depends("interval_count", "interval_unit")
    @api.depends_context("lang")
    def _compute_interval_display(self):
        for record in self:
            record.interval_display = record._get_interval_name()

    def _get_interval_name(self):
        """Return the interval as people say it: *month*, *3 months*."""
        self.ensure_one()
        return format_interval(self.env, self.interval_count, self.interval_unit)

    @api.constrains(
        "interval_count",
        "interval_unit",
        "billing_timing",
        "invoice_lead_days",
        "trial_days",
        "term_count",
        "commitment_count",
        "alignment",
        "alignment_day",
        "alignment_month",
    )
    def _check_terms(self):
        for record in self:
            record._check_rules()

    def _check_rules(self):
        """Raise ValidationError, in a person's words, for terms that the rules refuse."""
        try:
            self._get_terms()
        except InvalidInterval as error:
            raise ValidationError(
                self.env._(
                    "A billing interval has from 1 to %(longest)s %(unit)s: "
                    "%(count)s is not possible.",
                    longest=LONGEST.get(self.interval_unit),
                    unit=dict(
                        self._fields["interval_unit"]._description_selection(self.env)
                    ).get(self.interval_unit),
                    count=self.interval_count,
                )
            ) from error
        except InvalidAlignment as error:
            raise ValidationError(self._alignment_message()) from error
        except InvalidSeason as error:
            raise ValidationError(self._get_season_message()) from error
        except InvalidTerms as error:
            raise ValidationError(self._terms_message()) from error

    def _alignment_message(self):
        if self.interval_unit == "day":
            return self.env._(
                "Intervals of days follow no calendar: let periods begin on the start day."
            )
        if self.interval_unit == "week":
            return self.env._("For weeks, the calendar day is from 1 (Monday) to 7.")
        return self.env._(
            "No period can begin on day %(day)s of the chosen months: choose a day from "
            "1 to 28 to be on the safe side.",
            day=self.alignment_day,
        )

    def _terms_message(self):
        if self.billing_timing == "arrears" and self.invoice_lead_days > 0:
            return self.env._(
                "An invoice in arrears has no lead time: set it to 0, or bill in advance."
            )
        if 0 < self.term_count < self.commitment_count:
            return self.env._("The minimum term cannot be longer than the term.")
        return self.env._("Trial, terms and invoice lead time cannot be negative.")

    def _get_terms(self):
        """Return the `Terms` that the rules work with."""
        self.ensure_one()
        return Terms(
            interval=self._get_interval(),
            timing=self.billing_timing,
            lead_days=self.invoice_lead_days,
            trial_days=self.trial_days,
            term_count=self.term_count,
            commitment_count=self.commitment_count,
            alignment=self._get_alignment(),
            months=self._get_months(),
        )

    def _get_interval(self):
        self.ensure_one()
        return Interval(self.interval_count, self.interval_unit)

    def _get_alignment(self):
        if self.alignment == "anniversary":
            return None
        return Alignment(self.alignment_day, int(self.alignment_month))
