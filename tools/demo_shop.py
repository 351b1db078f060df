"""The web shop of the demo: its pictures, its home page, and what it offers."""

import base64
import io
import json
from html import escape

from PIL import Image, ImageDraw

SIZE = 1024
INK = "#2b2b3c"
# What the shop's own people sell only.
NOT_OFFERED = ("City bike, paid first", "Folding bike, collected")
LESSONS = {
    "Before you ride": "Press both tyres, pull both brakes, look at the lights.",
    "The chain": "A drop of oil on each link, once a month; wipe off what is too much.",
    "When to bring it in": "If something rubs or rattles: report it on your page.",
}
HOME = """
<t name="Homepage" t-name="website.homepage">
    <t t-call="website.layout">
        <div id="wrap" class="oe_structure oe_empty">
            <section class="s_banner pt96 pb96 o_cc o_cc2">
                <div class="container text-center">
                    <h1>Ride, call, drink coffee. Own nothing.</h1>
                    <p class="lead">
                        Bikes, phones and coffee machines by the month: serviced, insured,
                        and yours until you bring them back.
                    </p>
                    <p>
                        <a class="btn btn-primary btn-lg" href="/shop?rental=rent">
                            See what you can rent
                        </a>
                    </p>
                </div>
            </section>
            <section class="pt48 pb48">
                <div class="container">
                    <div class="row">
                        <div class="col-lg-4">
                            <h3>One price</h3>
                            <p>Service and repairs are in it. You see what is due today,
                            and what follows.</p>
                        </div>
                        <div class="col-lg-4">
                            <h3>Swapped in a day</h3>
                            <p>Something broken? Report it on your page, and another one
                            is on its way.</p>
                        </div>
                        <div class="col-lg-4">
                            <h3>Cancelled with two clicks</h3>
                            <p>On your page, without a telephone call. What you paid too
                            much comes back.</p>
                        </div>
                    </div>
                </div>
            </section>
            <section
                class="s_rental_plans pt48 pb48"
                data-snippet="s_rental_plans"
                data-name="Subscription Plans"
                data-product="%(product)s"
            >
                <div class="container">
                    <h2 class="h3 text-center mb-4">A city bike, as you like it</h2>
                    <div
                        class="s_rental_plans_content o_not_editable"
                        contenteditable="false"
                    />
                </div>
            </section>
        </div>
    </t>
</t>
"""


def open_shop(env, company, addon):
    """Publish the demo's products and plans, with pictures, on its website."""
    website = env["website"].search([], limit=1)
    website.write(
        {
            "name": company.name,
            "company_id": company.id,
            "account_on_checkout": "optional",
            "show_line_subtotals_tax_selection": "tax_included",
        }
    )
    page = env.ref("website.homepage").with_context(website_id=website.id)
    page.write({"arch": _write_home(env.ref(f"{addon}.product_bike").product_tmpl_id)})
    club = env.ref(f"{addon}.product_club")
    env["subscription.plan"].create(
        {
            "name": "Club, a month to try",
            "trial_days": 30,
            "invoice_mode": "collect",
            "line_ids": [(0, 0, {"product_tmpl_id": club.product_tmpl_id.id})],
        }
    )
    env["subscription.plan"].create(
        {
            "name": "Club, three months at half price",
            "invoice_mode": "collect",
            "line_ids": [
                (
                    0,
                    0,
                    {"product_tmpl_id": club.product_tmpl_id.id, "phases": "3 x -50%"},
                )
            ],
        }
    )
    bike = env.ref(f"{addon}.product_bike")
    cover = bike.rental_cover_product_id.product_tmpl_id
    env["subscription.plan"].create(
        {
            "name": "City bike, yearly",
            "interval_unit": "year",
            "invoice_mode": "collect",
            "contract_terms": "<p>The bike is serviced twice a year, at your door.</p>",
            "line_ids": [
                (0, 0, {"product_tmpl_id": bike.product_tmpl_id.id, "price_unit": 399.0}),
                (0, 0, {"product_tmpl_id": cover.id, "price_unit": 69.0}),
            ],
        }
    )
    for name, draw in PICTURES.items():
        template = env.ref(f"{addon}.product_{name}").product_tmpl_id
        template.write({"is_published": True, "image_1920": _paint(draw)})
        plans = template.rental_plan_line_ids.plan_id
        here = plans.filtered(lambda plan: plan.currency_id == company.currency_id)
        here.filtered(lambda plan: plan.name not in NOT_OFFERED).is_published = True
    bike_plans = bike.product_tmpl_id.rental_plan_line_ids.plan_id
    _open_course(env, bike_plans.filtered("is_published"))


def _open_course(env, plans):
    """Publish a course that `plans` give their subscribers."""
    course = env["slide.channel"].create(
        {
            "name": "Look after your bike",
            "description": "<p>Three short lessons for all who ride one of ours.</p>",
            "enroll": "subscription",
            "visibility": "public",
            "is_published": True,
            "image_1920": _paint(_bike),
        }
    )
    env["slide.slide"].create(
        [
            {
                "name": name,
                "channel_id": course.id,
                "slide_category": "article",
                "html_content": f"<h2>{name}</h2><p>{text}</p>",
                "completion_time": 0.1,
                "is_published": True,
                "is_preview": number == 0,
            }
            for number, (name, text) in enumerate(LESSONS.items())
        ]
    )
    plans.channel_ids = course


def _write_home(product):
    """Return the home page, with the plans of `product` as the website builder keeps it."""
    chosen = {"id": product.id, "name": product.name, "display_name": product.name}
    return HOME % {"product": escape(json.dumps(chosen))}


def _paint(draw):
    """Return a picture as Odoo stores it: a drawing on a pale disc."""
    image = Image.new("RGB", (SIZE, SIZE), "#ffffff")
    pen = ImageDraw.Draw(image)
    pen.ellipse((62, 62, 962, 962), fill="#f3e9e4")
    draw(pen)
    stream = io.BytesIO()
    image.save(stream, "PNG", optimize=True)
    return base64.b64encode(stream.getvalue())


def _wheel(pen, x, y, radius):
    pen.ellipse((x - radius, y - radius, x + radius, y + radius), outline=INK, width=18)
    pen.ellipse((x - 16, y - 16, x + 16, y + 16), fill=INK)


def _bike(pen):
    _wheel(pen, 320, 640, 150)
    _wheel(pen, 704, 640, 150)
    frame = [(320, 640), (430, 430), (620, 430), (500, 640), (320, 640)]
    pen.line(frame, fill="#c8553d", width=22, joint="curve")
    pen.line([(500, 640), (430, 430), (415, 380)], fill="#c8553d", width=22)
    pen.line([(704, 640), (610, 380), (680, 350)], fill=INK, width=20, joint="curve")
    pen.line([(365, 372), (465, 372)], fill=INK, width=26)


def _cargo(pen):
    pen.polygon([(470, 470), (800, 470), (770, 640), (500, 640)], fill="#588b8b")
    _wheel(pen, 270, 660, 130)
    _wheel(pen, 800, 680, 100)
    pen.line([(270, 660), (390, 440), (470, 560)], fill=INK, width=22, joint="curve")
    pen.line([(340, 400), (440, 400)], fill=INK, width=26)
    pen.line([(470, 470), (430, 360), (510, 345)], fill=INK, width=20, joint="curve")


def _phone(pen):
    pen.rounded_rectangle((372, 212, 652, 812), 44, fill=INK)
    pen.rounded_rectangle((396, 262, 628, 742), 14, fill="#8fb8de")
    pen.ellipse((490, 756, 534, 800), fill="#f3e9e4")
    pen.line([(440, 520), (500, 590), (590, 430)], fill="#ffffff", width=30)


def _coffee(pen):
    pen.rounded_rectangle((302, 272, 722, 792), 40, fill="#6b4f4f")
    pen.rectangle((382, 452, 642, 712), fill="#f3e9e4")
    pen.rectangle((472, 452, 552, 512), fill=INK)
    pen.rounded_rectangle((442, 600, 582, 712), 18, fill="#ffffff", outline=INK, width=10)
    pen.arc((560, 620, 630, 690), 270, 90, fill=INK, width=12)
    for x in (372, 452):
        pen.ellipse((x, 342, x + 40, 382), fill="#e0a458")


def _magazine(pen):
    pen.polygon([(292, 282), (512, 322), (512, 782), (292, 742)], fill="#e0a458")
    pen.polygon([(732, 282), (512, 322), (512, 782), (732, 742)], fill="#ffdbb5")
    for row in range(5):
        y = 400 + 62 * row
        pen.line([(560, y + 8), (690, y - 16)], fill=INK, width=12)
    pen.ellipse((342, 422, 462, 542), fill="#c8553d")


def _club(pen):
    pen.rounded_rectangle((222, 332, 802, 692), 36, fill="#588b8b")
    pen.rectangle((222, 402, 802, 472), fill=INK)
    _wheel(pen, 350, 590, 56)
    _wheel(pen, 500, 590, 56)
    pen.line([(350, 590), (400, 530), (470, 530), (500, 590)], fill="#ffffff", width=12)
    pen.line([(590, 560), (750, 560)], fill="#ffffff", width=16)
    pen.line([(590, 610), (700, 610)], fill="#ffffff", width=16)


# What the shop shows, by the names of the demo's products.
PICTURES = {
    "bike": _bike,
    "cargo": _cargo,
    "phone": _phone,
    "coffee": _coffee,
    "magazine": _magazine,
    "club": _club,
}
