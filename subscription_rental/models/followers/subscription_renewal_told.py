from dataclasses import replace

from odoo import api, fields, models
from odoo.tools.misc import format_date

from ...billing import lifecycle, renewal_notice
from ...words import format_days

TEMPLATE = "subscription_rental.mail_template_renewal"


class SubscriptionSubscription(models.Model):
    """Telling a customer that the term renews by itself, in time to refuse (PL3)."""

    _inherit = "subscription.subscription"

    renewal_notice_ids = fields.One2many(
        "subscription.renewal.notice",
        "subscription_id",
        string="Notices of Renewals",
        readonly=True,
        copy=False,
    )
    renewal_notice_date = fields.Date(
        string="To Be Told On",
        compute="_compute_renewal_notice",
        help="The customer is told by e-mail from this day on that the term renews by "
        "itself. Empty: nobody is told.",
    )
    renewal_told_on = fields.Date(
        string="Told of the Renewal On",
        compute="_compute_renewal_notice",
        help="The customer was told that the present term renews by itself.",
    )

    @api.depends("renewal_date", "renewal_notice_ids", "plan_id", "partner_id")
    def _compute_renewal_notice(self):
        for subscription in self:
            notice = subscription._get_present_notice()
            subscription.renewal_told_on = notice.told_on
            subscription.renewal_notice_date = not notice and subscription._get_notice_day()

    def _get_present_notice(self):
        """Return the notice of the end of the present term, to the present customer."""
        self.ensure_one()
        return self.renewal_notice_ids.filtered(
            lambda one: one.term_end == self.date_end and one.partner_id == self.partner_id
        )

    # === when === #

    def _get_notice_days(self):
        """Return how many days before the last day to refuse the customer is told; or 0."""
        self.ensure_one()
        if self.plan_id.renewal_notice == "own":
            return self.plan_id.renewal_notice_days
        return self.company_id._get_renewal_notice_days()

    def _get_notice_law(self):
        """Return the law that protects this subscription's customer; None if none does."""
        self.ensure_one()
        consumer = self.partner_id._is_rental_consumer()
        return self.company_id._get_renewal_law() if consumer else None

    def _get_notice_day(self):
        """Return the day from which on the customer is told of the renewal, or False."""
        self.ensure_one()
        days = self._get_notice_days()
        if not days or not self.renewal_date:
            return False
        return renewal_notice.notice_day(self.renewal_date, days, self._get_notice_law())

    def _get_refuse_by(self):
        """Return the last day on which cancelling keeps the term from renewing, or False.

        Odoo renders each template on some record before it saves it: also on one that has
        no term. So does an upgrade.
        """
        self.ensure_one()
        return self.renewal_date and renewal_notice.refuse_by(self.renewal_date)

    def _get_term_start(self):
        """Return the first day of the term that runs: its start, or its last renewal."""
        self.ensure_one()
        timeline = replace(self._get_timeline(), end=self.date_end)
        interval, anchor = timeline.interval, timeline.anchor
        if timeline.next_boundary(self.date_end) != self.date_end:
            # A pause moved the end: a term is what a renewal adds, taken away.
            return timeline.renewed_end(-self.renewal_count)
        last = interval.index(anchor, self.date_end)
        if last <= self.term_count:
            return self.date_start or anchor
        return interval.boundary(anchor, last - self.renewal_count)

    @api.model
    def _renewing_domain(self, company, today):
        """Return the domain of what renews by itself after `today`, and is told of soon.

        Not of all that renews within a year: the job looks at them again and again.
        """
        plans = self.env["subscription.plan"].sudo().with_context(active_test=False)
        own = [("renewal_notice", "=", "own")]
        [(longest,)] = plans._read_group(own, [], ["renewal_notice_days:max"])
        days = max(company._get_renewal_notice_days(), longest or 0)
        last = renewal_notice.last_renewal(today, days, company._get_renewal_law())
        return [
            ("company_id", "=", company.id),
            ("state", "in", list(lifecycle.RUNNING)),
            ("renewal_date", ">", today),
            ("renewal_date", "<=", last),
        ]

    @api.model
    def _get_to_tell_of_renewal(self, company, today):
        """Return the subscriptions of `company` whose customer is to be told by `today`."""
        found = self.search(self._renewing_domain(company, today), order="renewal_date, id")
        days = {one: one._get_notice_day() for one in found}
        due = found.filtered(lambda one: days[one] and days[one] <= today)
        return due - self.env["subscription.renewal.notice"]._get_told(due)

    # === telling === #

    def _tell_of_renewal(self, today):
        """Tell the customer that the term renews by itself, and keep the proof.

        The mail and the proof are of one transaction: who comes second does nothing.
        """
        self.ensure_one()
        notices = self.env["subscription.renewal.notice"]
        if notices._get_told(self):
            return
        message = self.with_context(lang=self.partner_id.lang).message_post_with_source(
            self.env.ref(TEMPLATE),
            # To the customer alone: followers have no business with the link in it.
            subtype_xmlid="mail.mt_note",
            email_layout_xmlid="mail.mail_notification_light",
        )
        vals = self._prepare_notice_vals(today)
        notice = notices._create_kept([{**vals, "message_id": message.id}])
        if notice.is_late:
            self._ask_owner_about_late(notice)

    def _prepare_notice_vals(self, today):
        """Return the values of the proof that the customer is told on `today`."""
        self.ensure_one()
        late = renewal_notice.is_late(
            today, self.renewal_date, self._get_notice_law(), self._get_term_start()
        )
        return {
            "subscription_id": self.id,
            "partner_id": self.partner_id.id,
            "sent_to": self.partner_id.email_normalized,
            "term_end": self.date_end,
            "refuse_by": self._get_refuse_by(),
            "told_on": today,
            "is_late": late,
        }

    def _ask_owner_about_late(self, notice):
        """Ask the billing owner to look at a `notice` that was later than the law wants."""
        here = self._in_owner_language()
        here._ask_owner(
            here.env._("Told late of a renewal"),
            here.env._(
                "%(customer)s was told on %(day)s that the subscription renews: later "
                "than the law wants. A consumer may then leave at any time.",
                customer=self.partner_id.display_name,
                day=format_date(here.env, notice.told_on),
            ),
        )

    def _get_untold_reason(self):
        """Return why the customer cannot be told of the renewal by e-mail, or nothing."""
        self.ensure_one()
        reason = self.partner_id._get_unmailed_reason()
        if not reason:
            return ""
        letter = self.env._(
            "Or write a letter about the renewal. The last day to refuse it is %(day)s.",
            day=format_date(self.env, self._get_refuse_by()),
        )
        return f"{reason} {letter}"

    # === what the mail says === #

    def _get_renewed_until(self):
        """Return the last day of the term that follows the present one; False if none."""
        self.ensure_one()
        if not self.renewal_date:
            return False
        return self._get_renewed_timeline().end - renewal_notice.ONE_DAY

    def _get_renewed_timeline(self):
        """Return the periods up to the end of the term that follows the present one.

        A pause or suspension stops the bills, and not the term: it counts from its end.
        """
        timeline = replace(self._get_timeline(), end=self.date_end)
        return replace(timeline, end=timeline.renewed_end(self.renewal_count))

    def _get_renewed_price(self):
        """Return what an interval costs after the renewal, as the customer is shown prices.

        Of a whole interval, at the prices that are planned for it; 0 if it does not renew.
        """
        self.ensure_one()
        if not self.renewal_date:
            return 0.0
        # Also where the new term ends in the midst of an interval.
        timeline = replace(self._get_renewed_timeline(), end=None)
        period = self._get_next_billed(timeline, timeline.next_boundary(self.date_end))
        if not period:
            return 0.0
        planned = self._get_planned_prices(period)
        lines = [
            line._prepare_base_line(
                line._get_unit_price(share, planned.get(line)), line.quantity, line.discount
            )
            for line, share in self._get_shares(timeline, period)
        ]
        without, taxed = self._get_tax_totals(lines)
        return float(taxed if self._shows_taxes() else without)

    def _get_renewal_url(self):
        """Return the link to the customer's page, on which to cancel."""
        self.ensure_one()
        return self.get_base_url() + self.get_portal_url()

    def _get_renewal_sentence(self):
        """Add by when a tacit renewal is refused, and that the customer is told of it."""
        sentence = super()._get_renewal_sentence()
        if self.renewal != "automatic":
            return sentence
        lead = self.invoice_lead_days
        parts = [sentence, self._get_refusal_sentence(lead)]
        if days := self._get_notice_days():
            told = self.env._(
                "The customer is told by e-mail %(days)s before.",
                days=format_days(self.env, days),
            )
            parts.append(told)
        return " ".join(parts)

    def _get_refusal_sentence(self, lead):
        """Return by when a renewal is refused, `lead` days before the term is over."""
        if not lead:
            return self.env._("It does not renew if it is cancelled before the term ends.")
        return self.env._(
            "It does not renew if it is cancelled more than %(days)s before the term ends.",
            days=format_days(self.env, lead),
        )

    # === the history === #

    def _get_own_rows(self):
        """Add the mails about renewals: each notice is an event of its own."""
        return super()._get_own_rows() | self._origin.renewal_notice_ids.message_id

    def _get_history(self):
        """Add the notices of renewals to the events."""
        events = super()._get_history()
        events += [
            self._prepare_event(
                notice,
                day=notice.told_on,
                what=self.env._(
                    "Told of the renewal on %(day)s",
                    day=format_date(self.env, notice.term_end),
                ),
                why=notice.sent_to,
            )
            for notice in self._origin.renewal_notice_ids
        ]
        return sorted(events, key=lambda event: event["moment"], reverse=True)
