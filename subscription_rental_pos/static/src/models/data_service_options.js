import {DataServiceOptions} from "@point_of_sale/app/models/data_service_options";
import {patch} from "@web/core/utils/patch";

const MODELS = ["subscription.prepaid", "subscription.prepaid.offer"];

patch(DataServiceOptions.prototype, {
    get cleanupModels() {
        return [...super.cleanupModels, ...MODELS];
    },
    get pohibitedAutoLoadedModels() {
        return [...super.pohibitedAutoLoadedModels, ...MODELS];
    },
});
