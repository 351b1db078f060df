from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError


class SubscriptionMovingMixin(models.AbstractModel):
    """A row of a file that a business brings from its former system (SE12).

    An import makes of each row what it tells of, or names all bad rows and changes nothing.
    A row that is created in another way does nothing.
    """

    _name = "subscription.moving.mixin"
    _description = "Row Moved In"

    partner_id = fields.Many2one("res.partner", string="Customer", required=True)
    # Empty in a file: the company that is chosen at the top.
    company_id = fields.Many2one("res.company")

    @api.model
    def load(self, fields, data):
        """Import rows, and do what each tells of; or return all errors and do nothing."""
        savepoint = self.env.cr.savepoint()
        result = super().load(fields, data)
        if result["ids"]:
            errors = self.browse(result["ids"])._take_over_all()
            if errors:
                result = {**result, "ids": False, "messages": result["messages"] + errors}
        savepoint.close(rollback=not result["ids"])
        return result

    def _take_over_all(self):
        """Do what each row tells of; return an error, with its row, for each failure."""
        errors = []
        for index, row in enumerate(self):
            try:
                with self.env.cr.savepoint():
                    row._take_over()
            except UserError as error:
                errors.append(
                    {
                        "type": "error",
                        # Beside its row: people look for the customer.
                        "message": f"{row.partner_id.display_name}: {error}",
                        "rows": {"from": index, "to": index},
                        "record": index,
                    }
                )
        return errors

    def _take_over(self):
        """Return the company of this row; an override makes what the row tells of.

        Raises UserError where that cannot be: customer and company have to be the user's.
        """
        self.ensure_one()
        company = self.company_id or self.env.company
        if company not in self.env.companies:
            raise UserError(
                self.env._(
                    "%(company)s: choose it among your companies, at the top, first.",
                    company=company.sudo().name,
                )
            )
        self.company_id = company
        home = self.partner_id.company_id
        if home and home not in company.sudo().parent_ids:
            raise ValidationError(
                self.env._(
                    "This is a customer of %(other)s, not of %(company)s.",
                    other=home.sudo().name,
                    company=company.name,
                )
            )
        return company

    def _get_column_label(self, name):
        """Return the label of a column, as the file has it."""
        return self._fields[name]._description_string(self.env)
