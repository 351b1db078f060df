"""How long the server takes for what people open in a back office."""

from benchmarks._opened import Screen, listed, measure, person, specify, take
from benchmarks._people import People
from benchmarks._portal import Portal

TODAY_MS = 300


class Screens:
    """Open what a clerk, an accountant and an owner open, each with their own rights."""

    def __init__(self, env):
        self.env = env
        reader = "subscription_rental.group_billing_reader"
        self.clerk = person(env, "clerk", "subscription_rental.group_user_all")
        self.accountant = person(env, "accountant", "account.group_account_manager", reader)
        self.owner = person(env, "owner", "subscription_rental.group_manager")
        env.cr.commit()

    def run(self):
        """Return, for each screen, what it took: milliseconds and queries."""
        env = self.env
        found = {
            "subscriptions": env["subscription.subscription"].search_count([]),
            "periods": env["subscription.period"].search_count([]),
            "invoices": env["account.move"].search_count(
                [("move_type", "=", "out_invoice")]
            ),
        }
        books = self._get_books()
        # As every night.
        counted = take(env, lambda _number: self._get_month_end()._count_figures())
        return found | {
            "counted": counted,
            "screens": measure(env, books | self._get_lists() | self._get_groups())
            | People(env, self.clerk).run()
            | Portal(env).run(),
        }

    def _get_lists(self):
        """Return what a clerk opens."""
        env = self.clerk
        subscriptions = env["subscription.subscription"]
        fields = specify(env, "list", subscriptions._name)
        shown = specify(env, "form", subscriptions._name)

        def lists(domain):
            return listed(subscriptions.web_search_read, domain, fields)

        def form(number):
            middle = subscriptions.search([], offset=500 * number, limit=1)
            return middle.web_read(shown)

        return {
            "today": Screen(
                lambda _number: env["subscription.today"].get_today(), TODAY_MS
            ),
            "list": lists([]),
            "form": Screen(form),
            "customer": lists([("partner_id", "ilike", "Customer 77")]),
            "past due": lists([("is_past_due", "=", True)]),
            "billing error": lists([("billing_error", "!=", False)]),
            "in trial": lists([("is_in_trial", "=", True)]),
        }

    def _get_groups(self):
        """Return the same, grouped."""
        subscriptions = self.clerk["subscription.subscription"]
        return {
            "by state": Screen(
                lambda _number: subscriptions.web_read_group(
                    [], ["state"], ["__count", "recurring_amount:sum"]
                )
            ),
            "next invoice": Screen(
                lambda _number: subscriptions.web_read_group(
                    [("next_invoice_date", "!=", False)],
                    ["next_invoice_date:month"],
                    ["__count"],
                )
            ),
        }

    def _get_books(self):
        """Return what an accountant and an owner open."""
        closing = self._get_month_end().with_env(self.accountant)
        rows = self.accountant["subscription.deferral"]
        shown = specify(self.accountant, "form", closing._name)
        fields = specify(self.accountant, "list", rows._name)
        figures = self.owner["subscription.figures"]
        return {
            "key figures": Screen(lambda _number: figures.get_figures()),
            "month end": Screen(lambda _number: closing.web_read(shown)),
            "deferred report": listed(rows.web_search_read, [], fields),
            "deferred, pivot": Screen(
                lambda _number: rows.formatted_read_group(
                    [], ["revenue_account_id", "date_month:month"], ["amount:sum"]
                )
            ),
        }

    def _get_month_end(self):
        today = self.env.company._subscription_today()
        return self.env["subscription.closing"]._get_next_to_close(self.env.company, today)
