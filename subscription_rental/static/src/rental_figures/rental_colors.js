// What adds is green or blue, what is lost is orange or red.
export const COLORS = {
    new: "#2e8b57",
    expansion: "#7bc47f",
    reactivated: "#4ea7f2",
    contraction: "#f4a261",
    churned: "#c0392b",
    paused: "#8d99ae",
};
