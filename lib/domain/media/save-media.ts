import "server-only";
import { createHash } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { media } from "@/drizzle/schema/content";
import type { Ctx } from "@/lib/access/context";
import { requireScope } from "@/lib/access/scopes";
import { withWorkspace } from "@/lib/db/transaction";
import { AppError } from "@/lib/errors";
import { newId } from "@/lib/ids";
import { hintLive } from "@/lib/realtime/publish";
import { audit } from "../audit/record";
import { readMediaFacts } from "./data";
import { cleanFileName, type PictureFacts, readPicture } from "./picture";
import { maxMediaBytes, SaveMedia } from "./schema";
import type { MediaView } from "./types";

const longestSide = 20_000;

/** Keeps a picture. The same bytes again are the same picture, with the name and text they had. */
export async function saveMedia(ctx: Ctx, input: SaveMedia): Promise<MediaView> {
  requireScope(ctx, "content:write");
  const { fileName, alt, bytes } = SaveMedia.parse(input);
  const facts = requirePicture(bytes);
  const name = cleanFileName(fileName, facts.extension);
  const sha256 = createHash("sha256").update(bytes).digest();
  return withWorkspace(ctx, async (tx) => {
    const [made] = await tx
      .insert(media)
      .values({
        id: newId(),
        workspaceId: ctx.workspaceId,
        sha256,
        fileName: name,
        mime: facts.mime,
        sizeBytes: bytes.byteLength,
        width: facts.width,
        height: facts.height,
        alt,
        bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      })
      .onConflictDoNothing()
      .returning({ id: media.id });
    if (made) {
      const after = { fileName: name, mime: facts.mime, sizeBytes: bytes.byteLength };
      await audit(tx, ctx, { action: "media.saved", subjectKind: "media", subjectId: made.id, after });
      hintLive(tx, ctx.workspaceId, "content");
    }
    const same = and(eq(media.workspaceId, ctx.workspaceId), eq(media.sha256, sha256));
    const [row] = await readMediaFacts(tx, same, 1);
    if (!row) throw new Error("the picture is gone right after it was saved");
    return row;
  });
}

function requirePicture(bytes: Uint8Array): PictureFacts {
  if (bytes.byteLength > maxMediaBytes) {
    throw new AppError("payload_too_large", {
      message: "This picture is larger than 10 MB.",
      fix: "Make it smaller and try again.",
    });
  }
  const facts = readPicture(bytes);
  if (!facts) {
    throw new AppError("unsupported_media_type", {
      message: "This is not a PNG, JPEG, GIF or WebP picture, or the file is broken.",
      fix: "Save it as one of these and try again.",
    });
  }
  if (facts.width > longestSide || facts.height > longestSide) {
    throw new AppError("invalid_input", {
      message: `This picture is ${facts.width} × ${facts.height}; ${longestSide} on a side is the most.`,
      fix: "Make it smaller and try again.",
    });
  }
  return facts;
}
