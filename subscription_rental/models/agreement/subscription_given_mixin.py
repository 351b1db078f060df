from odoo import api, models

# What dialogs are given: their caller must be allowed to see it.
GIVEN = ("subscription.", "account.move", "stock.", "payment.t")


class SubscriptionGivenMixin(models.AbstractModel):
    """A dialog, or a row of one: it shows only what its caller may see anyway.

    Its computed fields read as the system, so the records that it is given are checked
    wherever they come in: by a default, an onchange, `create` and `write`.
    """

    _name = "subscription.given.mixin"
    _inherit = ["subscription.typed.mixin"]
    _description = "Records Given to a Dialog"

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse records that the caller may not read."""
        for vals in vals_list:
            self._check_values(vals)
        dialogs = super().create(vals_list)
        dialogs._check_given()
        return dialogs

    def write(self, vals):
        """Refuse records that the caller may not read."""
        result = super().write(vals)
        self._check_given()
        return result

    @api.model
    def default_get(self, fields):
        """Refuse records that the caller may not read."""
        defaults = super().default_get(fields)
        self._check_values(defaults)
        return defaults

    def onchange(self, values, field_names, fields_spec):
        """Refuse records that the caller may not read."""
        given = (field.name for field in self._get_given_fields())
        context = {name: self.env.context.get(f"default_{name}") for name in given}
        self._check_values({**context, **values})
        return super().onchange(values, field_names, fields_spec)

    def _get_given_fields(self):
        """Return the fields of these dialogs that hold records they are given."""
        return [
            field
            for field in self._fields.values()
            if field.relational
            and field.store
            and not (field.compute and field.readonly)
            and field.comodel_name.startswith(GIVEN)
        ]

    def _check_given(self):
        """Raise AccessError unless the caller may read the records of these dialogs."""
        for field in self._get_given_fields():
            self.mapped(field.name).check_access("read")

    def _check_values(self, values):
        """Raise AccessError unless the caller may read the records in `values`."""
        for field in self._get_given_fields():
            given = values.get(field.name)
            records = self.env[field.comodel_name]
            if isinstance(given, dict):
                # A row comes with what the browser has of its dialog.
                if hasattr(records, "_check_values"):
                    records._check_values(given)
                given = given.get("id")
            if given and field.type == "many2one":
                records.browse(given).check_access("read")
