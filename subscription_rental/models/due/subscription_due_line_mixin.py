from odoo import api, fields, models
from odoo.exceptions import ValidationError

from ...billing import due_dates


class SubscriptionDueLineMixin(models.AbstractModel):
    """A line of an order or an invoice that renews a due date, once it is paid (DD3)."""

    _name = "subscription.due.line.mixin"
    _description = "Line That Renews a Due Date"
    # What these are called on the line.
    _renewing_quantity = "quantity"
    _renewing_customer = "partner_id"

    rental_due_date_id = fields.Many2one(
        "subscription.due.date",
        string="Renews",
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        domain=[
            ("subscription_id", "=", False),
            ("state", "in", list(due_dates.OPEN)),
        ],
        help="Once the invoice is paid, this due date is renewed.",
    )

    @api.onchange("rental_due_date_id")
    def _onchange_rental_due_date_id(self):
        """Fill in what the due date is of, on a line that has no product yet."""
        if self.rental_due_date_id and not self.product_id:
            self.update(self._prepare_renewing_vals(self.rental_due_date_id))

    def _prepare_renewing_vals(self, row):
        """Return the values of a line that renews `row`, priced as it was."""
        return {
            "product_id": row.product_id.id,
            "name": f"{row.product_id.display_name}\n{row.name}",
            self._renewing_quantity: row.quantity or 1.0,
            "price_unit": row._get_renewal_price(self.currency_id),
        }

    def _get_renewing_customer(self):
        """Return whose due date this line may renew; none is anybody's."""
        self.ensure_one()
        return self[self._renewing_customer]

    def _is_held_by_another(self, row):
        """Return whether a customer holds `row` for whom this line may not renew it."""
        customer = self._get_renewing_customer().commercial_partner_id
        return bool(row and customer and row.partner_id.commercial_partner_id != customer)

    @api.constrains("rental_due_date_id")
    def _check_rental_due_date(self):
        for line in self:
            row = line.sudo().rental_due_date_id
            if row.subscription_id:
                raise ValidationError(row._get_kept_problem())
            if line._is_held_by_another(row):
                raise ValidationError(
                    self.env._(
                        "%(name)s is held by another customer, %(customer)s.",
                        name=row.display_name,
                        customer=row.partner_id.display_name,
                    )
                )
