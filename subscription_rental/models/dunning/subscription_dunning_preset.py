from odoo import Command, api, fields, models
from odoo.fields import Domain

from ...billing.dunning_presets import GENERAL, PRESETS
from ...words import format_days


class SubscriptionDunningPolicy(models.Model):
    """Policies to begin with, by the company's country (BI7)."""

    _inherit = "subscription.dunning.policy"

    notes = fields.Text(
        translate=True, help="Why the steps are as they are: nobody but you reads it."
    )

    @api.model
    def _get_preset_labels(self):
        """Return (code, label) of each preset: the country's name, *General* first."""
        countries = self.env["res.country"].sudo()
        found = countries.search(Domain("code", "in", list(PRESETS)))
        names = sorted((country.name, country.code) for country in found)
        general = (GENERAL, self.env._("General"))
        return [general, *((code, name) for name, code in names)]

    @api.model
    def _get_preset_code(self, company):
        """Return the code of the preset that goes with the country of `company`."""
        code = company.sudo().country_id.code
        return code if code in PRESETS else GENERAL

    @api.model
    def _load_preset(self, code, company):
        """Return a new policy of `company` from the preset `code`; no other is touched."""
        return self.create(
            {
                "name": self._get_preset_name(code, company),
                "company_id": company.id,
                "revive_days": PRESETS[code].revive_days,
                "notes": self._get_preset_notes(code),
                "step_ids": [
                    Command.create({"days": rung.days, "action": rung.action})
                    for rung in PRESETS[code].rungs
                ],
            }
        )

    @api.model
    def _get_preset_rows(self, code):
        """Return the rows of the timeline of a preset: after so many days, what is done."""
        names = dict(self.step_ids._fields["action"]._description_selection(self.env))
        return [
            {
                "day": format_days(self.env, rung.days),
                "what": names[rung.action],
                "note": "",
                "state": "",
            }
            for rung in PRESETS[code].rungs
        ]

    @api.model
    def _get_preset_name(self, code, company):
        """Return a name for a policy of this preset that `company` has not used yet."""
        label = dict(self._get_preset_labels())[code]
        wanted = self.env._("Consumers: %(country)s", country=label)
        known = self.with_context(active_test=False).search(
            Domain("company_id", "in", [company.id, False])
        )
        used = set(known.mapped("name"))
        names = (f"{wanted} ({number})" for number in range(2, len(used) + 3))
        return next(name for name in [wanted, *names] if name not in used)

    @api.model
    def _get_preset_notes(self, code):
        """Return where the steps of a preset come from, and what it says of fees."""
        sources = {
            GENERAL: self.env._(
                "Usual steps, after no country's law. What you may charge for "
                "reminders, and how much time a customer has, depends on the law that "
                "your contracts are under."
            ),
            "BE": self.env._(
                "Source: Book XIX of the Code of Economic Law (law of 4 May 2023; "
                "contracts since 1 September 2023, older ones since 1 December 2023). "
                "The first reminder is free. It names the principal, the due date, "
                "your enterprise number, what was delivered and the indemnity to come. "
                "No costs and no interest for 14 calendar days, counted from the day "
                "after an e-mail or from the third working day after a letter. Where "
                "payments recur, the reminders of three due dates a calendar year are "
                "free; a further one costs at most 7.50 EUR and postage. The indemnity "
                "is capped: 20 EUR up to 150 EUR; 30 EUR and 10% of the part up to "
                "500 EUR; 65 EUR and 5% of the rest, at most 2,000 EUR."
            ),
            "DE": self.env._(
                "Source: Civil Code (BGB) sections 286, 288 and 543. A reminder puts "
                "the customer in default: that one is not charged for. Later ones may "
                "cost what they really cost you, paper and postage. The flat 40 EUR is "
                "for business customers only. Rented goods: the contract is ended "
                "without notice when two rents in a row, or two months' rent over a "
                "longer time, are unpaid; for plans that are not monthly, move the "
                "last step."
            ),
            "FR": self.env._(
                "Source: Civil Code articles 1225, 1231-6 and 1344; Code of Civil "
                "Enforcement Procedures article L111-8. Costs of recovery without a "
                "court's title are the creditor's: consumers are charged no fee for "
                "reminders. The warning is the formal notice: it names the sum and the "
                "time to pay, and from it interest at the legal rate runs. The flat "
                "40 EUR of the Commercial Code (article L441-10) is for business "
                "customers only."
            ),
            "NL": self.env._(
                "Source: Civil Code (BW) book 6 article 96, and the decree on "
                "compensation for extrajudicial collection costs. The warning is the "
                "letter of 14 days: it says that the customer has 14 days, counted "
                "from the day after it was received, to pay without costs, and names "
                "what the costs are then: 15% of the first 2,500 EUR, at least 40 EUR, "
                "less for larger sums. Without that letter a consumer owes no costs."
            ),
        }
        rule = self.env._(
            "This policy charges no fee to anybody. It is a place to start from, and not "
            "legal advice: have it checked before you use it."
        )
        return f"{sources[code]}\n\n{rule}"
