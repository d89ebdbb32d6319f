import { defineCrmObject } from "./crm-object";

export const contacts = defineCrmObject("contacts", "Contacts");
