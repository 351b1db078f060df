import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

/** Draw a stroke on the pad, as a finger or a pen does. */
function draw(pad) {
    const box = pad.getBoundingClientRect();
    const touch = (type, x, y, buttons = 1) =>
        pad.dispatchEvent(
            new PointerEvent(type, {
                bubbles: true,
                buttons,
                clientX: box.left + x,
                clientY: box.top + y,
                isPrimary: true,
                pointerId: 1,
                pressure: 0.5,
            }),
        );
    touch("pointerdown", 60, 60);
    for (let x = 60; x < 260; x += 20) {
        touch("pointermove", x, 60 + (x % 40));
    }
    touch("pointerup", 260, 80, 0);
}

/** Return the steps that sign in the field `signature` of a dialog. */
function sign(scope) {
    return [
        {
            content: "Open the pad",
            trigger: `${scope} .o_field_widget[name=signature] .o_signature`,
            run: "click",
        },
        {
            content: "Sign by hand",
            trigger: ".modal canvas.o_web_sign_signature",
            async run() {
                draw(this.anchor);
            },
        },
        {
            trigger: ".modal .modal-footer button.btn-primary:enabled:contains('Adopt')",
            run: "click",
        },
        {
            content: "It is signed",
            trigger: `${scope} .o_field_widget[name=signature] img.o_signature`,
        },
    ];
}

/** Return the steps that note that the identity card was seen. */
function seeIdentityCard() {
    return [
        {
            trigger: ".modal .o_field_widget[name=identity_document] input",
            run: "click",
        },
        {
            trigger: ".o_select_menu_item:contains('Identity card')",
            run: "click",
        },
    ];
}

/** Return the steps that type a serial number into row `number` of the dialog. */
function scan(number, serial) {
    const row = `.modal .o_field_widget[name=row_ids] .o_data_row:nth-child(${number})`;
    return [
        {trigger: `${row} td[name=serial]`, run: "click"},
        {trigger: `${row} .o_field_widget[name=serial] input`, run: `edit ${serial}`},
        {trigger: `${row} td[name=tracking]`, run: "click"},
        {trigger: `${row} .o_field_widget[name=tracking] input`, run: `edit T-${serial}`},
    ];
}

// A clerk chooses three rentals and ships them on one screen; a wrong number is mended.
tours.add("subscription_rental_stock_ship", {
    steps: () => [
        {
            content: "Three rentals wait",
            trigger: ".o_list_view .o_data_row:nth-child(3)",
        },
        {
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name=action_rental_ship]",
            run: "click",
        },
        ...scan(1, "TOUR-1"),
        ...scan(2, "TOUR-X"),
        ...scan(3, "TOUR-3"),
        {
            trigger: ".modal button[name=action_hand_over]",
            run: "click",
        },
        {
            content: "What is wrong is said on its row, the others went through",
            trigger: ".modal .o_data_row:contains('TOUR-X'):contains('no serial number we know')",
        },
        {
            trigger: ".modal .alert:contains('2'):contains('done')",
        },
        ...scan(2, "TOUR-2"),
        {
            trigger: ".modal button[name=action_hand_over]",
            run: "click",
        },
        {
            content: "Nothing waits any more",
            trigger: ".o_list_view:not(:has(.o_data_row))",
        },
    ],
});

// Two customers get their phones; each signs on their own row.
tours.add("subscription_rental_stock_ship_signed", {
    steps: () => [
        {
            trigger: ".o_list_view .o_data_row:nth-child(2)",
        },
        {
            trigger: ".o_list_view thead .o_list_record_selector input",
            run: "click",
        },
        {
            trigger: ".o_control_panel button[name=action_rental_ship]",
            run: "click",
        },
        ...scan(1, "TOUR-1"),
        ...sign(".modal .o_data_row:nth-child(1)"),
        ...scan(2, "TOUR-2"),
        ...sign(".modal .o_data_row:nth-child(2)"),
        {
            trigger: ".modal button[name=action_hand_over]",
            run: "click",
        },
        {
            trigger: ".o_list_view:not(:has(.o_data_row))",
        },
    ],
});

// A broken phone is swapped; the customer signs for the new one.
tours.add("subscription_rental_stock_swap", {
    steps: () => [
        {
            trigger: ".o_notebook .nav-link[name=goods]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=assignment_ids] .o_data_row:contains('TOUR-1') button[name=action_swap]",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=reason] input",
            run: "edit The screen is broken",
        },
        {
            trigger: ".modal .o_field_widget[name=lot_id] input",
            run: "edit TOUR-2",
        },
        {
            trigger: ".ui-autocomplete a:contains('TOUR-2')",
            run: "click",
        },
        ...seeIdentityCard(),
        ...sign(".modal"),
        {
            trigger: ".modal button[name=action_swap]",
            run: "click",
        },
        {
            content: "The old one is back, the new one is out",
            trigger:
                ".o_field_widget[name=assignment_ids] .o_data_row:contains('TOUR-1'):contains('Swapped')",
        },
        {
            trigger:
                ".o_field_widget[name=assignment_ids] .o_data_row:contains('TOUR-2'):not(:contains('Swapped'))",
        },
    ],
});

// A phone comes back with a crack: it is taken back, checked, and the damage charged.
tours.add("subscription_rental_stock_return", {
    steps: () => [
        {
            trigger: ".o_notebook .nav-link[name=goods]",
            run: "click",
        },
        {
            trigger: ".tab-pane.active button:contains('Return')",
            run: "click",
        },
        {
            content: "All that is out is chosen",
            trigger: ".modal .o_field_widget[name=assignment_ids] .o_tag:contains('TOUR-1')",
        },
        {
            trigger: ".modal button[name=action_take_back]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=assignment_ids] .o_data_row:contains('TOUR-1'):contains('Returned')",
        },
        {
            content: "The fleet says that it waits to be checked",
            trigger: ".o_menu_sections button:contains('Goods')",
            run: "click",
        },
        {
            trigger: ".dropdown-item:contains('Fleet')",
            run: "click",
        },
        {
            trigger: ".o_kanban_group:contains('To Check') .o_kanban_record:contains('TOUR-1')",
            run: "click",
        },
        {
            trigger: ".o_statusbar_buttons button[name=action_inspect]",
            run: "click",
        },
        {
            trigger:
                ".modal .o_field_widget[name=outcome] .o_radio_item:contains('To repair') input",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=amount] input",
            run: "edit 35",
        },
        {
            trigger: ".modal .o_field_widget[name=note] textarea",
            run: "edit A crack in the back",
        },
        {
            trigger: ".modal button[name=action_done]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=rental_state]:contains('In Repair')",
        },
        {
            trigger: ".o_notebook .nav-link[name=checks]",
            run: "click",
        },
        {
            trigger: ".o_field_widget[name=rental_check_ids] .o_data_row:contains('A crack')",
        },
    ],
});

// One of two phones comes back: it is asked what becomes of the rent.
tours.add("subscription_rental_stock_return_part", {
    steps: () => [
        {
            trigger: ".o_notebook .nav-link[name=goods]",
            run: "click",
        },
        {
            trigger: ".tab-pane.active button:contains('Return')",
            run: "click",
        },
        {
            content: "All that is out is chosen, and nothing is asked",
            trigger: ".modal:not(:has(.o_field_widget[name=rest])) .o_tag:contains('TOUR-2')",
        },
        {
            content: "One stays with the customer",
            trigger:
                ".modal .o_field_widget[name=assignment_ids] .o_tag:contains('TOUR-2') .o_delete",
            run: "click",
        },
        {
            trigger: ".modal .o_field_widget[name=rest] .o_radio_item:contains('Bill less') input",
            run: "click",
        },
        {
            trigger: ".modal button[name=action_take_back]",
            run: "click",
        },
        {
            trigger:
                ".o_field_widget[name=assignment_ids] .o_data_row:contains('TOUR-1'):contains('Returned')",
        },
    ],
});
