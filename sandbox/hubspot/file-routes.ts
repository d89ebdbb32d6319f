import path from "node:path";
import { type Call, json, Refusal, type Reply } from "../kit/http";
import { parseJson, toDict, toText } from "../kit/json";
import { parseMultipart } from "../kit/multipart";
import type { Router } from "../kit/router";
import type { HubspotContext, PortalContext } from "./context";
import { invalid, notFound } from "./errors";
import type { StoredFile } from "./file-shelf";
import { needScope } from "./scope-check";

export function addFileRoutes(router: Router<PortalContext>): void {
  router.on("POST", "/files/v3/files", upload).on("GET", "/files/v3/files/:id", read);
}

function view(call: Call, file: StoredFile) {
  const moment = new Date(file.createdAt).toISOString();
  const url = `${call.baseUrl}/files/${file.id}/${encodeURIComponent(`${file.name}.${file.extension}`)}`;
  return {
    id: String(file.id),
    createdAt: moment,
    updatedAt: moment,
    archived: false,
    name: file.name,
    extension: file.extension,
    path: `${file.folder}/${file.name}.${file.extension}`,
    size: file.size,
    type: file.type.startsWith("image/") ? "IMG" : "OTHER",
    access: file.access,
    url,
    defaultHostingUrl: url,
  };
}

function upload(call: Call, context: PortalContext): Reply {
  needScope(context, "files");
  const parts = parseMultipart(String(call.headers["content-type"] ?? ""), call.body) ?? [];
  const text = (name: string) => parts.find((part) => part.name === name)?.bytes.toString("utf8");
  const part = parts.find((candidate) => candidate.name === "file");
  if (!part || part.bytes.length === 0) throw invalid("The file is missing");
  const folder = text("folderPath");
  if (!folder && !text("folderId")) throw invalid("Either folderPath or folderId is needed");
  const access = toText(toDict(parseJson(Buffer.from(text("options") ?? "{}"))?.value).access);
  if (!access) throw invalid('options must name an "access", e.g. PUBLIC_INDEXABLE');
  const fileName = text("fileName") || part.fileName || "file.bin";
  const { name, ext } = path.parse(fileName);
  const file = context.portal.files.add(
    {
      name,
      extension: ext.replace(".", "") || "bin",
      folder: folder ?? "/",
      type: part.contentType ?? "application/octet-stream",
      size: part.bytes.length,
      access,
      createdAt: context.clock.now(),
    },
    part.bytes,
  );
  return json(201, view(call, file));
}

function read(call: Call, context: PortalContext): Reply {
  needScope(context, "files");
  const file = context.portal.files.get(Number(call.params.id));
  if (!file) throw notFound();
  return json(200, view(call, file));
}

/** GET /hubspot/files/{id}/{name}: the public address of a file. */
export function serveFile(call: Call, { portals }: HubspotContext): Reply {
  const id = Number(call.path.split("/")[2]);
  for (const { files } of portals.values()) {
    const file = files.get(id);
    if (file && file.access !== "PRIVATE")
      return { status: 200, headers: { "content-type": file.type }, body: files.bytes(file) };
  }
  throw new Refusal({ status: 404, headers: { "content-type": "text/plain" }, body: "no such file" });
}
