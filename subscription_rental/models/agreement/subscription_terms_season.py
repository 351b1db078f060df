from odoo import api, fields, models
from odoo.exceptions import ValidationError
from odoo.tools import format_list

from ...billing import mrr
from ...billing.left_out import ALL_YEAR


class SubscriptionTermsMixin(models.AbstractModel):
    """The months of the year in which it is billed: all, or a season (LC11).

    What is kept are the others: whatever was agreed before there were seasons has none.
    """

    _inherit = "subscription.terms.mixin"

    closed_in_1 = fields.Boolean(string="January", agreed=True)
    closed_in_2 = fields.Boolean(string="February", agreed=True)
    closed_in_3 = fields.Boolean(string="March", agreed=True)
    closed_in_4 = fields.Boolean(string="April", agreed=True)
    closed_in_5 = fields.Boolean(string="May", agreed=True)
    closed_in_6 = fields.Boolean(string="June", agreed=True)
    closed_in_7 = fields.Boolean(string="July", agreed=True)
    closed_in_8 = fields.Boolean(string="August", agreed=True)
    closed_in_9 = fields.Boolean(string="September", agreed=True)
    closed_in_10 = fields.Boolean(string="October", agreed=True)
    closed_in_11 = fields.Boolean(string="November", agreed=True)
    closed_in_12 = fields.Boolean(string="December", agreed=True)
    # Stored: nearly nobody has seasons, and prices would read twelve months to see it.
    is_seasonal = fields.Boolean(
        compute="_compute_is_seasonal",
        store=True,
        help="Some months of the year are not billed.",
    )
    season_display = fields.Char(string="Billed In", compute="_compute_season_display")

    @api.model
    def _get_season_fields(self):
        """Return {number of a month: the name of its field}."""
        return {month: f"closed_in_{month}" for month in sorted(ALL_YEAR)}

    @api.depends(*(f"closed_in_{month}" for month in sorted(ALL_YEAR)))
    def _compute_is_seasonal(self):
        names = self._get_season_fields().values()
        for record in self:
            record.is_seasonal = any(record[name] for name in names)

    @api.depends(*(f"closed_in_{month}" for month in sorted(ALL_YEAR)))
    @api.depends_context("lang")
    def _compute_season_display(self):
        names = self._get_season_fields()
        labels = self.fields_get(list(names.values()), ["string"])
        for record in self:
            billed = [
                labels[names[month]]["string"] for month in sorted(record._get_months())
            ]
            record.season_display = format_list(self.env, billed)

    def _get_months(self):
        """Return the months that are billed, as a frozenset of numbers from 1."""
        self.ensure_one()
        if not self.is_seasonal:
            return ALL_YEAR
        names = self._get_season_fields().items()
        return frozenset(month for month, name in names if not self[name])

    def _get_per_month(self, amount):
        """Return what `amount` per interval is worth per month, over a whole year."""
        self.ensure_one()
        return mrr.monthly(amount, self._get_interval(), len(self._get_months()))

    def _get_season_sentence(self):
        """Return in which months it is billed, as a sentence; "" if in all."""
        self.ensure_one()
        if not self.is_seasonal:
            return ""
        return self.env._("Billed only in: %(months)s.", months=self.season_display)

    @api.constrains(*(f"closed_in_{month}" for month in sorted(ALL_YEAR)))
    def _check_season(self):
        for record in self:
            record._check_rules()

    def _check_rules(self):
        """Refuse to wait for a first payment that may be due months later."""
        result = super()._check_rules()
        if self.start_on_payment and self.is_seasonal:
            raise ValidationError(
                self.env._(
                    "%(name)s: out of season nothing is to be paid before the start. "
                    "Untick Wait for the First Payment under Start and Term.",
                    name=self.display_name,
                )
            )
        return result

    def _get_season_message(self):
        """Return why this season cannot be."""
        if not self._get_months():
            return self.env._("Choose a month at least in which it is billed.")
        return self.env._(
            "Only what is billed every month, or more often, has a season: bill it in all "
            "months, or choose a shorter interval."
        )
