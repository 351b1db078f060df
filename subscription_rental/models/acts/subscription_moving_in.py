from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools.misc import format_date

from ...billing.errors import NoBillingDate
from ...billing.moving_in import first_period

COLUMN = "moved_in_billing_date"


class SubscriptionSubscription(models.Model):
    """Subscriptions that ran in another system before: they go on, billed from here."""

    _inherit = "subscription.subscription"

    moved_in_anchor = fields.Date(
        string="Moved In: Billing Anchor",
        copy=False,
        help="The day that periods are counted from, if it is not the start.",
        frozen=True,
    )
    moved_in_billing_date = fields.Date(
        string="Moved In: Next Invoice",
        copy=False,
        help="It ran elsewhere before: the first invoice to make here is that of this day, "
        "and nothing before it is billed.",
        frozen=True,
    )

    @api.model
    def load(self, fields, data):
        """Import rows; those with a next invoice go on running, or nothing is imported."""
        if COLUMN not in fields:
            return super().load(fields, data)
        savepoint = self.env.cr.savepoint()
        # Nobody is told by mail about what runs already.
        result = super(
            SubscriptionSubscription, self.with_context(tracking_disable=True)
        ).load(fields, data)
        if result["ids"]:
            moved_in = self.browse(result["ids"]).with_context(tracking_disable=True)
            errors = moved_in._move_in_rows(self._get_first_rows(fields, data))
            if errors:
                result = {**result, "ids": False, "messages": result["messages"] + errors}
        savepoint.close(rollback=not result["ids"])
        return result

    @api.model
    def _get_first_rows(self, fields, data):
        """Return the numbers of the rows that begin a subscription, and not a line."""
        own = [i for i, name in enumerate(fields) if not name.startswith("line_ids/")]
        return [n for n, row in enumerate(data) if any(row[i] for i in own)]

    def _move_in_rows(self, rows):
        """Start imported subscriptions; return an error, with its row, for each failure."""
        errors = []
        for index, (subscription, row) in enumerate(zip(self, rows, strict=True)):
            if not subscription.moved_in_billing_date:
                continue
            try:
                subscription._move_in(subscription.company_id._subscription_today())
            except UserError as error:
                errors.append(
                    {
                        "type": "error",
                        # Beside its row: people look for the customer.
                        "message": f"{subscription.partner_id.display_name}: {error}",
                        "rows": {"from": row, "to": row},
                        "record": index,
                        "field": COLUMN,
                    }
                )
        return errors

    def _move_in(self, today):
        """Start this subscription where another system stopped billing it.

        Raises UserError where its dates do not allow that.
        """
        self.ensure_one()
        if not self.line_ids:
            # A row that leaves its lines empty means those of the plan.
            self._compute_line_ids()
        self._check_ready()
        self._check_moving_in(today)
        opening = self._agree_opening(self.date_start, self.moved_in_anchor or None)
        due = self.moved_in_billing_date
        try:
            cursor = first_period(self._get_terms(), opening.anchor, due)
        except NoBillingDate as error:
            raise ValidationError(self._no_billing_date_message(error)) from error
        self._check_not_over(opening.end, cursor)
        self._begin(opening, cursor, today)

    def _check_moving_in(self, today):
        """Raise ValidationError if this subscription's imported dates are impossible."""
        due = self.moved_in_billing_date
        if not self.date_start or self.date_start > due:
            raise ValidationError(
                self.env._("Give the day on which it started, before its next invoice.")
            )
        if due < today:
            raise ValidationError(
                self.env._(
                    "The next invoice, %(day)s, lies in the past: bill in the old system "
                    "what was due before today, and give the day of the one after it.",
                    day=format_date(self.env, due),
                )
            )

    def _check_not_over(self, end, cursor):
        """Raise ValidationError if the term ends before the first period to bill."""
        if end and end <= cursor:
            raise ValidationError(
                self.env._(
                    "Its term ended on %(day)s: there is nothing left to bill.",
                    day=format_date(self.env, end),
                )
            )

    def _no_billing_date_message(self, error):
        return self.env._(
            "No period is invoiced on %(day)s. With this plan, start and anchor the "
            "nearest days are %(before)s and %(after)s: correct the day, or give another "
            "anchor.",
            day=format_date(self.env, self.moved_in_billing_date),
            before=format_date(self.env, error.before),
            after=format_date(self.env, error.after),
        )

    @api.model
    def get_import_templates(self):
        """Offer the sample file on the import screen."""
        return [
            {
                "label": self.env._("Sample file: subscriptions that run already"),
                "template": "/subscription_rental/static/import/subscriptions.csv",
            }
        ]
