from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...billing import acts, lifecycle, selling
from ...locking import lock


class SubscriptionSubscription(models.Model):
    """What a subscription waits for before it starts: a date, a payment, a handover."""

    _inherit = "subscription.subscription"

    date_paid = fields.Date(
        string="First Payment On", readonly=True, copy=False, tracking=True, kept=True
    )
    date_handed_over = fields.Date(
        string="Handed Over On", readonly=True, copy=False, tracking=True, kept=True
    )
    is_waiting = fields.Boolean(
        compute="_compute_is_waiting",
        store=True,
        help="A payment or a handover is to come before it can start.",
    )
    waits_for = fields.Char(compute="_compute_waits_for")
    is_to_hand_over = fields.Boolean(
        string="To Hand Over",
        compute="_compute_is_to_hand_over",
        search="_search_is_to_hand_over",
        help="Somebody is to give the goods to the customer, with serial numbers or not.",
    )

    @api.depends(
        "start_on_payment", "start_on_handover", "date_paid", "date_handed_over", "state"
    )
    def _compute_is_waiting(self):
        for subscription in self:
            met, _day = subscription._get_start()
            subscription.is_waiting = not met and subscription.state in lifecycle.WAITING

    @api.model
    def _to_hand_over_domain(self):
        """Return the domain of what waits to be handed over; overrides leave some out."""
        return (
            Domain("state", "=", lifecycle.SCHEDULED)
            & Domain("start_on_handover", "=", True)
            & Domain("date_handed_over", "=", False)
        )

    @api.depends("state", "start_on_handover", "date_handed_over")
    def _compute_is_to_hand_over(self):
        waiting = self.filtered_domain(self._to_hand_over_domain())
        for subscription in self:
            subscription.is_to_hand_over = subscription in waiting

    def _search_is_to_hand_over(self, operator, value):
        if operator != "in":
            return NotImplemented
        waiting = self._to_hand_over_domain()
        return Domain.OR([waiting if flag else ~waiting for flag in value])

    @api.depends("is_waiting", "date_paid", "is_to_hand_over", "cancel_date")
    def _compute_alert(self):
        return super()._compute_alert()

    def _get_alerts(self):
        """Add the alerts for what it waits for, and for an end that was asked for."""
        unpaid = self.start_on_payment and not self.date_paid
        facts = {
            "to_pay": self.state == lifecycle.SCHEDULED and unpaid,
            "hand_over": self.is_to_hand_over and not unpaid,
            "leaves": self.cancel_date and self.state not in lifecycle.CLOSED,
        }
        return super()._get_alerts() | {name for name, fact in facts.items() if fact}

    @api.depends("is_waiting", "state", "date_paid", "date_handed_over", "date_start")
    @api.depends_context("lang")
    def _compute_waits_for(self):
        for subscription in self:
            subscription.waits_for = subscription._get_waits_for()

    def _get_start(self):
        """Return (whether all conditions of the start are met, the day of the start)."""
        self.ensure_one()
        return selling.starts_on(
            self.date_start or None,
            paid=(self.start_on_payment, self.date_paid or None),
            handed_over=(self.start_on_handover, self.date_handed_over or None),
        )

    def _is_start_due(self):
        """Return whether the conditions of the start are met, and its day has come."""
        self.ensure_one()
        met, day = self._get_start()
        return met and (not day or day <= self.company_id._subscription_today())

    def _get_waits_for(self):
        """Return what the scheduled subscription waits for, as a sentence; or nothing."""
        self.ensure_one()
        if self.state != lifecycle.SCHEDULED:
            return ""
        payment = self.start_on_payment and not self.date_paid
        handover = self.start_on_handover and not self.date_handed_over
        if payment:
            return (
                self.env._("Waits for its first payment, and to be handed over")
                if handover
                else self.env._("Waits for its first payment")
            )
        if handover:
            return (
                self.env._("Paid, to hand over")
                if self.start_on_payment
                else self.env._("To hand over")
            )
        return self.env._(
            "Waits for its start on %(day)s", day=self._show_day("date_start")
        )

    def action_hand_over(self):
        """Note the handover of the goods today; start subscriptions that waited for it."""
        self.check_access("write")
        lock(self.sudo())
        for subscription in self:
            subscription._check_handover()
            today = subscription.company_id._subscription_today()
            subscription._write_kept({"date_handed_over": today})
            subscription._try_to_start(today)

    def _check_handover(self):
        self.ensure_one()
        self._check_act(acts.HAND_OVER)
        unpaid = self.start_on_payment and not self.date_paid
        if unpaid and not self.env.user.has_group("subscription_rental.group_manager"):
            raise UserError(
                self.env._(
                    "%(name)s is not paid yet: a manager has to consent to the handover.",
                    name=self.display_name,
                )
            )

    def _note_payment(self, day):
        """Note the first payment on `day`; start the subscriptions that waited for it."""
        for subscription in self.filtered("start_on_payment"):
            if subscription.date_paid or subscription.is_closed:
                continue
            # A payment is a fact: whoever registered it need not know subscriptions.
            subscription._write_kept({"date_paid": day})
            subscription._try_to_start(day)

    def _try_to_start(self, today):
        """Start scheduled subscriptions with all conditions met, if their day has come."""
        for subscription in self:
            met, day = subscription._get_start()
            if not met or subscription.state != lifecycle.SCHEDULED:
                continue
            subscription._write_kept({"date_start": day})
            if day <= today:
                subscription._start(day)

    def _send_confirmation(self):
        """E-mail these subscriptions' customers a confirmation, if the company does so."""
        template = self.env.ref(
            "subscription_rental.mail_template_confirmation", raise_if_not_found=False
        )
        for subscription in self:
            told = subscription.company_id.subscription_confirmation_mail
            if template and told and subscription.partner_id.email:
                # Clerks subscribe customers without reading templates.
                template.sudo().send_mail(subscription.id)
