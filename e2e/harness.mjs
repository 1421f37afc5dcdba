// What a journey needs, in one import.

export { axe, fits, looksWell, shot } from "./looks.mjs";
export { DESK, forgive, MAE_SAI, PHONE, phone, setOffline } from "./phone.mjs";
export { Product } from "./product.mjs";
