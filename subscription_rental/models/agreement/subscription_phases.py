from odoo import api, models
from odoo.exceptions import ValidationError

from ...billing import phases
from ...billing.errors import InvalidPhases

HELP = (
    "Other prices at first, one after the other: 3 x -50%; 2 x 9.90 are three periods at "
    "half price, then two at 9.90; 1 x free is one without a charge. Then the ordinary "
    "price holds."
)


class SubscriptionTermsMixin(models.AbstractModel):
    """Introductory and stepped prices, read and said in the words of these terms (PL14)."""

    _inherit = "subscription.terms.mixin"

    @api.model
    def _check_phases(self, text, *, signed=False):
        """Raise ValidationError with a sentence unless `text` says phases.

        :param signed: prices may be below 0, as those of a discount are
        """
        try:
            phases.parsed(text or "", signed=signed)
        except InvalidPhases as error:
            raise ValidationError(self._get_phases_problem(error.reason, text)) from error

    @api.model
    def _get_phases_problem(self, reason, text):
        if reason == "periods":
            return self.env._(
                "%(phases)s: a phase has from 1 to %(most)s periods.",
                phases=text,
                most=phases.MOST_PERIODS,
            )
        if reason == "too_much":
            return self.env._(
                "%(phases)s: a phase takes from 0 to 100 %% off.", phases=text
            )
        if reason == "negative":
            return self.env._(
                "%(phases)s: a price cannot be below 0. Write a percentage with its sign: "
                "3 x -50%%.",
                phases=text,
            )
        return self.env._(
            "%(phases)s cannot be read. Write phases like this: 3 x -50%%; 2 x 9.90; "
            "1 x free.",
            phases=text,
        )

    def _get_steps_sentence(self, steps, show):
        """Return prices one after the other as a sentence: *3 months at 9.90, then 19.90*.

        :param show: called with a price, returns it as it is shown to the reader
        """
        self.ensure_one()
        return self._join_steps(
            [self._get_step_part(step, show(float(step.price))) for step in steps]
        )

    def _get_step_part(self, step, price):
        if step.periods is None:
            return price
        term = self._get_term_name(step.periods)
        if not step.price:
            return self.env._("%(term)s free", term=term)
        return self.env._("%(term)s at %(price)s", term=term, price=price)

    @api.model
    def _join_steps(self, parts):
        sentence = parts[0]
        for part in parts[1:]:
            sentence = self.env._("%(first)s, then %(second)s", first=sentence, second=part)
        return sentence
