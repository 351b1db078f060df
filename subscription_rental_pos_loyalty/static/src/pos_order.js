import {_t} from "@web/core/l10n/translation";
import {PosOrder} from "@point_of_sale/app/models/pos_order";
import {patch} from "@web/core/utils/patch";

/** What is sold by a plan is paid as its subscription bills it: no reward changes that. */
patch(PosOrder.prototype, {
    get sellsByPlan() {
        return this.lines.some((line) => line.rental_kind);
    },

    getClaimableRewards() {
        return this.sellsByPlan ? [] : super.getClaimableRewards(...arguments);
    },

    _applyReward() {
        return this.sellsByPlan
            ? _t("What is sold by a plan takes no reward: its subscription bills it.")
            : super._applyReward(...arguments);
    },

    isLineValidForLoyaltyPoints(line) {
        return !line.rental_kind && super.isLineValidForLoyaltyPoints(line);
    },
});
