const secretParent = /(token|secret|key|password|auth)s?$/i;

/** Some platforms put a token into the path: long segments and those behind a telling name are removed. */
export function redactPath(path: string): string {
  const parts = path.split("/");
  const clean = parts.map((part, at) => {
    const behindSecret = at > 0 && secretParent.test(parts[at - 1] ?? "") && part.length >= 16;
    return behindSecret || part.length > 64 ? "…" : part;
  });
  return clean.join("/").slice(0, 300);
}
