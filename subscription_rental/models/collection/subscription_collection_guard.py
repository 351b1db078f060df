from odoo import api, models, tools
from odoo.exceptions import AccessError

PARAMETER = "subscription_rental.collecting_database"


class SubscriptionCollectionGuard(models.AbstractModel):
    """Keeps a copy of a database from charging the customers of the original.

    The first database that collects stores its identity. Where the identity of another
    database is stored, this is a restored copy, or it was moved or renamed: nothing is
    charged before an administrator has said that it is the real one.
    """

    _name = "subscription.collection.guard"
    _description = "Guard of Collections"

    @api.model
    @tools.ormcache()
    def _get_identity(self):
        """Return what tells this database from its copies: its name, and its server.

        Whoever restores a dump on another machine keeps the name; PostgreSQL numbers
        each server that is set up.
        """
        self.env.cr.execute("SELECT system_identifier FROM pg_control_system()")
        return f"{self.env.cr.dbname}@{self.env.cr.fetchone()[0]}"

    @api.model
    def _is_copy(self):
        """Return whether another database collected with these records."""
        known = self.env["ir.config_parameter"].sudo().get_param(PARAMETER)
        return bool(known) and known != self._get_identity()

    @api.model
    def _claim_database(self):
        """Return whether this database may collect; register the first one that asks."""
        if self._is_copy():
            return False
        parameters = self.env["ir.config_parameter"].sudo()
        if not parameters.get_param(PARAMETER):
            parameters.set_param(PARAMETER, self._get_identity())
        return True

    @api.model
    def _say_it_is_real(self):
        """Register this database as the real one: it collects from now on."""
        if not self.env.user.has_group("base.group_system"):
            raise AccessError(self.env._("An administrator of the settings decides that."))
        # The parameter is the system's.
        self.env["ir.config_parameter"].sudo().set_param(PARAMETER, self._get_identity())

    @api.model
    def _get_warning(self):
        """Return the warning that this database, a copy, collects nothing; or False."""
        if not self._is_copy():
            return False
        return self.env._(
            "Nothing is collected, and nobody is reminded of what is due: this database "
            "is a copy of another one, or was moved or renamed. If it is the real one, an "
            "administrator says so in the settings of Subscriptions."
        )
