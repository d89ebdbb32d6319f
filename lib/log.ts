import pino from "pino";

const secretNames = [
  "password",
  "secret",
  "token",
  "access_token",
  "refresh_token",
  "accessToken",
  "refreshToken",
  "client_secret",
  "clientSecret",
  "authorization",
  "Authorization",
  "cookie",
  "apiKey",
  "api_key",
  "sealed",
  "code_verifier",
];

/** What Postgres and Drizzle put into their errors: parameters and rows, which hold personal data. */
const rowData = new Set(["params", "detail", "where", "internalQuery", "hint"]);

/** An error as it may be logged: class, code, message without parameters, stack, causes. */
export function toLogged(error: unknown, depth = 0): unknown {
  if (!(error instanceof Error)) return error;
  const own = Object.entries(error).filter(
    ([name, value]) => !rowData.has(name) && ["string", "number", "boolean"].includes(typeof value),
  );
  const isQuery = "query" in error && "params" in error;
  // "invalid input syntax for type integer: "…"" is class 22; the value stands at the end.
  const isValue = "code" in error && /^22...$/.test(String(error.code));
  const shorten = (text = "") => {
    const short = isQuery ? text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/, "") : text;
    return isValue ? short.replace(/: "[\s\S]*?"(?=\n {4}at |$)/, "") : short;
  };
  return {
    ...Object.fromEntries(own),
    type: error.constructor.name,
    message: shorten(error.message),
    stack: shorten(error.stack),
    ...(error.cause && depth < 4 ? { cause: toLogged(error.cause, depth + 1) } : {}),
  };
}

/** JSON lines on stdout. Values under secret names are removed one and two levels deep. */
export const log = pino({
  level: process.env.CONNECTUS_LOG_LEVEL ?? "info",
  base: { role: process.env.CONNECTUS_ROLE ?? "web" },
  serializers: { err: (error: unknown) => toLogged(error) },
  redact: {
    paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    censor: "[removed]",
  },
});
