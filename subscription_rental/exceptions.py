from odoo.exceptions import UserError


class BacklogError(UserError):
    """Too many periods were missed to bill them without a person's consent."""
