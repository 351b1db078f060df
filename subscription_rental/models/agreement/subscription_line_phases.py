from odoo import api, fields, models
from odoo.tools.misc import format_date, formatLang

from ...billing import lifecycle, phases
from ...billing.errors import InvalidPhases
from .subscription_phases import HELP


class SubscriptionLine(models.Model):
    """The phases of a subscription line: before the start a text, then its versions."""

    _inherit = "subscription.line"

    phases = fields.Char(
        compute="_compute_phases", store=True, readonly=False, precompute=True, help=HELP
    )
    next_line_ids = fields.One2many("subscription.line", "previous_line_id", readonly=True)
    phase_number = fields.Integer(
        readonly=True, copy=False, help="Which of its prices this is; 0: there is but one."
    )
    phase_periods = fields.Integer(
        readonly=True, copy=False, help="For so many whole periods; 0: from then on."
    )
    phase_start = fields.Date(readonly=True, copy=False, help="The first day of the phase.")
    phase_waits = fields.Boolean(
        readonly=True, copy=False, help="It is laid out ahead: its first bill is to come."
    )
    quantity_from = fields.Date(
        readonly=True,
        copy=False,
        help="The first day of its quantity and discount, whenever its phase begins.",
    )
    is_going_on = fields.Boolean(
        compute="_compute_is_going_on",
        store=True,
        help="It has no end, or only another price follows: the contract has it now.",
    )
    price_sentence = fields.Char(string="Prices", compute="_compute_price_sentence")

    @api.depends("product_id")
    def _compute_phases(self):
        for line in self:
            subscription = line.subscription_id
            is_draft = subscription.state == "draft" and bool(line.product_id)
            line.phases = is_draft and subscription.plan_id._get_phases(
                line.product_id,
                subscription.currency_id,
                subscription.company_id,
                subscription.date_start,
                line.product_uom_id,
            )

    @api.depends("date_to", "phase_waits", "next_line_ids.phase_waits")
    def _compute_is_going_on(self):
        for line in self:
            goes_on = not line.date_to or any(line.next_line_ids.mapped("phase_waits"))
            line.is_going_on = goes_on and not line.phase_waits

    @api.constrains("phases")
    def _check_line_phases(self):
        for line in self:
            line.subscription_id._check_phases(line.phases, signed=line.price_unit < 0)

    @api.depends("phases", "price_unit", "phase_number", "date_to", "next_line_ids.date_to")
    @api.depends_context("lang")
    def _compute_price_sentence(self):
        for line in self:
            line.price_sentence = line._get_price_sentence(line._show_line_price)

    def _show_line_price(self, price):
        return formatLang(self.env, price, currency_obj=self.currency_id)

    def _show_price_to_customer(self, price):
        """Return `price` as text, as the customer is shown prices."""
        return self._show_line_price(self._get_line_price_shown(price))

    def _get_sentences_beside_price(self):
        """Return what else the price per interval means, as sentences: its steps.

        Runs wherever customers are told what they agreed on; an override adds sentences.
        """
        self.ensure_one()
        steps = self._get_price_sentence(self._show_price_to_customer)
        return [steps] if steps else []

    def _get_typed_steps(self):
        """Return the prices of this line as they were typed, one after the other."""
        self.ensure_one()
        agreed = phases.parsed(self.phases or "", signed=self.price_unit < 0)
        return phases.steps(agreed, self.price_unit, self.currency_id.rounding or 0.01)

    def _get_price_sentence(self, show):
        """Return the prices of this line from now on; '' where there is but one.

        :param show: called with a price, returns it as it is shown to the reader
        """
        self.ensure_one()
        subscription = self.subscription_id
        versions = self + self._get_coming()
        if len(versions) > 1 and subscription.state not in lifecycle.WAITING:
            return subscription._join_steps(
                [version._get_dated_part(show) for version in versions]
            )
        try:
            steps = (
                self._get_laid_out_steps() if len(versions) > 1 else self._get_typed_steps()
            )
        except InvalidPhases:
            # The form is being typed in: saving it says what is wrong.
            return ""
        return subscription._get_steps_sentence(steps, show) if len(steps) > 1 else ""

    def _get_dated_part(self, show):
        """Return the price of this version, and up to which day it holds."""
        price = show(self.price_unit) if self.price_unit else self.env._("free")
        if not self.date_to or not self._get_coming():
            return price
        day = fields.Date.subtract(self.date_to, days=1)
        return self.env._(
            "%(price)s up to %(day)s", price=price, day=format_date(self.env, day)
        )

    def _get_coming(self):
        """Return the versions of this line that are laid out ahead, the next one first."""
        coming, version = self.browse(), self
        while version := version.next_line_ids.filtered("phase_waits")[:1]:
            coming += version
        return coming

    def _get_following_phases(self):
        """Return the versions after this one that have its next prices, in their order.

        Some may be billed already, ahead of their first day.
        """
        self.ensure_one()
        found, version = self.browse(), self

        def follows(one):
            later = one.phase_number > version.phase_number
            return later and one.date_from == version.date_to

        while following := version.next_line_ids.filtered(follows)[:1]:
            found, version = found + following, following
        return found

    def _get_laid_out_steps(self):
        """Return the prices of this version and of those laid out after it."""
        versions = self + self._get_coming()
        return [
            phases.Step(version.phase_periods or None, phases.exact(version.price_unit))
            for version in versions
        ]

    def _get_unfolded_vals(self):
        """Return price and phases of this line as they are typed before a start."""
        self.ensure_one()
        coming = self._get_coming()
        if not coming:
            return {"phases": self.phases}
        *first, last = self._get_laid_out_steps()
        agreed = [phases.Phase(step.periods, price=step.price) for step in first]
        return {"phases": phases.written(agreed), "price_unit": float(last.price)}

    def _get_phase_vals(self):
        """Return what of this version's phase passes on to one that takes its place."""
        self.ensure_one()
        names = ("phase_number", "phase_periods", "phase_start", "phase_waits")
        return {name: self[name] for name in names}
