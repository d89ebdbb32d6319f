import { AppError } from "@/lib/errors";

// Postgres stores neither NUL nor half of a surrogate pair; both would fail deep inside as a server error.
const unstorable = /\0|\p{Surrogate}/u;

/** Refuses text that no database can hold and names that reach an object's prototype. */
export function requireCleanText(value: unknown, path = "", depth = 0): void {
  if (typeof value === "string") {
    if (unstorable.test(value)) refuse(path, "Holds a character that cannot be stored.");
    return;
  }
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return;
  if (depth >= 100) refuse(path, "Is nested too deeply.");
  for (const [name, item] of Object.entries(value)) {
    const place = path ? `${path}.${name}` : name;
    if (name === "__proto__") refuse(place, "This name is not allowed.");
    if (unstorable.test(name)) refuse(path, "Holds a name with a character that cannot be stored.");
    requireCleanText(item, place, depth + 1);
  }
}

function refuse(path: string, message: string): never {
  throw new AppError("invalid_input", {
    message: "The request holds text that cannot be accepted.",
    fix: "Correct the named field.",
    fields: { [path.replace(/[\0\p{Surrogate}]/gu, "?").slice(0, 200)]: message },
  });
}
