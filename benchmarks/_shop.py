"""A web shop with and without our addon, and what its pages take the server."""

import cProfile
import io
import json
import pstats
import threading
import time

from werkzeug.test import Client

from odoo import Command, http
from odoo.tools import config

PRODUCTS = 40
# Every second product is rented where our addon is.
CART = range(4)
WARM_UP = 8
FUNCTIONS = 45


def _get_products(env):
    return env["product.template"].search(
        [("default_code", "=like", "benchmark-%")], order="default_code"
    )


class Products:
    """Publish products in Odoo's own shop."""

    def __init__(self, env):
        self.env = env

    def run(self):
        """Make them, and commit."""
        website = self.env["website"].search([], limit=1)
        website.write(
            {"shop_ppg": PRODUCTS, "show_line_subtotals_tax_selection": "tax_included"}
        )
        tax = self.env["account.tax"].create({"name": "21 %", "amount": 21.0})
        self.env["product.template"].create(
            [
                {
                    "name": f"Bike {number:02}",
                    "default_code": f"benchmark-{number:02}",
                    "type": "service",
                    "list_price": 30.0 + number,
                    "taxes_id": [Command.set(tax.ids)],
                    "is_published": True,
                    "website_sequence": number,
                }
                for number in range(PRODUCTS)
            ]
        )
        self.env.cr.commit()
        return {}


class Plans:
    """Rent every second product: monthly with a setup fee, or yearly."""

    def __init__(self, env):
        self.env = env

    def run(self):
        """Make the plans, and commit."""
        rented = _get_products(self.env)[::2]
        self.env["subscription.plan"].create(
            [
                self._prepare_plan("Monthly", rented, 1, setup_fee=10.0),
                self._prepare_plan("Yearly", rented, 10, interval_unit="year"),
            ]
        )
        self.env.cr.commit()
        return {}

    def _prepare_plan(self, name, rented, factor, **values):
        lines = [
            {"product_tmpl_id": one.id, "price_unit": factor * one.list_price}
            for one in rented
        ]
        line_ids = [Command.create(line) for line in lines]
        return {"name": name, "is_published": True, "line_ids": line_ids, **values}


class Visits:
    """A visitor of each shop, served by Odoo's own application in this process."""

    def __init__(self, env, other, count, profiled=None):
        config["db_name"] = [env.cr.dbname, other]
        self.count, self.profiled = int(count), profiled
        products = _get_products(env)
        self.pages = {
            "product": products[0].website_url,
            "list": "/shop",
            "cart": "/shop/cart",
        }
        self.clients = {
            "without": self._enter(env.cr.dbname),
            "with": self._enter(other),
        }
        for client in self.clients.values():
            for number in CART:
                self._fill(client, products[number])
        for _number in range(WARM_UP):
            self._visit_all(lambda *_visit: None)

    def _enter(self, database):
        """Return a browser with a session in that database."""
        session = http.root.session_store.new()
        session.update(http.get_default_session(), db=database)
        session.context["lang"] = "en_US"
        http.root.session_store.save(session)
        client = Client(http.root)
        client.set_cookie("session_id", session.sid)
        return client

    def _fill(self, client, product):
        params = {
            "product_template_id": product.id,
            "product_id": product.product_variant_id.id,
            "quantity": 2,
        }
        answer = client.post("/shop/cart/add", json={"jsonrpc": "2.0", "params": params})
        if "error" in json.loads(answer.text):
            raise RuntimeError(answer.text)

    def run(self):
        """Return for each page and shop what each visit took."""
        found = {page: {side: [] for side in self.clients} for page in self.pages}
        for number in range(self.count):
            self._visit_all(
                lambda page, side, took: found[page][side].append(took),
                there=number % 2 == 0,
            )
        result = {"pages": found}
        if self.profiled:
            result["profiles"] = {side: self._profile(side) for side in self.clients}
        return result

    def _visit_all(self, note, *, there=True):
        sides = list(self.clients) if there else list(self.clients)[::-1]
        for page, path in self.pages.items():
            for side in sides:
                note(page, side, self._visit(self.clients[side], path))

    def _visit(self, client, path):
        start = time.process_time()
        answer = client.get(path)
        took = 1000 * (time.process_time() - start)
        if answer.status_code != 200:
            raise RuntimeError(f"{path}: {answer.status}")
        return {"ms": took, "queries": threading.current_thread().query_count}

    def _profile(self, side):
        """Return the functions in which visits of the page spend most."""
        profile = cProfile.Profile()
        for _number in range(self.count):
            profile.runcall(self._visit, self.clients[side], self.pages[self.profiled])
        text = io.StringIO()
        found = pstats.Stats(profile, stream=text).sort_stats("cumulative")
        found.print_stats(FUNCTIONS)
        found.print_stats("subscription_rental", FUNCTIONS)
        return text.getvalue()
