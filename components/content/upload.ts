import { toBytes } from "@/lib/format/number";

export interface UploadedPicture {
  id: string;
  url: string;
  alt: string;
  width: number | null;
  height: number | null;
}

/** The server has the last word; this saves sending it in vain. */
const maxMediaBytes = 10 * 1024 * 1024;

export const pictureTypes = "image/png,image/jpeg,image/webp,image/gif";

/** @throws Error with a sentence for people */
export async function uploadPicture(file: File, alt: string): Promise<UploadedPicture> {
  if (file.size > maxMediaBytes) {
    throw new Error(
      `This picture has ${toBytes(file.size)}; ${toBytes(maxMediaBytes)} is the most. Make it smaller first.`,
    );
  }
  const query = new URLSearchParams({ file_name: file.name, alt });
  const response = await fetch(`/api/v1/media?${query}`, {
    method: "POST",
    headers: { "content-type": file.type || "application/octet-stream" },
    body: file,
  }).catch(() => null);
  if (!response) throw new Error("The picture could not be sent. Check your connection, then try again.");
  const answer = (await response.json().catch(() => ({}))) as Record<string, unknown>;
  if (!response.ok) {
    const text = [answer.detail, answer.fix].filter((part) => typeof part === "string").join(" ");
    throw new Error(text || `The picture was refused (${response.status}).`);
  }
  return {
    id: String(answer.id),
    url: typeof answer.url === "string" ? answer.url : `/api/v1/media/${String(answer.id)}`,
    alt,
    width: typeof answer.width === "number" ? answer.width : null,
    height: typeof answer.height === "number" ? answer.height : null,
  };
}
