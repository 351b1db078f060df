from odoo import api, models
from odoo.exceptions import AccessError

PANEL = "subscription_rental.onboarding_onboarding_rental"
PLAN = "subscription_rental.onboarding_onboarding_step_plan"
PRODUCT = "subscription_rental.onboarding_onboarding_step_product"
CUSTOMER = "subscription_rental.onboarding_onboarding_step_customer"
COMPANY = "account.onboarding_onboarding_step_company_data"
MANAGER = "subscription_rental.group_manager"


class OnboardingOnboarding(models.Model):
    """The panel *Get started* of a company that has no subscriptions yet."""

    _inherit = "onboarding.onboarding"

    @api.model
    def get_rental_started(self):
        """Return the steps of the panel with their states; False where it is not shown.

        It is shown to managers, until they close it or somebody is subscribed.
        """
        panel = self._find_rental_panel()
        if not panel or panel.is_onboarding_closed or self._has_rental("subscription"):
            return False
        panel._tick_rental_steps()
        return [
            {
                "id": step.id,
                "title": step.title,
                "description": step.description,
                "button": step.button_text,
                "done_text": step.done_text,
                "method": step.panel_step_open_action_name,
                "is_done": step.current_step_state != "not_done",
            }
            for step in panel.step_ids
        ]

    @api.model
    def action_close_panel_rental(self):
        """Close the panel *Get started* of this company, for good."""
        if not self.env.user.has_group(MANAGER):
            raise AccessError(self.env._("A manager of subscriptions closes this panel."))
        panel = self._find_rental_panel()
        panel._search_or_create_progress().action_close()

    def _find_rental_panel(self):
        """Return the panel, as its readers cannot read it themselves; none for others."""
        if not self.env.user.has_group(MANAGER):
            return self.browse()
        panel = self.env.ref(PANEL, raise_if_not_found=False)
        return panel.sudo() if panel else self.browse()

    @api.model
    def _has_rental(self, kind):
        """Return whether this company has a plan, a product on one, or a subscription."""
        company = self.env.company
        model, domain = {
            "plan": ("subscription.plan", [("company_id", "in", (False, company.id))]),
            "product": (
                "subscription.plan.line",
                [("plan_id.company_id", "in", (False, company.id))],
            ),
            "subscription": (
                "subscription.subscription",
                [("company_id", "=", company.id)],
            ),
        }[kind]
        return bool(self.env[model].search_count(domain, limit=1))

    def _tick_rental_steps(self):
        """Tick the steps of this panel that are done, whichever way that came about."""
        self.ensure_one()
        self._search_or_create_progress()
        company = self.env.company
        found = {
            COMPANY: bool(company.street and company.country_id),
            PLAN: self._has_rental("plan"),
            PRODUCT: self._has_rental("product"),
            CUSTOMER: self._has_rental("subscription"),
        }
        for xml_id, is_done in found.items():
            step = self.env.ref(xml_id).sudo()
            if is_done and step.current_step_state == "not_done":
                step.action_set_just_done()


class OnboardingStep(models.Model):
    """Where the steps of *Get started* lead to."""

    _inherit = "onboarding.onboarding.step"

    @api.model
    def action_open_step_rental_plan(self):
        """Open the dialog that makes a plan from a template."""
        return self._open_rental("subscription_template_action")

    @api.model
    def action_open_step_rental_product(self):
        """Open the products."""
        return self._open_rental("product_template_action")

    @api.model
    def action_open_step_rental_customer(self):
        """Open the dialog that subscribes a customer."""
        return self._open_rental("subscription_subscribe_action")

    def _open_rental(self, name):
        return self.env["ir.actions.act_window"]._for_xml_id(f"subscription_rental.{name}")
