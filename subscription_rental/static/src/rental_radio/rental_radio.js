import {RadioField, radioField} from "@web/views/fields/radio/radio_field";
import {registry} from "@web/core/registry";

/** Radio buttons without those choices that need another field, as long as it is empty. */
export class RentalRadio extends RadioField {
    static props = {...RadioField.props, needs: {type: Object, optional: true}};
    static defaultProps = {...RadioField.defaultProps, needs: {}};

    get items() {
        const {needs, record} = this.props;
        return super.items.filter(([key]) => !needs[key] || record.data[needs[key]]);
    }
}

registry.category("fields").add("rental_radio", {
    ...radioField,
    component: RentalRadio,
    extractProps: (info, dynamic) => ({
        ...radioField.extractProps(info, dynamic),
        needs: info.options.needs,
    }),
});
