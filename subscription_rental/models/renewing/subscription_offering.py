from dataclasses import replace

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import format_date

from ...billing import lifecycle
from ...billing.renewal_offer import LONGEST_OFFER, OfferedTerm
from .subscription_renewal_offer import OPEN

# More intervals no term has.
LONGEST_TERM = 1200


class SubscriptionSubscription(models.Model):
    """Offering the next term to a customer who renews by paying (PL3, LC5)."""

    _inherit = "subscription.subscription"

    # === when === #

    def _get_offered_term(self, start=None, end=None):
        """Return the `OfferedTerm` that ends on `date_end`, unless other days are given."""
        self.ensure_one()
        return OfferedTerm(
            replace(self._get_timeline(), end=end or self.date_end),
            start=start or self.term_start or self.date_start,
            intervals=self._get_renewal_intervals(),
            grace_days=self.grace_days,
        )

    @api.model
    def _offerable_domain(self, company):
        """Return the domain of what is billed to the end of a term that may be renewed."""
        return [
            ("company_id", "=", company.id),
            ("renewal", "=", "on_payment"),
            ("state", "=", lifecycle.ACTIVE),
            ("cancel_date", "=", False),
            ("date_end", "!=", False),
            # Who has not had the bills of the present term is not asked for the next one.
            ("next_billing_date", "=", False),
        ]

    @api.model
    def _get_to_offer(self, company, today):
        """Return the subscriptions of `company` whose next term is to be offered."""
        found = self.search(
            [
                *self._offerable_domain(company),
                ("date_end", "<=", fields.Date.add(today, days=LONGEST_OFFER)),
                ("finish_date", ">", today),
            ],
            order="date_end, id",
        )
        known = self.env["subscription.renewal.offer"]._get_answered(found)
        return (found - known).filtered(
            lambda one: (
                one._get_offered_term().offer_day(one.plan_id.renewal_offer_days) <= today
            )
        )

    # === what === #

    def _get_offered_shares(self, term):
        """Return [(line, part, share, price)] of the new term's first period.

        Prices are per interval, as they are planned for that day.
        """
        self.ensure_one()
        timeline = replace(term.timeline, end=term.renewed_end())
        period = term.first_period()
        planned = self._get_planned_prices(period)
        return [
            (
                line,
                period.overlap(line.date_from or None, line.date_to or None),
                share,
                float(planned.get(line, line.price_unit)),
            )
            for line, share in self._get_shares(timeline, period)
        ]

    def _get_offered_amount(self, term):
        """Return what the first period of the new term costs, with taxes."""
        self.ensure_one()
        base_lines = [
            line._prepare_base_line(
                line._get_unit_price(share, price), line.quantity, line.discount
            )
            for line, _part, share, price in self._get_offered_shares(term)
        ]
        return float(self._get_tax_totals(base_lines)[1])

    def _prepare_offered_order_lines(self, term):
        """Return the lines of a quotation of the new term's first period."""
        self.ensure_one()
        whole = self._get_slot_days(term.first_period(), "billed")
        return [
            {
                "product_id": line.product_id.id,
                "name": line._get_invoice_line_name(part, whole, share),
                "product_uom_qty": line.quantity,
                "product_uom_id": line.product_uom_id.id,
                "price_unit": (due := float(line._get_unit_price(share, price))),
                "technical_price_unit": due,
                "discount": line.discount,
                "rental_plan_id": self.plan_id.id,
                "rental_price_unit": price,
                # Who renews is no new customer.
                "rental_phases": False,
                "analytic_distribution": line.analytic_distribution,
                **line._prepare_tax_vals(),
            }
            for line, part, share, price in self._get_offered_shares(term)
        ]

    def _prepare_offered_invoice_lines(self, term):
        """Return the lines of an invoice of the new term's first period.

        They belong to no period and no subscription yet: nobody owes them.
        """
        self.ensure_one()
        whole = self._get_slot_days(term.first_period(), "billed")
        return [
            {
                "product_id": line.product_id.id,
                "name": line._get_invoice_line_name(part, whole, share),
                "quantity": line.quantity,
                "product_uom_id": line.product_uom_id.id,
                "price_unit": float(line._get_unit_price(share, price)),
                "discount": line.discount,
                "rental_line_id": line.id,
                "rental_first_day": part.start,
                "rental_last_day": part.last_day,
                "analytic_distribution": line.analytic_distribution,
                **line._prepare_tax_vals(),
            }
            for line, part, share, price in self._get_offered_shares(term)
        ]

    # === offering === #

    def _offer_renewal(self, today):
        """Offer the next term to the customer, and mail it; return the offer.

        All in one transaction: who comes second does nothing.
        """
        self.ensure_one()
        if offer := self._get_open_offer():
            return offer
        term = self._get_offered_term()
        amount = self._get_offered_amount(term)
        if self.currency_id.compare_amounts(amount, 0.0) <= 0:
            return self._renew_for_nothing(term, today)
        offer = self.env["subscription.renewal.offer"]._create_kept(
            [self._prepare_offer_vals(term, amount, today)]
        )
        # Unique in SQL, too, before anything follows from it.
        offer.flush_recordset()
        offer._make_document(term, today)
        offer._send_offer()
        return offer

    def _renew_for_nothing(self, term, today):
        """Renew a term that costs nothing at all, tell the customer; return the offer.

        Nobody can pay 0. What costs something later is for a person to decide.
        """
        self.ensure_one()
        if not self._costs_nothing(term):
            raise UserError(
                self.env._(
                    "There is nothing to pay for the next term of %(name)s at first: renew "
                    "it by hand, or let it end.",
                    name=self.display_name,
                )
            )
        vals = self._prepare_offer_vals(term, 0.0, today)
        # An invoice is made of the period, as of a quotation that was taken up.
        vals["kind"] = "quotation"
        offer = self.env["subscription.renewal.offer"]._create_kept([vals])
        offer.flush_recordset()
        self._renew(self._get_renewal_intervals())
        offer._tell_free_renewal()
        return offer

    def _costs_nothing(self, term):
        """Return whether no period of the new term costs anything, as it is planned."""
        self.ensure_one()
        timeline = replace(term.timeline, end=term.renewed_end())
        for period in timeline.periods(term.end, count=LONGEST_TERM):
            planned = self._get_planned_prices(period)
            for line, share in self._get_shares(timeline, period):
                price = line._get_unit_price(share, planned.get(line, line.price_unit))
                if price and line.quantity and line.discount < 100:
                    return False
        return True

    def _prepare_offer_vals(self, term, amount, today):
        self.ensure_one()
        return {
            "subscription_id": self.id,
            "partner_id": self.partner_id.id,
            "kind": self.plan_id.renewal_offer_kind,
            "term_start": term.start,
            "term_end": term.end,
            "next_term_end": term.renewed_end(),
            "last_day": term.last_day_to_pay,
            "amount": amount,
            "offered_on": today,
        }

    def action_offer_renewal(self):
        """Offer the next term now, or mail the open offer once more."""
        self.check_access("write")
        for subscription in self:
            if problem := subscription._get_offer_problem():
                raise UserError(problem)
            known = subscription.sudo()._get_open_offer()
            if known:
                known._send_offer()
            else:
                today = subscription.company_id._subscription_today()
                subscription.sudo()._offer_renewal(today)

    def _get_offer_problem(self):
        """Return why the next term cannot be offered now, as a sentence; or nothing."""
        self.ensure_one()
        name = self.display_name
        today = self.company_id._subscription_today()
        if self.renewal != "on_payment" or not self.date_end:
            return self.env._(
                "%(name)s is not renewed by a payment of the customer.", name=name
            )
        if self.state != lifecycle.ACTIVE or self.cancel_date:
            return self.env._("%(name)s is not in progress, or is cancelled.", name=name)
        if self.next_billing_date:
            return self.env._(
                "%(name)s is not billed to the end of its term yet: its next invoice is "
                "for %(day)s.",
                name=name,
                day=format_date(self.env, self.next_billing_date),
            )
        if self.finish_date <= today:
            return self.env._("The time to renew %(name)s is over.", name=name)
        return ""

    def _get_open_offer(self):
        """Return the offer that the customer can pay now, if there is one."""
        self.ensure_one()
        if self.renewal != "on_payment":
            return self.env["subscription.renewal.offer"]
        return self.renewal_offer_ids.filtered(lambda one: one.state == OPEN)[:1]
