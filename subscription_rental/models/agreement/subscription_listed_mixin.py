from markupsafe import Markup

from odoo import api, models

NOTHING_FOUND = Markup(
    '<p class="o_view_nocontent_empty_folder">%(found)s</p><p>%(advice)s</p>'
)


class SubscriptionListedMixin(models.AbstractModel):
    """Lists whose help is for who has no records yet (LC6)."""

    _name = "subscription.listed.mixin"
    _description = "What an Empty List Says"

    @api.model
    def get_empty_list_help(self, help_message):
        """Say that nothing was found, to a user who has records that filters hide."""
        message = super().get_empty_list_help(help_message)
        # Odoo reads actions as the system: what counts is what the user sees.
        own = self.sudo(flag=False)
        if not message or not own.has_access("read") or not own.search_count([], limit=1):
            return message
        return NOTHING_FOUND % {
            "found": self.env._("Nothing found"),
            "advice": self.env._("Take a filter away, or search for something else."),
        }
