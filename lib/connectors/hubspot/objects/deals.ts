import { defineCrmObject } from "./crm-object";

export const deals = defineCrmObject("deals", "Deals");
