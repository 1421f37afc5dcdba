// Every view but the list, in one file that is fetched when the list stands: who opens the survey waits for
// the list, and for nothing else.
export { openArea } from "./view-area";
export { openEdit, openNew } from "./view-form";
export { openHousehold } from "./view-household";
export { openOutbox } from "./view-outbox";
export { openScan } from "./view-scan";
