import { defineConnector } from "../kit/connector";
import { identify, tests } from "./connection-tests";
import { readFailure } from "./failure";
import { manifest } from "./manifest";
import { companies } from "./objects/companies";
import { contacts } from "./objects/contacts";
import { deals } from "./objects/deals";
import { readQuota } from "./quota";

export default defineConnector({
  manifest,
  readFailure,
  readQuota,
  tests,
  identify,
  objects: [contacts, companies, deals],
});
