import type { EndpointDefinition } from "../endpoint";
import * as content from "./content";
import * as integrations from "./integrations";
import * as media from "./media";
import * as providers from "./providers";
import * as publications from "./publications";
import * as records from "./records";
import * as runs from "./runs";

const files: object[] = [providers, integrations, records, runs, content, publications, media];

/** Every endpoint of `/api/v1`, in the order of the document. */
export const allEndpoints: EndpointDefinition[] = files
  .flatMap((file) => Object.values(file))
  .flatMap((table) => (typeof table === "object" && table !== null ? Object.values(table) : []))
  .filter(isEndpoint);

function isEndpoint(value: unknown): value is EndpointDefinition {
  return typeof value === "object" && value !== null && "method" in value && "path" in value && "id" in value;
}
