from odoo.exceptions import UserError
from odoo.http import Controller, request, route


class PrepaidCart(Controller):
    """Sessions and credit on the visitor's own cart: one click, and undone (PK3).

    No pack is named: the server chooses among those of who is logged in.
    """

    @route("/shop/prepaid/<string:step>", type="http", auth="public", website=True,
           methods=["POST"], sitemap=False)  # fmt: skip
    def spend(self, step, line_id=None, **_kwargs):
        """Use a session or credit, or undo it; a refusal is told in the cart."""
        cart = request.cart
        steps = {
            "use": lambda: cart._use_session(_as_id(line_id)),
            "undo": lambda: cart._undo_session(_as_id(line_id)),
            "use-credit": lambda: cart._use_credit(),
            "undo-credit": lambda: cart._undo_credit(),
        }
        if step not in steps:
            raise request.not_found()
        if cart:
            try:
                with request.env.cr.savepoint():
                    steps[step]()
            except UserError as error:
                cart.shop_warning = str(error)
        return request.redirect("/shop/cart")


def _as_id(text):
    """Return what a browser sent as the number of a line; 0 if it is none."""
    known = isinstance(text, str) and text.isascii() and text.isdecimal()
    return int(text) if known and len(text) < 10 else 0
