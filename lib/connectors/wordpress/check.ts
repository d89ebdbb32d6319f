import type { CheckIssue, PublishDefinition } from "../kit/connector";
import { toSlug } from "./slug";

const maxTitle = 65_535;

/** What WordPress would refuse (errors) or quietly change (warnings). */
export const checkRelease: PublishDefinition["check"] = (release) => {
  const issues: CheckIssue[] = [];
  const add = (level: CheckIssue["level"], field: string, message: string) =>
    issues.push({ level, field, message });
  if (release.title.trim() === "") add("error", "title", "The article needs a title.");
  if (Buffer.byteLength(release.title) > maxTitle)
    add("error", "title", "The title is too long for WordPress.");
  if (release.body.replaceAll(/<(?!img)[^>]*>|&nbsp;|\s/gi, "") === "") {
    add("error", "body", "The article has no content.");
  }
  if (!["blog_post", "article", "landing_page"].includes(release.contentType)) {
    add("error", "contentType", "WordPress takes articles, blog posts and pages.");
  }
  if (release.slug && toSlug(release.slug) !== release.slug) {
    add("warning", "slug", `The address will end in "${toSlug(release.slug)}".`);
  }
  if (/<(script|iframe|form|object|embed)\b/i.test(release.body)) {
    add("warning", "body", "WordPress may take out scripts, forms and embedded frames without a word.");
  }
  if (release.contentType === "landing_page" && release.excerpt) {
    add("warning", "excerpt", "Most WordPress themes do not show the excerpt of a page.");
  }
  return issues;
};
