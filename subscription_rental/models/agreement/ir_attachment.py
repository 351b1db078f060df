from odoo import api, models

MODELS = "subscription."
FIELDS = "rental_"


class IrAttachment(models.Model):
    """The files behind our fields: signatures change through their records only."""

    _inherit = "ir.attachment"

    @api.model
    def _has_field_access(self, field, operation):
        """Refuse to write or delete by itself the file that a field of ours stores.

        Odoo asks this of a file's field. The field itself writes its file as the system,
        once the record's own rules have let it.
        """
        # Asked of each column that is read: what is rare is looked at first.
        if operation != "write" or field.type != "binary":
            return super()._has_field_access(field, operation)
        ours = field.model_name.startswith(MODELS) or field.name.startswith(FIELDS)
        return not ours and super()._has_field_access(field, operation)
