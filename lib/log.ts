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

/** JSON lines on stdout. Values under secret names are removed one and two levels deep. */
export const log = pino({
  level: process.env.CONNECTUS_LOG_LEVEL ?? "info",
  base: { role: process.env.CONNECTUS_ROLE ?? "web" },
  redact: {
    paths: secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`]),
    censor: "[removed]",
  },
});
