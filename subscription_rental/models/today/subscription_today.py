from dataclasses import dataclass

from markupsafe import Markup

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools.misc import format_date

# So many things to do stand on the screen; the rest is behind a door.
TASKS = 8


@dataclass(frozen=True)
class Door:
    """A count on *Today* that opens the list of what was counted.

    :param model: whose records are counted, with the rights of the user
    :param action: the window that opens, as an external identifier
    :param path: the field of them that leads to the subscription; empty: they are one;
        None: they have a company only
    :param is_bad: one of them is one too many
    """

    name: str
    label: str
    model: str
    domain: Domain
    action: str
    path: str | None = ""
    is_bad: bool = False


class SubscriptionToday(models.AbstractModel):
    """The screen that the app opens on: what wants a look now, and how it goes (OV1).

    Nothing is counted with more rights than the user has.
    """

    _name = "subscription.today"
    _description = "Today"

    @api.model
    @api.readonly
    def get_today(self, scope=None):
        """Return all that the screen shows to the user.

        :param scope: {name of a scope: the chosen one of its options}, for fewer of them
        """
        self.env["subscription.subscription"].check_access("read")
        scopes = self._get_scopes()
        chosen = self._read_scope(scope or {}, scopes)
        day = self.env.company._subscription_today()
        return {
            "day": format_date(self.env, day, date_format="EEEE d MMMM"),
            "scopes": [one for one in scopes if len(one["options"]) > 1],
            "doors": [
                self._count_door(door, chosen)
                for door in self._get_doors(day)
                if self.env[door.model].has_access("read")
            ],
            "tasks": self._get_tasks(day),
            "figures": self._get_figures(chosen, day),
        }

    @api.model
    def action_open_door(self, name, scope=None):
        """Open the list of what the door `name` counted in this scope."""
        self.env["subscription.subscription"].check_access("read")
        chosen = self._read_scope(scope or {}, self._get_scopes())
        day = self.env.company._subscription_today()
        doors = {door.name: door for door in self._get_all_doors(day)}
        if not isinstance(name, str) or name not in doors:
            raise UserError(self.env._("This is no longer on Today: load the page again."))
        return self._open_door(doors[name], chosen)

    @api.model
    def action_open_app(self):
        """Open what the user chose that the app of subscriptions opens on."""
        on_today = self.env.user.rental_opens_on == "today"
        name = (
            "subscription_today_action" if on_today else "subscription_subscription_action"
        )
        return self.env["ir.actions.actions"]._for_xml_id(f"subscription_rental.{name}")

    # === for one shop, or one company === #

    @api.model
    def _get_scopes(self):
        """Return what the screen can be narrowed to: name, label and options of each.

        The name is the field of subscriptions that is compared. Runs for each request; an
        override adds its own.
        """
        companies = [(company.id, company.name) for company in self.env.companies]
        return [
            {"name": "company_id", "label": self.env._("Company"), "options": companies}
        ]

    @api.model
    def _read_scope(self, scope, scopes):
        """Return what was chosen, {field of subscriptions: id}; refuse what is unknown."""
        known = {one["name"]: dict(one["options"]) for one in scopes}
        valid = isinstance(scope, dict) and all(
            type(value) is int and value in known.get(name, {})
            for name, value in scope.items()
        )
        if not valid:
            raise UserError(
                self.env._("This shop or company is not among yours: load the page again.")
            )
        return scope

    @api.model
    def _narrow(self, domain, scope, path=""):
        """Return the domain for the records of this scope only.

        :param path: as of a `Door`
        """
        parts = [Domain(domain)]
        for name, value in scope.items():
            if name == "company_id":
                parts.append(Domain(name, "=", value))
            elif path is not None:
                parts.append(Domain(f"{path}.{name}".lstrip("."), "=", value))
        return Domain.AND(parts)

    # === the doors === #

    @api.model
    def _get_doors(self, day):  # noqa: ARG002
        """Return the doors of the screen, in the order in which they stand there.

        Runs for each request; an override adds those of its room or addon.

        :param day: today, for the company of the user
        """
        return []

    @api.model
    def _get_all_doors(self, day):
        """Return the doors of the screen, and those that its figures are."""
        return [
            *self._get_doors(day),
            *self._get_figure_doors(day),
            self._get_task_door(day),
        ]

    @api.model
    def _count_door(self, door, scope):
        """Return what the screen shows of this door."""
        domain = self._narrow(door.domain, scope, door.path)
        count = self.env[door.model].search_count(domain)
        return {
            "name": door.name,
            "label": door.label,
            "count": count,
            "is_bad": bool(count and door.is_bad),
            "note": self._get_door_note(door, scope) if count else "",
        }

    @api.model
    def _get_door_note(self, door, scope):  # noqa: ARG002
        """Return what stands under the count of a door, as text; empty for nothing.

        Runs for each door that has found something; an override adds to its own doors.
        """
        return ""

    @api.model
    def _open_door(self, door, scope):
        """Return the window of what this door counts."""
        action = self.env["ir.actions.act_window"]._for_xml_id(door.action)
        return {
            **action,
            "name": door.label,
            "display_name": door.label,
            "help": self._get_door_help(door),
            # Made-up rows would be taken for what is not there.
            "useSampleModel": False,
            # What a list opens with would show less than what was counted.
            "context": {"create": False},
            "domain": list(self._narrow(door.domain, scope, door.path)),
            # A door has no address of its own.
            "path": False,
        }

    @api.model
    def _get_door_help(self, door):
        """Return what the list of this door says when it is empty, as HTML."""
        return Markup('<p class="o_view_nocontent_smiling_face">%s</p><p>%s</p>') % (
            self.env._("%(door)s: none", door=door.label),
            self.env._("Today counts again each time you open it."),
        )

    # === to do today === #

    @api.model
    def _get_task_models(self):
        """Return the models whose activities stand on the screen; an override adds some."""
        return [
            "subscription.subscription",
            "subscription.due.date",
            "subscription.dunning.case",
            "subscription.billing.run",
            "payment.transaction",
        ]

    @api.model
    def _get_task_door(self, day):
        """Return the door of what the user has to do by `day`."""
        domain = (
            Domain("user_id", "=", self.env.uid)
            & Domain("date_deadline", "<=", day)
            & Domain("res_model", "in", self._get_task_models())
        )
        return Door(
            name="tasks",
            label=self.env._("To do today"),
            model="mail.activity",
            domain=domain,
            action="subscription_rental.subscription_today_task_action",
            path=None,
        )

    @api.model
    def _get_tasks(self, day):
        """Return what the user has to do by `day`: how much, and the first of it."""
        domain = self._get_task_door(day).domain
        tasks = self.env["mail.activity"].search(domain, order="date_deadline, id")
        shown = tasks[:TASKS]
        return {
            "count": len(tasks),
            "first": [
                {
                    "id": task.id,
                    "what": task.summary or task.activity_type_id.name or "",
                    "about": task.res_name or "",
                    "day": format_date(self.env, task.date_deadline),
                    "is_late": task.date_deadline < day,
                    "model": task.res_model,
                    "record": task.res_id,
                    # The work that failed closes it, and nobody by hand.
                    "can_do": not task.rental_trouble,
                }
                for task in shown
            ],
        }
