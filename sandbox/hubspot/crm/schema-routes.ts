import { type Call, json, type Reply } from "../../kit/http";
import type { Router } from "../../kit/router";
import type { PortalContext } from "../context";
import { notFound } from "../errors";
import { limitOf } from "../read-body";
import { needScope } from "../scope-check";
import { objectTypeOf } from "./object-types";
import { dealStages, findProperty, propertiesOf, viewProperty } from "./properties";
import { ownerIds } from "./seed";

const made = "2024-01-01T00:00:00.000Z";

export function addSchemaRoutes(router: Router<PortalContext>): void {
  router
    .on("GET", "/crm/v3/properties/:type", listProperties)
    .on("GET", "/crm/v3/properties/:type/:name", readProperty)
    .on("GET", "/crm/v3/pipelines/:type", listPipelines)
    .on("GET", "/crm/v3/pipelines/:type/:id", readPipeline)
    .on("GET", "/crm/v3/pipelines/:type/:id/stages", listStages)
    .on("GET", "/crm/v3/owners", listOwners)
    .on("GET", "/crm/v3/owners/:id", readOwner);
}

function schemaType(call: Call, context: PortalContext) {
  const type = objectTypeOf(call.params.type ?? "");
  needScope(context, `crm.schemas.${type.name}.read`, `crm.objects.${type.name}.read`);
  return type;
}

function listProperties(call: Call, context: PortalContext): Reply {
  const { name } = schemaType(call, context);
  return json(200, { results: propertiesOf(name).map((definition, i) => viewProperty(name, definition, i)) });
}

function readProperty(call: Call, context: PortalContext): Reply {
  const { name } = schemaType(call, context);
  const definition = findProperty(name, call.params.name ?? "");
  if (!definition) throw notFound(`Property "${call.params.name}" does not exist`);
  return json(200, viewProperty(name, definition, propertiesOf(name).indexOf(definition)));
}

function pipeline() {
  const moments = { createdAt: made, updatedAt: made, archived: false };
  const stages = dealStages.map((id, i) => ({
    id,
    label: id.replace(/^./, (first) => first.toUpperCase()),
    displayOrder: i,
    metadata: {
      isClosed: String(id.startsWith("closed")),
      probability: id === "closedlost" ? "0.0" : id === "closedwon" ? "1.0" : String((i + 2) / 10),
    },
    writePermissions: "CRM_PERMISSIONS_ENFORCEMENT",
    ...moments,
  }));
  return { id: "default", label: "Demo sales pipeline", displayOrder: 0, stages, ...moments };
}

function pipelinesOf(call: Call, context: PortalContext) {
  return schemaType(call, context).name === "deals" ? [pipeline()] : [];
}

function listPipelines(call: Call, context: PortalContext): Reply {
  return json(200, { results: pipelinesOf(call, context) });
}

function readPipeline(call: Call, context: PortalContext): Reply {
  const found = pipelinesOf(call, context).find(({ id }) => id === call.params.id);
  if (!found) throw notFound();
  return json(200, found);
}

function listStages(call: Call, context: PortalContext): Reply {
  const found = pipelinesOf(call, context).find(({ id }) => id === call.params.id);
  if (!found) throw notFound();
  return json(200, { results: found.stages });
}

function owners() {
  return ownerIds.map((id, i) => ({
    id,
    email: `demo.owner.${i + 1}@example.test`,
    type: "PERSON",
    firstName: "Demo",
    lastName: `Owner ${i + 1}`,
    userId: 7_700_101 + i,
    userIdIncludingInactive: 7_700_101 + i,
    createdAt: made,
    updatedAt: made,
    archived: false,
    teams: [{ id: "9001", name: "Demo Team", primary: true }],
  }));
}

function listOwners(call: Call, context: PortalContext): Reply {
  needScope(context, "crm.objects.owners.read");
  const limit = limitOf(call, 100, 500);
  const email = call.query.get("email");
  const after = Number(call.query.get("after") ?? 0);
  const isArchived = call.query.get("archived") === "true";
  const rest = owners().filter(
    (owner) => !isArchived && (!email || owner.email === email) && Number(owner.id) > after,
  );
  const results = rest.slice(0, limit);
  const last = results.at(-1)?.id;
  return json(200, {
    results,
    ...(rest.length > limit && last ? { paging: { next: { after: last } } } : {}),
  });
}

function readOwner(call: Call, context: PortalContext): Reply {
  needScope(context, "crm.objects.owners.read");
  const key = call.query.get("idProperty") === "userId" ? "userId" : "id";
  const owner = owners().find((candidate) => String(candidate[key]) === call.params.id);
  if (!owner) throw notFound();
  return json(200, owner);
}
