from odoo import api, fields, models
from odoo.exceptions import AccessError, ValidationError

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

    # === who may name it === #

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse lines that renew what the user may not see."""
        lines = super().create(vals_list)
        if any(vals.get("rental_due_date_id") for vals in vals_list):
            lines._check_may_name()
        return lines

    def write(self, vals):
        """Refuse to let lines renew what the user may not see."""
        result = super().write(vals)
        if vals.get("rental_due_date_id"):
            self._check_may_name()
        return result

    def _check_may_name(self):
        """Raise AccessError unless the user may let these lines renew what they name.

        Not a constraint: Odoo runs those as the superuser.
        """
        if not all(line._may_name(line.sudo().rental_due_date_id) for line in self):
            raise AccessError(
                self.env._(
                    "Somebody else looks after this due date: only who may see it renews "
                    "it."
                )
            )

    def _may_name(self, row):
        """Return whether the user may let this line renew `row`: who may see it.

        Or the document that this one is made from names it already.
        """
        self.ensure_one()
        return row.with_env(self.env).has_access("read") or row in self._get_named_before()

    def _get_named_before(self):
        """Return the due dates on the document that this line was made from."""
        self.ensure_one()
        return self.env["subscription.due.date"].sudo()

    # === whose it is === #

    def _is_held_by_another(self, row):
        """Return whether a customer holds `row` for whom this line may not renew it."""
        customer = self._get_renewing_customer().commercial_partner_id
        return bool(row and customer and row.partner_id.commercial_partner_id != customer)

    @api.constrains("rental_due_date_id")
    def _check_rental_due_date(self):
        # The sentences tell nothing of it: the user may be one who may not see it.
        for line in self:
            row = line.sudo().rental_due_date_id
            if row.subscription_id:
                raise ValidationError(
                    self.env._(
                        "This due date follows the subscription that it is a term of: "
                        "change, renew or cancel that."
                    )
                )
            if line._is_held_by_another(row):
                raise ValidationError(
                    self.env._(
                        "This due date is held by another customer: choose one of "
                        "%(customer)s.",
                        customer=line._get_renewing_customer().display_name,
                    )
                )
