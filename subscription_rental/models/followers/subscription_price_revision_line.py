from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...billing import lifecycle
from ...billing.proration import exact


class SubscriptionPriceRevisionLine(models.Model):
    """A subscription line with its new price from a day on."""

    _name = "subscription.price.revision.line"
    _description = "Price Revision Line"
    _order = "day, id"
    _rec_name = "subscription_id"

    revision_id = fields.Many2one(
        "subscription.price.revision", required=True, ondelete="cascade", index=True
    )
    line_id = fields.Many2one(
        "subscription.line", required=True, ondelete="cascade", index=True
    )
    subscription_id = fields.Many2one(
        related="line_id.subscription_id", store=True, index=True
    )
    company_id = fields.Many2one(related="revision_id.company_id", store=True)
    partner_id = fields.Many2one(related="subscription_id.partner_id", string="Customer")
    product_id = fields.Many2one(related="line_id.product_id")
    currency_id = fields.Many2one(related="subscription_id.currency_id")
    company_currency_id = fields.Many2one(
        string="Company Currency", related="company_id.currency_id"
    )
    day = fields.Date(string="From", required=True)
    price_before = fields.Float(
        string="Price", required=True, min_display_digits="Product Price"
    )
    price_after = fields.Float(
        string="New Price", required=True, min_display_digits="Product Price"
    )
    mrr_change = fields.Monetary(
        string="MRR Change",
        currency_field="company_currency_id",
        compute="_compute_mrr_change",
        store=True,
    )
    notified_on = fields.Date(string="Told On", readonly=True)
    withdrawn_on = fields.Date(
        string="Told of the Withdrawal On",
        readonly=True,
        help="It was undone after the customer had been told of it.",
    )
    state = fields.Selection(
        [
            ("shown", "Shown"),
            ("planned", "Planned"),
            ("done", "In effect"),
            ("undone", "Undone"),
            ("gone", "No longer there"),
        ],
        default="shown",
        required=True,
        readonly=True,
    )
    _planned_idx = models.Index("(subscription_id, day) WHERE state = 'planned'")
    _planned_once = models.UniqueIndex(
        "(line_id) WHERE state = 'planned'", "Another revision of this price is planned."
    )

    @api.depends("price_before", "price_after")
    def _compute_mrr_change(self):
        for row in self:
            line, subscription = row.line_id, row.subscription_id
            more = exact(row.price_after) - exact(row.price_before)
            rate = 1 - exact(line.discount) / 100
            per_interval = more * exact(line.quantity) * rate
            monthly = subscription._get_per_month(per_interval)
            row.mrr_change = subscription.currency_id._convert(
                float(monthly),
                row.company_currency_id,
                row.company_id,
                subscription.date_start or row.day,
            )

    # === taking effect === #

    @api.model
    def _apply_due(self, subscriptions, due):
        """Apply the prices that are planned for the periods billed now.

        :param due: [(subscription, period)], to be billed now
        """
        if not due:
            return
        rows = self.sudo().search(
            [
                ("subscription_id", "in", subscriptions.ids),
                ("state", "=", "planned"),
                ("day", "<=", max(period.start for _subscription, period in due)),
            ]
        )
        last = {}
        for subscription, period in due:
            last[subscription] = max(period.start, last.get(subscription, period.start))
        for row in rows:
            if row.day <= last[row.subscription_id]:
                row._apply()

    def _apply(self):
        """Change the subscription line to its new price, from the planned day on.

        What changed of the line after that day stays on its day: in arrears the price takes
        effect when the days are billed. So do days used up to an end.
        """
        self.ensure_one()
        subscription, line = self.subscription_id, self._get_present_line()
        if not line:
            self.state = "gone"
            return
        # Said before the line changes: what is planned passes to the line that follows.
        self.state = "done"
        kept = self._prepare_moved_vals()
        day = max(self.day, subscription.next_period_start)
        present = self._revise_versions(line, day)
        subscription._after_change(day, subscription.company_id._subscription_today())
        if not self.exists():
            # It went with a version that never began.
            self.create({**kept, "line_id": present.id})

    def _revise_versions(self, line, day):
        """Give each version of `line` from `day` on its new price; return the last one."""
        subscription, product = self.subscription_id, self.product_id
        last = line.browse()
        for version in line._get_versions_from(day):
            # What was agreed to hold at first stays: the price after it is revised.
            if version.product_id != product or version.phase_periods:
                continue
            later = subscription.line_ids.filtered(
                lambda one, before=version: one.previous_line_id == before
            )
            # Its place is taken by what replaces this version.
            later._write_kept({"previous_line_id": False})
            later.flush_recordset(["previous_line_id"])
            vals = {**version._prepare_change_vals()}
            vals |= {"price_unit": self._get_new_price(version)}
            vals |= version._get_phase_vals()
            vals.pop("line_id")
            start = max(day, version.date_from or day)
            steps = subscription._plan_steps([(version, vals)], start)
            subscription._apply_steps(steps)
            later._write_kept({"previous_line_id": steps[-1].line.id})
            last = last or steps[-1].line
        return last

    def _get_new_price(self, version):
        """Return the price of `version` by this row, also if it was changed since."""
        if version.price_unit == self.price_before:
            return self.price_after
        # Somebody changed it since: the same rule holds for what it costs now.
        return self.revision_id._get_revised(version.price_unit)

    def _get_present_line(self):
        """Return the present version of the subscription line; none if the line ended."""
        line = self.line_id
        going_on = self.subscription_id.line_ids.filtered(lambda one: not one.date_to)
        for candidate in going_on:
            version = candidate
            while version and version != line:
                version = version.previous_line_id
            if version and candidate.product_id == line.product_id:
                return candidate
        return line.browse()

    def _prepare_moved_vals(self):
        """Return the values of this row for another version of its line."""
        self.ensure_one()
        return {
            "revision_id": self.revision_id.id,
            "day": self.day,
            "price_before": self.price_before,
            "price_after": self.price_after,
            "notified_on": self.notified_on,
            "state": self.state,
        }

    # === telling the customers === #

    @api.model
    def _get_to_tell(self, company, today):
        """Return the planned prices to tell customers of `company` by `today`."""
        planned = self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "planned"),
                ("notified_on", "=", False),
                ("subscription_id.state", "in", list(lifecycle.RUNNING)),
                ("subscription_id.cancel_date", "=", False),
            ]
        )
        return planned.filtered(
            lambda row: row.day - timedelta(days=row.revision_id.notice_days) <= today
        )

    @api.model
    def _get_withdrawn(self, company):
        """Return the undone prices that customers of `company` still believe to come."""
        return self.search(
            [
                ("company_id", "=", company.id),
                ("state", "=", "undone"),
                ("notified_on", "!=", False),
                ("withdrawn_on", "=", False),
                ("subscription_id.is_closed", "=", False),
            ]
        )

    def _notify(self, today):
        """Tell one customer of these new prices of one subscription."""
        self._mail("subscription_rental.mail_template_price_revision")
        # Rows are the system's.
        self.sudo().notified_on = today

    def _notify_withdrawn(self, today):
        """Tell one customer that these prices, announced before, do not come."""
        self._mail("subscription_rental.mail_template_price_withdrawn")
        # Rows are the system's.
        self.sudo().withdrawn_on = today

    def _mail(self, name):
        """Send the mail of template `name` to the customer of these prices.

        Raises UserError where no mail reaches the customer: the job shows it to the owner
        and tries again every day.
        """
        template = self.env.ref(name)
        subscription = self.subscription_id
        if reason := subscription.partner_id._get_unmailed_reason():
            raise UserError(
                self.env._(
                    "%(reason)s Or write a letter about the new prices.", reason=reason
                )
            )
        subscription.with_context(
            lang=subscription.partner_id.lang
        ).message_post_with_source(
            template,
            subtype_xmlid="mail.mt_comment",
            email_layout_xmlid="mail.mail_notification_light",
        )
