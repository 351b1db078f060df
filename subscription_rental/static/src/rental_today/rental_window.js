import {markup} from "@odoo/owl";

/**
 * Return a window that a method gave back, so that its help is shown as HTML.
 *
 * Odoo does the same to those that it loads itself, and to those of buttons.
 */
export function asWindow(action) {
    return action.help ? {...action, help: markup(action.help)} : action;
}
