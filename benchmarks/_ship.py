"""*Rentals to Ship*: subscriptions whose goods wait to be handed over."""

from benchmarks._opened import PROMPT_MS, listed, measure, person, specify

FEW, MANY = 20, 200
VIEW = "subscription_rental_stock.stock_picking_rental_view_list"
# The action's own, and its filter *To Do*.
DOMAIN = [("rental_kind", "=", "out"), ("state", "not in", ("done", "cancel"))]


class Ship:
    """Open the list as who ships the goods opens it."""

    def __init__(self, env):
        groups = ("stock.group_stock_user", "subscription_rental.group_user_all")
        self.env = person(env, "shipper", *groups)
        env.cr.commit()

    def run(self):
        """Return what the screens took."""
        pickings = self.env["stock.picking"]
        fields = specify(self.env, "list", pickings._name, VIEW)

        def first_page(*asked, **options):
            # There is one page: each try opens it anew.
            asked_first = options | {"offset": 0}
            rows = pickings.web_search_read(*asked, **asked_first)["records"]
            if len(rows) != options["limit"]:
                raise RuntimeError(f"{len(rows)} handovers, and not {options['limit']}.")

        return {
            "screens": measure(
                self.env,
                {
                    "rentals to ship": listed(
                        first_page, DOMAIN, fields, PROMPT_MS, (FEW, MANY)
                    ),
                },
            )
        }
