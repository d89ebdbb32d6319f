import { defineCrmObject } from "./crm-object";

export const companies = defineCrmObject("companies", "Companies");
