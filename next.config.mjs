/** @type {import("next").NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Image optimisation is off on purpose: it has been a remote-code path twice, and we serve no photographs.
  images: { unoptimized: true },
  serverExternalPackages: [
    "pino",
    "thread-stream",
    "pg",
    "@node-rs/argon2",
    "undici",
    "ws",
    "@neondatabase/serverless",
  ],
  typescript: { ignoreBuildErrors: true },
  output: process.env.CONNECTUS_STANDALONE === "1" ? "standalone" : undefined,
};
