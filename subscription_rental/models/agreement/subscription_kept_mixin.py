from odoo import api, models, tools
from odoo.exceptions import UserError

from ...kept import Kept


class SubscriptionKeptMixin(models.AbstractModel):
    """What the system keeps of a record: states, evidence and ledgers.

    A request writes none of it, whatever rights its user has; acts that were checked write
    it through `_write_kept` and `_create_kept`.
    """

    _name = "subscription.kept.mixin"
    _inherit = ["subscription.typed.mixin"]
    _description = "What the System Keeps"
    # All that is stored and read-only is kept, beside the fields with `kept`. Not so in
    # models of other addons, which also create records with our fields in their own ways.
    _keeps_readonly = True

    @api.model_create_multi
    def create(self, vals_list):
        """Refuse values of fields that the system keeps, but those that copies have."""
        if self._keeps_readonly:
            copied = {name for name, field in self._fields.items() if field.copy}
            for vals in vals_list:
                self._check_kept(vals, but=copied)
        return super().create(vals_list)

    def write(self, vals):
        """Refuse values of fields that the system keeps."""
        self._check_kept(vals)
        return super().write(vals)

    @api.model
    def default_get(self, fields):
        """Return defaults; what the system keeps has its own, never the caller's."""
        kept = self._system_fields()
        defaults = super().default_get([name for name in fields if name not in kept])
        own = {name: self._fields[name].default for name in fields if name in kept}
        return defaults | {name: value(self) for name, value in own.items() if value}

    def _write_kept(self, vals):
        """Write `vals`, also what users may not: the one way to what the system keeps.

        Whoever calls it has checked that the person may do what is written down here.
        """
        return self.sudo().write(Kept(vals))

    @api.model
    def _create_kept(self, vals_list):
        """Create records, also with values that users may not give."""
        return self.sudo().create([Kept(vals) for vals in vals_list])

    @api.model
    @tools.ormcache()
    def _system_fields(self):
        """Return the names of the fields that only the system writes.

        Those declared with `kept` and, in our own models, all that is read-only. An
        override adds fields of other modules.
        """
        kept = self._get_marked_fields("kept")
        if self._keeps_readonly:
            kept |= {
                name
                for name, field in self._fields.items()
                if field.store and field.readonly and name not in models.MAGIC_COLUMNS
            }
        return frozenset(kept)

    @api.model
    def _get_marked_fields(self, mark):
        """Return the names of the fields that are declared with `mark`."""
        return {name for name, field in self._fields.items() if getattr(field, mark, False)}

    @api.model
    def _check_kept(self, vals, but=()):
        """Raise UserError if `vals` come from a request and name what the system keeps.

        :param but: fields that may be named
        """
        if isinstance(vals, Kept):
            return
        kept = (self._system_fields() & vals.keys()).difference(but)
        if kept:
            raise UserError(
                self.env._(
                    "%(fields)s: these are kept by the system. Use the buttons instead.",
                    fields=self._get_labels(kept),
                )
            )

    @api.model
    def _get_labels(self, names):
        """Return the labels of these fields, as one text."""
        labels = (self._fields[name]._description_string(self.env) for name in names)
        return ", ".join(sorted(labels))

    def _valid_field_parameter(self, field, name):
        return name == "kept" or super()._valid_field_parameter(field, name)
